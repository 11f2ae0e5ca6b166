"""The guards around an engine: one speaker, whole sentences, facts; with a scripted engine."""

import re
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from interviewbuddy.bank import Match, Purpose, plan_for, request_of
from interviewbuddy.bank.search import Reading
from interviewbuddy.buddy import Answer, Buddy
from interviewbuddy.corpus.record import Intent
from interviewbuddy.engines import End, Piece, Request, Source
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.engines.turns import SentenceCap, Slots
from interviewbuddy.errors import UnavailableError
from tests.conftest import a_record


class Scripted:
    """Says what it is told to, piece by piece."""

    name = "scripted"

    def __init__(self, pieces, reason="stop"):
        self.pieces, self.reason = pieces, reason

    def stream(self, request, cancel):
        for piece in self.pieces:
            if cancel.is_set():
                yield End("cancelled", Source("generated", self.name))
                return
            yield Piece(piece)
        yield End(self.reason, Source("generated", self.name))

    def close(self):
        pass


def run(pieces, reason="stop", question="왜요?", notes="", cancel=None):
    items = list(Buddy(Scripted(pieces, reason)).answer(Request(question, notes=notes), cancel or Event()))
    assert isinstance(items[-1], Answer)
    return "".join(item.text for item in items[:-1]), items[-1]


def test_pieces_and_answer_say_the_same():
    streamed, answer = run([" 저는", " 지원", "했습니다."])
    assert streamed == answer.text == "저는 지원했습니다."
    assert answer.finish_reason == "stop"


@pytest.mark.parametrize(
    "pieces",
    [
        ["저는 했습니다.", " 질문: 다음은?"],
        ["저는 했습니다. 질", "문", ":", " 다음은?"],
        ["저는 했습니다.\n면접관 : 네"],
        list("저는 했습니다. 직군: 정보통신"),
        ["저는 했습니다.\n**질문자**: 네"],
        list("저는 했습니다.\nInterviewer: next"),
        list("저는 했습니다. 면접관님: 네"),
    ],
)
def test_never_speaks_for_the_interviewer(pieces):
    streamed, answer = run(pieces)
    assert streamed == answer.text == "저는 했습니다."
    assert answer.finish_reason == "stop"


def test_words_that_only_look_like_a_label_come_through():
    for text in ("질문해 주신 경력 이야기를 하면, 면접 질문", "입사 경력: 3년, FAQ: 페이지를 만들었습니다."):
        assert run(list(text))[0] == text


def test_the_cap_leaves_whole_sentences():
    _, answer = run(["첫 문장입니다. 둘째 문장은 여기서 끊"], reason="length")
    assert answer.text == "첫 문장입니다."
    assert answer.finish_reason == "length"


def test_facts_are_those_nobody_gave():
    _, answer = run(["저는 3년간 일했습니다."], notes="카페 3년")
    assert answer.facts == ()
    _, answer = run(["저는 3년간 일했습니다."])
    assert [fact.text for fact in answer.facts] == ["3년간"]


def test_cancelled_before_it_began():
    cancel = Event()
    cancel.set()
    assert run(["저는"], cancel=cancel)[1].finish_reason == "cancelled"


def test_regenerate_gives_the_next_nearest(bank):
    engine = BankEngine(bank, pace=0)

    def answer(attempt):
        items = list(engine.stream(Request("지원동기를 말씀해주세요", attempt=attempt), Event()))
        return "".join(item.text for item in items[:-1]), items[-1]

    first, second = answer(0), answer(1)
    assert first[0] != second[0]
    assert first[1].source.kind == "written"
    assert first[1].source.similarity >= second[1].source.similarity > 0
    assert len(first[1].suggestions) == 3


def test_small_talk_is_not_answered_with_the_same_words_each_time(bank):
    talk = [
        "오늘 점심 뭐 먹지",
        "ㅋㅋㅋ 심심하다",
        "부산 내일 비 오나요?",
        "로또 번호 알려줘",
        "강아지가 아파요",
        "라면 맛있게 끓이는 법",
    ]
    said = [list(BankEngine(bank, pace=0).stream(Request(question), Event())) for question in talk]
    assert {items[-1].source.form for items in said} == {"notice"}
    texts = ["".join(item.text for item in items[:-1]) for items in said]
    assert len(set(texts)) >= 4
    assert all(items[-1].suggestions[0] in text for items, text in zip(said, texts, strict=True))
    assert all(len(items[-1].suggestions) == 3 for items in said)


class FarBank:
    """Has records, none of which answers what is asked; how near the nearest is, it is told."""

    hidden = ()

    def __init__(self, similarity):
        self.records = [a_record(question="이관을 맡아 보셨나요?", answer=f"{n}번째 이관입니다.") for n in range(3)]
        self.similarity = similarity

    def read(self, question):
        return Reading({}, np.zeros(3), {"challenge": 1.0})

    def search(self, question, occupation, experience, limit):
        return [Match(record, self.similarity) for record in self.records[:limit]]


@pytest.mark.parametrize(("similarity", "shown"), [(0.06, True), (0.01, False)])
def test_under_a_plan_stands_a_near_example_by_its_own_question(similarity, shown):
    items = list(BankEngine(FarBank(similarity), pace=0).stream(Request("가장 힘들었던 이관은?"), Event()))
    text = "".join(item.text for item in items[:-1])
    assert items[-1].source.form == "plan"
    assert ("‘이관을 맡아 보셨나요?’" in text, text.endswith("0번째 이관입니다.")) == (shown, shown)
    assert [one.answer for one in items[-1].similar] == (["1번째 이관입니다.", "2번째 이관입니다."] if shown else [])


def test_what_may_well_not_fit_is_said_to_be_near_and_a_plan_stands_beneath():
    def reply(similarity=0.1, **more):
        engine = BankEngine(FarBank(similarity), pace=0)
        items = list(engine.stream(Request("가장 힘들었던 이관은?", **more), Event()))
        return "".join(item.text for item in items[:-1]), items[-1]

    text, end = reply()
    assert (end.source.form, end.source.question) == ("near", "이관을 맡아 보셨나요?")
    assert text[slice(*end.words)] == "0번째 이관입니다."
    assert (
        text.index("‘이관을 맡아 보셨나요?’") < text.index("0번째 이관입니다.") < text.index("면접관이 알고 싶은 것:")
    )
    assert text.count("0번째 이관입니다.") == 1
    assert [one.answer for one in end.similar] == ["1번째 이관입니다.", "2번째 이관입니다."]
    second, end = reply(attempt=1)
    assert second.startswith("이 질문에 꼭 맞지는 않을 수 있지만")
    assert second.endswith("\n\n1번째 이관입니다.")
    assert second[slice(*end.words)] == "1번째 이관입니다."
    assert reply(to_prepare=True)[0] == reply(0.3)[0] == "0번째 이관입니다."
    assert reply(lang="en")[0].startswith("It may not quite fit")


def test_facts_are_marked_in_an_example_that_is_near_and_nowhere_else():
    bank = FarBank(0.1)
    bank.records = [replace(one, answer="서버 3대를 두 달 동안 옮겼습니다.") for one in bank.records]
    *_, answer = Buddy(BankEngine(bank, pace=0)).answer(Request("가장 힘들었던 이관은?", notes="두 달"), Event())
    assert [answer.text[fact.start : fact.end] for fact in answer.facts] == ["3대"]
    assert answer.follow_ups == ()


class TypedBank(FarBank):
    """Its three nearest records are of these types."""

    def __init__(self, kinds):
        super().__init__(0.06)
        typed = zip(self.records, kinds, strict=True)
        self.records = [replace(record, intents=(Intent("", kind, ""),)) for record, kind in typed]

    def read(self, question):
        return Reading({}, np.zeros(3), {})


@pytest.mark.parametrize(
    ("question", "kinds", "kind"),
    [
        ("이관하며 누구와 다퉜나요?", ("tool", "conflict", "conflict"), "conflict"),
        ("이관하며 누구에게 사과했나요?", ("stress", "stress", "growth"), "episode"),
        ("이관하다 서버가 꺼지면 무엇부터 하시겠습니까?", ("stress", "stress", "growth"), "situation"),
        ("이관과 이전의 차이를 설명해 보세요.", ("knowledge", "stress", "growth"), "knowledge"),
        ("이관이 좋습니까, 새로 만드는 쪽이 더 낫습니까?", ("stress", "stress", "growth"), "opinion"),
        ("이관은요?", ("stress", "stress", "growth"), "general"),
    ],
)
def test_the_plan_goes_by_the_questions_own_words_before_its_neighbours_types(question, kinds, kind):
    items = list(BankEngine(TypedBank(kinds), pace=0).stream(Request(question), Event()))
    assert plan_for(kind).wants in "".join(item.text for item in items[:-1])


class ConflictBank(FarBank):
    """Its records tell of conflicts, and none is near enough to be the answer."""

    def __init__(self, records):
        super().__init__(0.06)
        self.records = records


def test_a_plan_shows_sentences_of_records_that_are_no_answer(bank):
    records = [match.record for match in bank.search("팀원과 갈등을 푼 경험", limit=3)]
    items = list(BankEngine(ConflictBank(records), pace=0).stream(Request("이관하며 누구와 다퉜나요?"), Event()))
    assert items[-1].source.form == "plan"
    shown = re.findall(r"예: “(.+?)”\n", "".join(item.text for item in items[:-1]))
    assert len(shown) >= 2
    assert all(any(one in (r.answer or r.answer_raw) for r in records) for one in shown)


class AsideBank(FarBank):
    """Takes everything for small talk of no kind."""

    def read(self, question):
        return Reading({}, np.zeros(3), {}, Purpose(aside="other"))


@pytest.mark.parametrize(("similarity", "meant"), [(0.3, True), (0.1, False)])
def test_small_talk_of_no_kind_is_named_and_the_nearest_question_offered(similarity, meant):
    items = list(
        BankEngine(AsideBank(similarity), pace=0).stream(Request("이관하다 잠수 타면\n 우짤 낀데예?"), Event())
    )
    text = "".join(item.text for item in items[:-1])
    assert text.startswith("‘이관’, ‘잠수’ 말씀이시군요.")
    assert ("혹시 면접 질문으로 물으신 것이라면 ‘이관을 맡아 보셨나요?’" in text) == meant
    assert len(set(items[-1].suggestions)) == len(items[-1].suggestions)


@pytest.mark.parametrize(
    ("question", "form", "said"),
    [
        ("오늘 점심 뭐 먹지", "notice", "국물인지"),
        ("내일 비 오나요?", "notice", "날씨누리"),
        ("ㅁㄴㅇㄹ", "notice", "뜻이 담긴 말은 아닌"),
        ("택배 언제 와요", "notice", "면접관이 물을 만한 질문을 적으시면"),
        ("예상 질문 뽑아줘", "notice", "나올 만한 질문입니다"),
        ("중국어로 자기소개 해줘", "notice", "다른 언어"),
        ("영어로 자기소개 해줘", "english", "I "),
        ("면접 보는데 손이 덜덜 떨리면 어떡하죠?", "advice", "떨"),
        ("등대의 프레넬 렌즈를 닦는 순서를 설명해 보세요.", "plan", "면접관이 알고 싶은 것:"),
    ],
)
def test_where_no_example_fits_another_help_is_given(bank, question, form, said):
    items = list(BankEngine(bank, pace=0).stream(Request(question), Event()))
    assert said in "".join(item.text for item in items[:-1])
    assert len(items[-1].suggestions) == 3
    assert items[-1].source.form == form
    assert items[-1].source.question is None


def test_beneath_advice_stands_an_example_by_its_question_and_is_not_offered_again(bank):
    asked = Request("학점 낮은데 면접에서 말하면 떨어지나")
    *pieces, end = BankEngine(bank, pace=0).stream(asked, Event())
    advised, introduced, example = "".join(piece.text for piece in pieces).split("\n\n")
    nearest = bank.search(asked.question)[0].record
    assert end.source.form == "advice"
    assert "학점" in advised
    assert introduced == f"면접관이 ‘{nearest.question}’라고 물으면 이렇게 답한 예시가 있습니다."
    assert example == (nearest.answer or nearest.answer_raw)
    assert example not in {one.answer for one in end.similar}
    assert nearest.question not in end.suggestions


def test_who_asks_what_to_say_is_shown_first_what_somebody_said(bank):
    asked = Request("희망 연봉 얼마냐고 하면 뭐라고 해야 돼?", "ICT", "NEW")
    *pieces, end = BankEngine(bank, pace=0).stream(asked, Event())
    introduced, example, _, advised = "".join(piece.text for piece in pieces).split("\n\n")
    nearest = bank.search(asked.question, "ICT", "NEW")[0].record
    assert end.source.form == "advice"
    assert introduced == f"면접관이 ‘{nearest.question}’라고 물으면 이렇게 답한 예시가 있습니다."
    assert example == (nearest.answer or nearest.answer_raw)
    assert "연봉" in advised


def test_what_is_written_to_an_errand_goes_before_a_request_of_that_name(bank):
    asked = Request("증명사진 배경 하얗게 바꿔줘")
    text = "".join(item.text for item in list(BankEngine(bank, pace=0).stream(asked, Event()))[:-1])
    assert request_of(asked.question) == "coaching"
    assert "사진" in text
    assert "예시 답변을 보여 드릴게요" not in text


def test_where_an_answer_is_prepared_an_example_goes_before_advice(bank):
    engine, asked = BankEngine(bank, pace=0), Request("학점 낮은데 말 안 하면 안 되나")
    forms = [list(engine.stream(replace(asked, to_prepare=to), Event()))[-1].source.form for to in (False, True)]
    assert forms == ["advice", None]


def test_a_plan_claims_no_facts_and_says_itself_what_may_come_next(bank):
    asked = Request("등대의 프레넬 렌즈를 닦는 순서를 설명해 보세요.")
    answer = list(Buddy(BankEngine(bank, pace=0)).answer(asked, Event()))[-1]
    assert (answer.facts, answer.follow_ups) == ((), ())
    assert "이어서 물을 수 있는 것:" in answer.text


def test_beside_an_answer_stand_what_comes_next_and_what_others_said(bank):
    asked = Request("갈등을 해결한 경험을 이야기해주세요")
    answer = list(Buddy(BankEngine(bank, pace=0)).answer(asked, Event()))[-1]
    assert len(set(answer.follow_ups)) == 2
    assert all(one.endswith("?") for one in answer.follow_ups)
    assert len(answer.similar) == 2
    assert answer.text not in {one.answer for one in answer.similar}


def test_a_bank_answer_can_be_stopped(bank):
    cancel = Event()
    stream = BankEngine(bank, pace=0.001).stream(Request("자기소개 부탁드립니다"), cancel)
    next(stream)
    cancel.set()
    assert list(stream)[-1].finish_reason == "cancelled"


def test_sentence_cap_ends_at_a_sentence_end():
    cap = SentenceCap(8)
    said = ""
    for word in ["하나.", "둘", "셋", "넷", "다섯", "여섯", "일곱.", "여덟", "아홉."]:
        said += cap.feed(f"{word} ")
        if cap.reached:
            break
    assert said.strip() == "하나. 둘 셋 넷 다섯 여섯 일곱."


@pytest.mark.parametrize("word", ["그보다", "필요", "했다가", "팀마다"])
def test_a_word_that_looks_like_an_ending_ends_no_sentence(word):
    cap = SentenceCap(4)
    said = "".join(cap.feed(f"{one} ") for one in ("하나", "둘", "셋", word, "뒤에", "옵니다."))
    assert word in said
    assert said.endswith("옵니다.")


def test_sentence_cap_drops_an_endless_tail_but_keeps_a_natural_end():
    cap = SentenceCap(4)
    assert "".join(cap.feed(f"{n} ") for n in range(8)) == "0 1 "
    assert cap.rest(finished=False) == ""
    assert cap.rest(finished=True).startswith("2 ")


def test_a_full_queue_says_come_back():
    slots = Slots(1, queue=0)
    with slots.one(Event()) as held:
        assert held
        with pytest.raises(UnavailableError), slots.one(Event()):
            pass


def test_patience_ends():
    slots = Slots(1, queue=1, patience=0.1)
    with slots.one(Event()), pytest.raises(UnavailableError), slots.one(Event()):
        pass


def test_who_leaves_the_queue_holds_nothing():
    slots, cancel = Slots(1), Event()
    cancel.set()
    with slots.one(Event()), slots.one(cancel) as held:
        assert not held
    with slots.one(Event()) as held:
        assert held
