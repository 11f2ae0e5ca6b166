"""The seven compositions, literally."""

import pytest

from interviewbuddy.errors import InputError
from interviewbuddy.prompts import COMPOSITIONS, chat_messages, composition, parts_of, render
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
