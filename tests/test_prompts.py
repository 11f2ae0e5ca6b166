"""The seven compositions and the eighth, literally."""

import pytest

from interviewbuddy.errors import InputError
from interviewbuddy.prompts import (
    COMPOSITIONS,
    KNOWN,
    SYSTEM,
    SYSTEM_WITH_CONDITIONS,
    SYSTEM_WITH_EXAMPLES,
    Neighbour,
    chat_messages,
    composition,
    conditions_of,
    parts_of,
    render,
)
from tests.conftest import a_record

GIVEN = {
    "question-answer": "질문: 지원동기를 말씀해 주세요. 답변:",
    "question-summary": "질문: 지원동기를 말씀해 주세요. 요약:",
    "summary-answer": "요약: 기록이 좋아 지원했습니다. 답변:",
    "experience-question-answer": "경력: 신입 질문: 지원동기를 말씀해 주세요. 답변:",
    "occupation-experience-question-answer": ("직군: 정보통신 경력: 신입 질문: 지원동기를 말씀해 주세요. 답변:"),
    "occupation-experience-question-summary": ("직군: 정보통신 경력: 신입 질문: 지원동기를 말씀해 주세요. 요약:"),
    "question-experience-occupation-answer": ("질문: 지원동기를 말씀해 주세요. 경력: 신입 직군: 정보통신 답변:"),
}


def test_all_seven():
    assert list(COMPOSITIONS) == [
        "question-answer",
        "question-summary",
        "summary-answer",
        "experience-question-answer",
        "occupation-experience-question-answer",
        "occupation-experience-question-summary",
        "question-experience-occupation-answer",
    ]
    for name, given in GIVEN.items():
        prompt = render(composition(name), parts_of(a_record()))
        assert prompt.given == given
        assert prompt.learned in {a_record().answer, a_record().summary}


def test_conditions_not_chosen_are_left_out_label_and_all():
    how = composition("occupation-experience-question-answer")
    assert render(how, {"question": "왜요?"}).given == "질문: 왜요? 답변:"
    assert render(how, {"question": "왜요?", "occupation": "XX"}).given == "질문: 왜요? 답변:"


def test_a_plain_question_stands_in_the_summary_slot():
    assert render(composition("summary-answer"), {"question": "왜요?"}).given == "요약: 왜요? 답변:"


def test_a_missing_summary_is_not_learned():
    assert render(composition("question-summary"), parts_of(a_record(summary=""))).learned == ""


def test_line_breaks_do_not_reach_the_model():
    assert render(composition("question-answer"), {"question": "왜\n\n요?"}).given == "질문: 왜 요? 답변:"


def test_an_unknown_name_lists_the_known():
    with pytest.raises(InputError, match="question-answer"):
        composition("answer-question")


def test_chat_messages_carry_conditions_and_notes():
    system, user = chat_messages({"question": "왜요?", "occupation": "ICT", "experience": None}, "2년 근무")
    assert system["role"] == "system"
    assert user["content"] == "직군: 정보통신\n지원자 메모: 2년 근무\n질문: 왜요?"


NEAR = Neighbour("왜 지원하셨나요?", "저는 기록이 좋아 지원했습니다.", "기록이 좋아 지원했습니다.")
NEXT = Neighbour("입사 동기는요?", "통신병 때 마음이 갔습니다.", "통신병 때의 일입니다.")
LAST = Neighbour("동기가 있나요?", "어릴 때부터입니다.", "어릴 때부터입니다.")
EIGHTH = "conditions-question-answer"


@pytest.mark.parametrize(
    ("more", "given"),
    [
        ({}, "직군: 정보통신 경력: 신입 질문: 지원동기를 말씀해 주세요. 답변:"),
        (
            {"conditions": conditions_of([NEAR, NEXT, LAST]), "notes": "카페 2년\n3명"},
            "참고: 기록이 좋아 지원했습니다. 통신병 때의 일입니다. 메모: 카페 2년 3명 "
            "직군: 정보통신 경력: 신입 질문: 지원동기를 말씀해 주세요. 답변:",
        ),
        (
            {"conditions": conditions_of([NEAR]), "occupation": None},
            "참고: 기록이 좋아 지원했습니다. 경력: 신입 질문: 지원동기를 말씀해 주세요. 답변:",
        ),
    ],
)
def test_the_eighth(more, given):
    prompt = render(composition(EIGHTH), {**parts_of(a_record()), **more})
    assert prompt.given == given
    assert prompt.learned == a_record().answer


def test_the_seven_never_show_conditions_or_notes():
    assert list(KNOWN) == [*COMPOSITIONS, EIGHTH]
    for name, given in GIVEN.items():
        assert render(composition(name), {**parts_of(a_record()), "conditions": "하나", "notes": "둘"}).given == given


def test_an_instruct_model_sees_neighbours_as_turns_the_nearest_last():
    messages = chat_messages({"question": "왜요?", "occupation": "ICT"}, "2년 근무", [NEAR, NEXT, LAST, NEAR])
    assert messages == [
        {"role": "system", "content": SYSTEM_WITH_EXAMPLES},
        {"role": "user", "content": "질문: 동기가 있나요?"},
        {"role": "assistant", "content": "어릴 때부터입니다."},
        {"role": "user", "content": "질문: 입사 동기는요?"},
        {"role": "assistant", "content": "통신병 때 마음이 갔습니다."},
        {"role": "user", "content": "질문: 왜 지원하셨나요?"},
        {"role": "assistant", "content": "저는 기록이 좋아 지원했습니다."},
        {
            "role": "user",
            "content": "직군: 정보통신\n참고: 기록이 좋아 지원했습니다. 통신병 때의 일입니다.\n"
            "지원자 메모: 2년 근무\n질문: 왜요?",
        },
    ]
    assert SYSTEM_WITH_EXAMPLES.startswith(SYSTEM)
    assert "옮기지 마세요" in SYSTEM_WITH_EXAMPLES


def test_examples_leave_room_for_long_notes():
    long = Neighbour("질문", "가" * 900, "요약")
    assert len(chat_messages({"question": "왜요?"}, "", [long, long, long])) == 4
    assert len(chat_messages({"question": "왜요?"}, "메모" * 700, [long, long, long])) == 4
    assert len(chat_messages({"question": "왜요?"}, "메모" * 1000, [long, long, long])) == 2


def test_an_instruct_model_is_told_of_what_it_is_shown_alone():
    def system(notes, neighbours):
        return chat_messages({"question": "왜요?"}, notes, neighbours)[0]["content"]

    assert system("", [NEAR]) == SYSTEM_WITH_EXAMPLES
    assert system("메모" * 2000, [NEAR]) == SYSTEM_WITH_CONDITIONS
    assert "문답" not in SYSTEM_WITH_CONDITIONS
    assert system("메모" * 2000, []) == SYSTEM
