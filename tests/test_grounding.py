"""What happens to an answer that is none: tried once more, then the bank's; with a scripted model."""

from threading import Event

import pytest

from interviewbuddy.buddy import Answer, Buddy, Restart
from interviewbuddy.copies import CopyIndex
from interviewbuddy.engines import End, Piece, Request, Source
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.grounding import Grounding, grounding_of

QUESTION = "지원동기를 말씀해주세요"
GOOD = "제가 지원한 동기는 통신병으로 근무한 경험입니다. 끊긴 회선을 찾아 이은 날 마음을 정했습니다."
AWAY = "오늘은 날씨가 맑아서 강변을 걷기에 좋았습니다. 물가에 앉아 과자를 먹었습니다."
LOOP = "지원한 동기는 고객의 말을 끝까지 듣고 원인을 찾은 다음에 설명을 드리는 일이 좋아서입니다. "


class Scripted:
    """Says one script for each time it is asked, and remembers what it was asked and how it ended."""

    name = "scripted"

    def __init__(self, *scripts, demonstration=False):
        self.scripts, self.demonstration = list(scripts), demonstration
        self.asked, self.let_go = [], []

    def stream(self, request, cancel):
        self.asked.append(request)
        script = self.scripts[min(len(self.asked), len(self.scripts)) - 1]
        source = Source("generated", self.name, demonstration=self.demonstration)
        try:
            for piece in script if isinstance(script, list) else _words(script):
                if cancel.is_set():
                    yield End("cancelled", source)
                    return
                yield Piece(piece)
            yield End("stop", source)
        finally:
            self.let_go.append(True)

    def close(self):
        pass


def _words(text):
    return [f"{word} " for word in text.split()]


@pytest.fixture
def ask(bank):
    def ask(engine, copies=None, showable=True, cancel=None, **more):
        grounding = Grounding(bank, BankEngine(bank, 0), copies, showable)
        request = Request(more.pop("question", QUESTION), "ICT", "NEW", **more)
        items = list(Buddy(engine, grounding).answer(request, cancel or Event()))
        assert isinstance(items[-1], Answer)
        assert not any(isinstance(item, Answer) for item in items[:-1])
        return items[:-1], items[-1]

    return ask


def shown(items):
    """The text before each restart, and after the last."""
    texts = [""]
    for item in items:
        if isinstance(item, Restart):
            texts.append("")
        else:
            texts[-1] += item.text
    return texts


def test_a_good_answer_is_streamed_as_it_comes(ask):
    engine = Scripted(GOOD)
    items, answer = ask(engine)
    assert shown(items) == [answer.text]
    assert answer.text == GOOD
    assert (answer.finish_reason, answer.source.as_json()) == ("stop", {"kind": "generated", "model": "scripted"})
    assert len(items) > 5
    assert len(engine.asked) == 1


def test_the_engine_is_given_the_nearest_examples(ask, bank):
    engine = Scripted(GOOD)
    ask(engine, notes="통신병 1년")
    (request,) = engine.asked
    nearest = bank.search(QUESTION, "ICT", "NEW")[0].record
    assert request.neighbours[0].summary == nearest.summary
    assert len({one.summary for one in request.neighbours}) == len(request.neighbours) == 4
    assert request.parts["notes"] == "통신병 1년"
    assert request.parts["conditions"].startswith(nearest.summary)


def test_what_is_near_nothing_has_no_conditions(ask):
    engine = Scripted("화성의 위성은 둘이고 이름은 포보스와 데이모스입니다.")
    _, answer = ask(engine, question="화성의 위성은 몇 개입니까")
    assert engine.asked[0].neighbours == ()
    assert answer.source.kind == "generated"


def test_an_answer_beside_the_question_is_withdrawn_and_tried_again(ask):
    engine = Scripted(AWAY, GOOD)
    items, answer = ask(engine, seed=5)
    assert [item.fault for item in items if isinstance(item, Restart)] == ["off_topic"]
    assert shown(items) == [AWAY, GOOD]
    assert answer.source.as_json() == {"kind": "generated", "model": "scripted"}
    first, second = (one.seed + one.attempt for one in engine.asked)
    assert first != second


def test_the_second_failure_is_answered_from_the_bank_and_marked(ask, bank):
    engine = Scripted(AWAY, AWAY)
    items, answer = ask(engine)
    nearest = bank.search(QUESTION, "ICT", "NEW")[0].record
    assert len(engine.asked) == 2
    assert shown(items) == [AWAY, AWAY, nearest.answer or nearest.answer_raw]
    assert answer.text == shown(items)[-1]
    source = answer.source.as_json()
    assert (source["kind"], source["fault"], source["fallback"]) == ("written", "off_topic", True)
    assert source["question"] == nearest.question
    assert answer.suggestions


def test_where_the_bank_has_nothing_either_it_says_so(ask):
    _, answer = ask(Scripted(AWAY), question="등대의 프레넬 렌즈를 닦는 순서를 설명해 보세요.")
    assert answer.source.fallback
    assert answer.source.question is None
    assert answer.source.form == "plan"
    assert "예시 답변은 아직 없습니다" in answer.text


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("오늘 점심 뭐 먹지", "notice"),
        ("영어로 자기소개 해줘", "english"),
        ("면접 보는데 손이 덜덜 떨리면 어떡하죠?", "advice"),
    ],
)
def test_what_no_applicant_answers_is_answered_in_writing(ask, question, form):
    engine = Scripted(GOOD)
    items, answer = ask(engine, question=question)
    assert not engine.asked
    assert shown(items) == [answer.text]
    assert (answer.source.kind, answer.source.form, answer.source.fallback) == ("written", form, False)


def test_an_answer_to_prepare_is_generated_also_where_advice_is_written(ask):
    engine = Scripted(
        "면접에서 손이 떨리면 두 손을 무릎에 얹고 숨을 길게 내쉽니다. 떨리는 것을 알고 나면 말은 천천히 나옵니다."
    )
    _, answer = ask(engine, question="면접 보는데 손이 덜덜 떨리면 어떡하죠?", to_prepare=True)
    assert len(engine.asked) == 1
    assert answer.source.kind == "generated"


@pytest.mark.parametrize("question", ["What is your weakness?", "REST API?"])
def test_what_is_asked_in_another_language_is_left_to_the_model(ask, question):
    engine = Scripted("제 약점은 서두르는 것입니다. REST API를 설계할 때도 이름부터 정하지 않아 고친 적이 있습니다.")
    ask(engine, question=question)
    assert engine.asked


@pytest.mark.parametrize("broken", ["", "네.", "I was a signaller in the army and I liked it. It was a good time."])
def test_nothing_is_no_answer_either(ask, broken):
    items, answer = ask(Scripted(broken, GOOD))
    assert answer.text == GOOD
    assert shown(items)[-1] == GOOD


def test_what_was_never_shown_needs_no_restart(ask):
    items, _ = ask(Scripted("네.", ["제가 지원한 동기는 \ufffd"], GOOD))
    assert shown(items)[0] == "네."
    items, answer = ask(Scripted(["제가 지원한 \ufffd"], GOOD))
    assert shown(items) == [GOOD] == [answer.text]


def test_nothing_is_shown_before_the_first_sentence_stands(ask):
    items, _ = ask(Scripted(GOOD))
    assert items[0].text.endswith("경험입니다.")
    items, _ = ask(
        Scripted("제가 지원한 동기는 " + "길고 " * 3 + " ".join(f"낱말{n}이라" for n in range(60)) + " 끝입니다.")
    )
    assert 100 < len(items[0].text) < 140


def test_a_loop_ends_the_draft_at_the_last_whole_sentence(ask):
    engine = Scripted(f"{GOOD} {LOOP * 20}")
    items, answer = ask(engine)
    assert answer.text == f"{GOOD} {LOOP.strip()}"
    assert answer.finish_reason == "stop"
    assert shown(items)[0].startswith(answer.text)
    assert shown(items)[0].count(LOOP.strip()) <= 2
    assert engine.let_go == [True]
    assert answer.source.fault is None


def test_what_loops_from_the_start_is_tried_again(ask):
    items, answer = ask(Scripted("지원동기는 하고 하고 하고 하고 하고 하고 하고 하고 하고 하고 " * 3, GOOD))
    assert answer.text == GOOD
    assert shown(items)[-1] == GOOD


COPIED = "저는 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 열하나 열둘까지 세고 지원한 사람입니다."


def test_a_copy_that_may_not_be_shown_never_is(ask):
    copies = CopyIndex.of([COPIED])
    items, answer = ask(Scripted(f"지원 동기를 말합니다. {COPIED}", GOOD), copies, showable=False)
    assert [item.fault for item in items if isinstance(item, Restart)] == ["copied"]
    assert len(shown(items)[0].split()) < 4 + 12
    assert answer.text == GOOD
    _, answer = ask(Scripted(COPIED, demonstration=True), copies, showable=False)
    assert answer.source.as_json()["fault"] == "copied"
    assert answer.source.kind == "written"


def test_a_copy_that_may_be_shown_is_marked(ask):
    items, answer = ask(Scripted(f"지원 동기를 말합니다. {COPIED}"), CopyIndex.of([COPIED]), showable=True)
    assert shown(items) == [answer.text]
    assert answer.source.as_json() == {"kind": "generated", "model": "scripted", "fault": "copied"}


def test_a_demonstration_is_marked_not_replaced(ask):
    engine = Scripted(AWAY, demonstration=True)
    items, answer = ask(engine)
    assert shown(items) == [AWAY] == [answer.text]
    assert len(engine.asked) == 1
    assert answer.source.as_json() == {
        "kind": "generated",
        "model": "scripted",
        "demonstration": True,
        "fault": "off_topic",
    }


def test_cancelled_while_nothing_is_shown_yet(ask):
    cancel = Event()

    class Stopping(Scripted):
        def stream(self, request, stop):
            self.asked.append(request)
            yield Piece("제가 지원한 ")
            cancel.set()
            assert stop.is_set()
            yield End("cancelled", Source("generated", self.name))

    engine = Stopping()
    items, answer = ask(engine, cancel=cancel)
    assert items == []
    assert (answer.text, answer.finish_reason) == ("", "cancelled")
    assert len(engine.asked) == 1


def test_cancelled_in_mid_answer_keeps_what_was_shown(bank):
    cancel = Event()
    engine = Scripted(AWAY)
    stream = Buddy(engine, Grounding(bank, BankEngine(bank, 0))).answer(Request(QUESTION), cancel)
    first = next(stream).text
    cancel.set()
    items = list(stream)
    assert items[-1].finish_reason == "cancelled"
    assert items[-1].text == (first + "".join(item.text for item in items[:-1])).strip()
    assert len(engine.asked) == 1


def test_a_closed_answer_lets_the_engine_go(bank):
    engine = Scripted(GOOD)
    stream = Buddy(engine, grounding_of(engine, bank, 0)).answer(Request(QUESTION), Event())
    next(stream)
    stream.close()
    assert engine.let_go == [True]


def test_the_other_side_ends_a_guarded_answer_too(ask):
    items, answer = ask(Scripted(f"{GOOD} 질문: 다음은요?"))
    assert shown(items) == [GOOD] == [answer.text]
    assert answer.finish_reason == "stop"


def test_an_engine_knows_what_it_may_repeat(bank):
    engine = Scripted(GOOD)
    assert grounding_of(engine, bank, 0).copies is None
    engine.copies, engine.showable = CopyIndex.of([COPIED]), False
    assert grounding_of(engine, bank, 0).repeats_training(COPIED)
    assert not grounding_of(engine, bank, 0).showable
