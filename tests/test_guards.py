"""Facts nobody gave: what is marked, what is not."""

import pytest

from interviewbuddy.guards import find_facts, unsupported_facts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("매출을 30% 올렸습니다.", ["30%"]),
        ("3년간 일했습니다.", ["3년간"]),
        ("이십 년간 다녔습니다.", ["이십 년간"]),
        ("팀원 다섯 명과 했습니다.", ["다섯 명"]),
        ("2019년 3월에 시작했습니다.", ["2019년 3월"]),
        ("서울대학교를 나왔습니다.", ["서울대학교"]),
        ("한빛전자에서 일했습니다.", ["한빛전자"]),
        ("(주)하늘에 다녔습니다.", ["(주)하늘"]),
        ("여덟 달 동안 열두 건을 처리했습니다.", ["여덟 달 동안", "열두 건"]),
        ("토익 850점을 받았습니다.", ["850점"]),
        ("연세대에서 배우고 반년 동안 쉬었습니다.", ["연세대", "반년 동안"]),
        ("석 달 만에 한길자동차에서 나왔습니다.", ["석 달 만에", "한길자동차"]),
        ("수십 명을 만났습니다.", ["수십 명"]),
    ],
)
def test_found(text, found):
    assert [fact.text for fact in find_facts(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "최선을 다해 배우겠습니다.",
        "한 번 더 확인했습니다.",
        "지역 대학교에서 공부했습니다.",
        "첫 번째로 확인했습니다.",
        "자동차 보험을 고용보험과 견주었습니다.",
        "시대에 맞게, 기대에 맞게 바꿨습니다.",
        "이 일을 오래 하고 싶습니다.",
        "사람들과 함께 일하는 것이 좋습니다.",
    ],
)
def test_not_found(text):
    assert find_facts(text) == []


def test_offsets_point_at_the_text():
    answer = "저는 🎓 3년간 한빛전자에서 일했습니다."
    for fact in find_facts(answer):
        assert answer[fact.start : fact.end] == fact.text


def test_what_the_person_said_is_theirs():
    answer = "카페에서 2년간 일하며 매출을 30% 올렸습니다."
    assert [fact.text for fact in unsupported_facts(answer, "저는 2년간 카페에서 일했습니다")] == ["30%"]
    assert unsupported_facts(answer, "2 년간, 30 %") == []


def test_every_number_of_a_fact_must_be_given():
    assert [fact.text for fact in unsupported_facts("2019년 3월에 왔습니다.", "2019년")] == ["2019년 3월"]
    assert unsupported_facts("2019년 3월에 왔습니다.", "2019년 3월 입사") == []


def test_a_longer_number_does_not_vouch_for_a_shorter_one():
    assert [fact.text for fact in unsupported_facts("3명과 했습니다.", "팀원 13명")] == ["3명"]
