"""Two questions in one breath are answered one by one; one long question is left whole."""

from dataclasses import replace
from threading import Event

import pytest

from interviewbuddy.bank import two_advised, two_questions
from interviewbuddy.buddy import Buddy
from interviewbuddy.engines import Request
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.keywords import keywords
from interviewbuddy.prompts import spoken

TWO = {
    "자기소개 해주시고 지원동기도 이어서 말씀해 주세요.": ("self_introduction", "motivation"),
    "간단히 자기소개 부탁드립니다. 그리고 희망 연봉은 얼마입니까?": ("self_introduction", "salary"),
    "희망연봉 얼마? 야근은 가능??": ("salary", "working_conditions"),
    "네. 음. 자. 자기소개 해 주시고 희망 연봉도 말씀해 주세요.": ("self_introduction", "salary"),
    "희망 연봉과, 야근이 가능한지 말씀해 주세요.": ("salary", "working_conditions"),
}


@pytest.mark.parametrize(("question", "types"), TWO.items())
def test_each_half_finds_its_own_record(bank, question, types):
    halves = two_questions(bank, question)
    found = [{intent.expression for intent in half[0].record.intents} for half in halves]
    assert found == [{name} for name in types]


@pytest.mark.parametrize(
    "question",
    [
        "지원동기를 말씀해 주세요.",
        "마지막으로 꼭 하고 싶은 말이 있으면 해 주세요.",
        "본인의 장점과 단점을 함께 말씀해 주시겠습니까?",
        "존경하는 인물이 누구이고 어떤 점을 본받고 싶나요?",
        "살면서 가장 크게 실패한 일은 무엇이었고, 거기서 무엇을 배우셨나요?",
        "스트레스는 어떻게 푸시나요? 최근에 받은 스트레스도 말씀해 주세요.",
        "동아리 회장을 하셨다고 했는데, 반대하는 사람들은 어떻게 설득했나요?",
        "콜센터 상담 품질을 점수로 매기고 개선해 본 적이 있습니까?",
        "쿠버네티스를 쓰는 이유와 단점을 설명해 주세요.",
        "",
        "고 고 고, 그리고 그리고",
        "마지막으로 꼭 하고  싶은 말이 있으면 해 주세요.",
    ],
)
def test_one_question_is_left_whole(bank, question):
    assert two_questions(bank, question) is None


SAME_TYPE = "존경하는 인물은 누구이고, 가장 감명 깊게 읽은 책은 무엇인가요?"


def test_two_questions_may_be_of_one_type(bank):
    first, second = two_questions(bank, SAME_TYPE, None, "NEW")
    assert first[0].types & second[0].types
    assert "존경" in first[0].record.question
    assert "책" in second[0].record.question


@pytest.mark.parametrize("question", [*TWO, SAME_TYPE])
def test_no_record_is_found_for_both_halves(bank, question):
    first, second = two_questions(bank, question)
    assert first
    assert second
    assert not {id(one.record) for one in first} & {id(one.record) for one in second}


def test_both_are_answered_each_under_its_question(bank):
    engine = BankEngine(bank, pace=0)
    request = Request("자기소개 해주시고 지원동기도 이어서 말씀해 주세요.", "BM", "NEW")
    *pieces, end = engine.stream(request, Event())
    first, second = "".join(piece.text for piece in pieces).split("\n\n")
    written = {(record.question, record.answer or record.answer_raw) for record in bank.records}
    for text in (first, second):
        question, answer = text.removeprefix("Q. ").split("\n")
        assert (question, answer) in written
    assert end.source.question.count(" / ") == 1
    assert len(end.suggestions) == 3
    types = {record.question: {intent.expression for intent in record.intents} for record in bank.records}
    assert not any({"self_introduction", "motivation"} & types[question] for question in end.suggestions)
    again = list(engine.stream(Request(request.question, "BM", "NEW", attempt=1), Event()))
    assert again[-1].source.question != end.source.question


def test_headings_are_no_words_of_the_applicant(bank):
    """The record's question holds a number, which is no fact of the answer and no card."""
    request = Request("자기소개 해주시고 지원동기도 이어서 말씀해 주세요.", "BM", "NEW")
    answer = list(Buddy(BankEngine(bank, pace=0)).answer(request, Event()))[-1]
    heading = answer.text.split("\n")[0]
    assert heading.startswith("Q. ")
    assert all(answer.text[fact.start : fact.end] == fact.text for fact in answer.facts)
    assert all(fact.start > len(heading) for fact in answer.facts)
    assert spoken(answer.text).split("\n")[1:2] == answer.text.split("\n")[1:2]
    assert "Q." not in " ".join(keywords(spoken(answer.text)))


def test_another_example_is_another(bank):
    request = Request("간단히 자기소개 부탁드립니다. 그리고 희망 연봉은 얼마입니까?", "BM", "NEW")
    engine = BankEngine(bank, pace=0)
    first = "".join(piece.text for piece in list(engine.stream(request, Event()))[:-1])
    other = "".join(piece.text for piece in list(engine.stream(replace(request, shown=first), Event()))[:-1])
    assert other != first


def test_two_questions_about_the_interview_get_both_pieces_of_advice(bank):
    both = two_advised(bank, "정장 꼭 입어야 되나요? 그리고 면접장에는 몇 분 전에 가야 하나요?")
    assert both
    assert "복장" in both[0].question
    assert "몇 분 전" in both[1].question
    assert two_advised(bank, "면접장에는 몇 분 전에 가야 하나요?") is None
