"""What is no answer: texts that loop, miss the question or are broken, beside those that only look so."""

import pytest

from interviewbuddy.checks import is_broken, is_looping, is_off_topic, loop_start, shares_content
from interviewbuddy.korean import last_sentence_end

SENTENCE = "저는 고객의 말을 끝까지 듣고 원인을 찾은 다음에 설명을 드리는 방식으로 일합니다. "


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE * 2,
        SENTENCE + "그래서 민원이 줄었습니다. " + SENTENCE,
        "저는 그 일을 하고 하고 하고 하고 하고 하고 하고 하고",
        "네네네네네네네네네네네네",
        "저는 책임감이 있고 책임감이 있고 책임감이 있고 책임감이 있고 책임감이 있습니다.",
        "그 일을 맡아서 했습니다. 팀의 일을 맡아서 끝까지 했습니다. " * 3,
        "표를 만들어 보냈습니다. 표를 만들어 보냈습니다. 표를 만들어 보냈습니다. 표를 만들어 보냈습니다.",
    ],
)
def test_looping(text):
    assert is_looping(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        SENTENCE,
        "정말 정말 감사했습니다. 한 명 한 명에게 여쭙고, 하나 하나 확인했습니다.",
        "배우고, 또 배우고, 다시 배우는 것이 중요하다고 생각합니다. 기록하는 것이 중요하다고 생각합니다. "
        "먼저 묻는 것이 중요하다고 생각합니다.",
        "첫째로 시간을 지켰습니다. 둘째로 순서를 지켰습니다. 셋째로 약속을 지켰습니다. 넷째로 기록을 지켰습니다.",
        "네, 네, 맞습니다. 고객께서 ‘안 돼요, 안 돼요’ 하시기에 그 자리에서 다시 확인했습니다.",
    ],
)
def test_not_looping_with_legitimate_repetition(text):
    assert not is_looping(text)


def test_a_loop_starts_where_something_is_said_again():
    first = "민원이 반으로 줄었습니다. " + SENTENCE
    text = first + SENTENCE + SENTENCE
    assert loop_start(text) == len(first)
    assert text[: last_sentence_end(text[: loop_start(text)])] == first.rstrip()


def test_no_written_answer_loops_and_next_to_none_misses_its_question(bank):
    answers = [(one.question, one.answer or one.answer_raw) for one in bank.records[::10]]
    assert [text for _, text in answers if is_looping(text) or is_broken("", text)] == []
    assert sum(not shares_content(*one) for one in answers) <= 0.03 * len(answers)


WEAKNESS = "본인의 단점은 무엇인가요?"
OTHERS = ("본인의 약점과 그것을 보완하려는 노력을 말씀해 주세요.", "성급한 것이 약점이라 검산을 두 번 합니다.")


@pytest.mark.parametrize(
    ("question", "text", "related"),
    [
        (WEAKNESS, "저의 단점은 성급한 것입니다.", ()),
        (WEAKNESS, "저의 약점은 성급함이라, 검산을 꼭 두 번 합니다.", OTHERS),
        ("정보통신 분야에 지원한 동기가 무엇인가요?", "통신병으로 일하며 정보통신에 마음이 갔습니다.", ()),
        ("왜요?", "그때는 그것이 옳다고 보았습니다.", ()),
        ("말씀해 주세요.", "저는 물류 창고에서 일했습니다.", ()),
    ],
)
def test_on_topic(question, text, related):
    assert not is_off_topic(question, text, related)


@pytest.mark.parametrize(
    ("question", "text", "related"),
    [
        (WEAKNESS, "오늘은 날씨가 맑아서 강변을 걷기에 좋았습니다.", ()),
        (WEAKNESS, "오늘은 날씨가 맑아서 강변을 걷기에 좋았습니다.", OTHERS),
        (WEAKNESS, "저는 그 일을 한 다음에 다시 했습니다.", OTHERS),
        ("희망 연봉이 어떻게 되세요?", "통신병으로 근무하며 케이블 단자를 고쳤습니다.", ()),
    ],
)
def test_off_topic(question, text, related):
    assert is_off_topic(question, text, related)


@pytest.mark.parametrize(
    ("question", "text", "broken"),
    [
        (WEAKNESS, "", True),
        (WEAKNESS, "  \n", True),
        (WEAKNESS, "네.", True),
        (WEAKNESS, "제 단점은 성급하\ufffd 것이라 검산을 두 번 합니다.", True),
        (WEAKNESS, "제 단점은 ㅋㅋㅋㅋ 성급한 것이라 검산을 두 번 합니다.", True),
        (WEAKNESS, "My weakness is haste, so I check everything twice before I send it to the team.", True),
        (WEAKNESS, "제 단점은 성급한 것이라 검산을 두 번 합니다.", False),
        (
            "정보통신 분야 경험은?",
            "Kubernetes와 Docker로 서비스를 배포하고 Grafana로 지표를 살폈습니다. 장애를 줄였습니다.",
            False,
        ),
        ("영어로 자기소개를 해 보세요.", "I have worked in a warehouse and I like to keep records.", False),
        ("What is your weakness?", "I am hasty, so I check everything twice.", False),
    ],
)
def test_broken(question, text, broken):
    assert is_broken(question, text) is broken
