"""A question and its conditions in, a stream of text and one `Answer` out.

Puts an engine and the guards together. An engine that generates is given the bank's nearest examples as conditions;
what it writes is judged, tried once more with another seed where it is no answer, and then left to the bank, as is
from the start what no applicant answers. The facts the person never gave are found. Knows nothing of HTTP or of how
an engine works.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from threading import Event

from interviewbuddy.bank import Bank
from interviewbuddy.drafts import Draft
from interviewbuddy.engines import open_engine, sample_bank
from interviewbuddy.engines.bank import SIMILAR
from interviewbuddy.engines.base import Engine, FinishReason, Piece, Request, Source
from interviewbuddy.grounding import Fault, Grounding, grounding_of
from interviewbuddy.guards import Fact, unsupported_facts
from interviewbuddy.predict import follow_ups
from interviewbuddy.prompts import Neighbour, spoken

RETRY = 1_000_003
"""Added to the attempt for the second try, so that no later regeneration draws the same."""


@dataclass(frozen=True)
class Answer:
    """A finished answer: the whole text, why it ended, whose words, and what in it nobody vouches for.

    Beside it what else to ask, what an interviewer would ask next of this very answer, and other
    written examples near the question.
    """

    text: str
    finish_reason: FinishReason
    source: Source
    facts: tuple[Fact, ...]
    suggestions: tuple[str, ...]
    follow_ups: tuple[str, ...] = ()
    similar: tuple[Neighbour, ...] = ()


@dataclass(frozen=True)
class Restart:
    """What was shown so far is withdrawn for its fault, and the answer begins anew."""

    fault: Fault


class Buddy:
    """One engine behind the guards; `grounding` for one that generates."""

    def __init__(self, engine: Engine, grounding: Grounding | None = None) -> None:
        self.engine = engine
        self._grounding = grounding

    def answer(self, request: Request, cancel: Event) -> Generator[Piece | Restart | Answer, None, None]:
        """Pieces of text, then one `Answer` whose text is what a reader should be left with.

        A `Restart` (only with a grounding, at most two) takes back the pieces before it. The answer's
        text is shorter than the pieces' only where the cap broke a sentence off, or a loop was cut.

        :raise UnavailableError: as the engine does.
        """
        if self._grounding is None:
            yield from _unwatched(self.engine, request, cancel)
        elif self._grounding.is_for_the_bank(request):
            yield from _unwatched(self._grounding.written, request, cancel)
        else:
            yield from self._guarded(self._grounding, self._grounding.conditioned(request), cancel)

    def _guarded(
        self, grounding: Grounding, request: Request, cancel: Event
    ) -> Generator[Piece | Restart | Answer, None, None]:
        """Two drafts, the second only where the first is no answer; then the bank."""
        fault: Fault | None = None
        for more in (0, RETRY):
            asked = replace(request, attempt=request.attempt + more)
            draft = Draft(self.engine, asked, cancel, grounding)
            yield from draft.pieces()
            fault = None if draft.cancelled else draft.verdict()
            if grounding.bears(fault, draft.end.source):
                yield from draft.rest()
                yield _finished(request, draft, fault)
                return
            if draft.shown and fault:
                yield Restart(fault)
        yield from _from_bank(grounding, request, cancel, fault)


def open_buddy(model: str | None, slots: int, pace: float, bank: Bank | None = None) -> Buddy:
    """The buddy for `--model`, grounded where it generates; None answers from the bank itself.

    :raise InputError: as `open_engine` does.
    """
    bank = bank or sample_bank()
    engine = open_engine(model, slots, pace, bank)
    return Buddy(engine, grounding_of(engine, bank, pace) if model else None)


def _from_bank(
    grounding: Grounding, request: Request, cancel: Event, fault: Fault | None
) -> Generator[Piece | Answer, None, None]:
    """The written answer in the model's place, marked as such."""
    for item in _unwatched(grounding.written, request, cancel):
        if isinstance(item, Answer):
            yield replace(item, source=replace(item.source, fault=fault, fallback=True))
        else:
            yield item


def _unwatched(engine: Engine, request: Request, cancel: Event) -> Generator[Piece | Answer, None, None]:
    """What an engine says, as it says it."""
    draft = Draft(engine, request, cancel)
    yield from draft.pieces()
    yield from draft.rest()
    yield _finished(request, draft)


def _finished(request: Request, draft: Draft, fault: Fault | None = None) -> Answer:
    source = replace(draft.end.source, fault=fault)
    said = _applicants_words(draft)
    facts = unsupported_facts(said, f"{request.question}\n{request.notes}") if said.strip() else []
    nexts = follow_ups(request.question, said) if source.form is None and said.strip() else ()
    similar = draft.end.similar or request.neighbours[:SIMILAR]
    return Answer(draft.text, draft.reason, source, tuple(facts), draft.end.suggestions, nexts, similar)


def _applicants_words(draft: Draft) -> str:
    """What of the text could be taken for one's own, where it stands; a plan's figures are advice or a sample."""
    if draft.end.source.is_answer:
        return spoken(draft.text)
    start, end = draft.end.words or (0, 0)
    return " " * start + draft.text[start:end]
