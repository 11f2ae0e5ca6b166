"""What goes on the cards of an answer: phrases of nouns and numbers, in the order they are said."""

import pytest

from interviewbuddy.keywords import CARDS, keywords
from interviewbuddy.korean import same_text_key

TABLE = [
    ("", []),
    ("   \n ", []),
    ("네.", []),
    ("열심히 하겠습니다.", []),
    ("한 번 더 하나씩 생각했습니다.", []),
    ("불량률을 3% 줄였습니다.", ["불량률 3%"]),
    ("불량률 3%를 달성했습니다.", ["불량률 3%"]),
    ("재고 비율이 18%에서 14%로 내려갔어요.", ["재고 비율 18%→14%"]),
    ("매출이 이십 퍼센트 늘었습니다.", ["매출 이십 퍼센트"]),
    ("야간 근무를 하며 체크리스트를 만들었습니다.", ["야간 근무", "체크리스트"]),
    ("팀원 4명과 함께 배포 절차를 바꿨습니다.", ["팀원 4명", "배포 절차"]),
    ("시안을 그려 학우 여덟 명에게 보여 주었습니다.", ["시안", "학우 여덟 명"]),
    ("정보처리기사를 땄고 Python과 SQL을 씁니다.", ["정보처리기사", "Python", "SQL"]),
    ("A/B 테스트로 전환율을 1.5배 올렸습니다.", ["A/B 테스트", "전환율 1.5배"]),
    ("결산을 3년에 걸쳐 당겼습니다.", ["결산", "3년"]),
    ("체크리스트를 만들었고, 체크리스트를 나눴습니다.", ["체크리스트"]),
    (
        "2년 전 봄에는 그 기록에서 66 치수가 늘 모자란다는 것을 찾아 발주 비율을 바꿨고, "
        "그 시즌 재고 소진율이 61%에서 70%로 올랐습니다. 그래서 작년에 유통관리사 2급을 따면서 물류를 공부했습니다.",
        ["기록", "발주 비율", "시즌 재고 소진율 61%→70%", "유통관리사 2급", "물류", "공부"],
    ),
]


@pytest.mark.parametrize(("answer", "cards"), TABLE)
def test_cards(answer, cards):
    assert keywords(answer) == cards


def test_cards_are_few_in_order_and_unlike(bank):
    for record in bank.records[::97]:
        text = record.answer or record.answer_raw
        cards = keywords(text)
        assert 2 <= len(cards) <= CARDS, text
        keys = [same_text_key(card) for card in cards]
        assert not [one for one in keys for other in keys if one is not other and one in other], cards
        assert max(map(len, cards)) <= 60


def test_a_limit_and_any_text_at_all():
    assert len(keywords("야간 근무, 체크리스트, 배포 절차, 발주 비율", limit=2)) == 2
    assert keywords("😀 \u200b<script>alert(1)</script>") is not None
    assert keywords("가" * 8000) is not None
