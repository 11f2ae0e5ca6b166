"""Finding the right written answer."""

import pytest

from interviewbuddy.bank import NEAR, Bank, question_types
from tests.conftest import a_record


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("지원동기를 말씀해주세요", "motivation"),
        ("왜 우리 회사에 지원하셨나요?", "motivation"),
        ("자기 소개 해주세요", "self_introduction"),
        ("본인의 단점이 뭐예요?", "weakness"),
        ("팀원과 싸웠던 적이 있나요", "conflict"),
        ("5년 후 어떤 모습일까요?", "aspiration"),
        ("스트레스는 어떻게 푸시나요", "stress"),
        ("마지막으로 하고 싶은 말", "last_words"),
        ("희망 연봉이 얼마입니까", "salary"),
    ],
)
def test_types(question, expected):
    assert expected in question_types(question)


@pytest.mark.parametrize(
    ("question", "type_of_record"),
    [
        ("지원동기를 말씀해주세요", "motivation"),
        ("저희 회사에 왜 지원하셨어요?", "motivation"),
        ("자기소개 부탁드려요", "self_introduction"),
        ("성격의 단점은?", "weakness"),
        ("갈등 상황을 해결한 경험을 이야기해주세요", "conflict"),
        ("실패한 경험이 있나요?", "failure"),
        ("입사 후 포부가 뭔가요", "aspiration"),
        ("스트레스 해소법", "stress"),
        ("마지막으로 하고 싶은 말 있나요?", "last_words"),
    ],
)
@pytest.mark.parametrize("occupation", [None, "ICT", "BM"])
def test_the_nearest_is_of_the_type_asked(bank, question, type_of_record, occupation):
    first = bank.search(question, occupation)[0]
    assert first.similarity >= NEAR
    assert type_of_record in {intent.expression for intent in first.record.intents}


def test_occupation_and_experience_choose_among_the_near(bank):
    for occupation in ("BM", "SM", "PS", "RND", "ICT", "ARD", "MM"):
        for experience in ("NEW", "EXPERIENCED"):
            record = bank.search("지원동기를 말씀해주세요", occupation, experience)[0].record
            assert (record.occupation, record.experience) == (occupation, experience)


@pytest.mark.parametrize(
    "question", ["오늘 점심 뭐 먹지", "asdf qwer", "ㅋㅋㅋ", "!!!", "고마워", "1+1은?", "로또 번호", "맛집 추천해줘"]
)
def test_what_is_no_interview_question_is_near_nothing(bank, question):
    assert bank.search(question)[0].similarity < NEAR


def test_search_is_an_order_without_repeats(bank):
    found = bank.search("본인의 장점을 말해 주세요")
    assert len({id(match.record) for match in found}) == len(found)


def test_suggestions_differ_and_fit(bank):
    asked = bank.suggest("MM", "NEW", 6)
    assert len(set(asked)) == 6
    assert asked == bank.suggest("MM", "NEW", 6)


def test_a_bank_of_one_record():
    bank = Bank([a_record()])
    assert bank.search("지원동기")[0].similarity > NEAR
    assert bank.search("")[0].similarity == 0
