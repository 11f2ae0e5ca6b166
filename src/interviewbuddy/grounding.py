"""What a generating engine stands on: written examples near the question, and a verdict on what it wrote.

The bank gives an engine neighbours as conditions, gives the checks others' words for the same thing,
and answers itself where no applicant's answer is asked for or the engine twice failed. Knows nothing of
streams or of HTTP.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from interviewbuddy.bank import Bank, request_of
from interviewbuddy.checks import is_broken, is_looping, is_off_topic
from interviewbuddy.copies import CopyIndex
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.engines.base import Engine, Request, Source
from interviewbuddy.korean import HANGUL
from interviewbuddy.prompts import Neighbour, neighbour_of

Fault = Literal["broken", "looping", "copied", "off_topic"]
"""No Korean answer; the same again and again; a training answer's twelve words; beside the question."""

NEIGHBOURS = 4
"""More than any prompt holds: the check for the topic reads them all."""

_LATIN_WORD = re.compile(r"[A-Za-z]{2}")

USABLE = 0.07
"""From this similarity on, a written example says something about what is asked."""


@dataclass(frozen=True)
class Grounding:
    """The bank, the engine that answers from it, and what the generating engine may repeat of its training text."""

    bank: Bank
    written: Engine
    copies: CopyIndex | None = None
    showable: bool = True

    def conditioned(self, request: Request) -> Request:
        """The request with the bank's nearest examples, each said once."""
        found: dict[str, Neighbour] = {}
        for match in self.bank.search(request.question, request.occupation, request.experience):
            if len(found) == NEIGHBOURS:
                break
            if match.similarity >= USABLE:
                found.setdefault(match.record.summary, neighbour_of(match.record))
        return replace(request, neighbours=tuple(found.values()))

    def is_for_the_bank(self, request: Request) -> bool:
        """Whether nothing is asked that an applicant answers: small talk, a service, the interview itself.

        A model in an applicant's role would play along or make the facts up; what is written was read by others. Where
        an answer is to be prepared, advice is none; and what is typed in another language a model may understand.
        """
        purpose = self.bank.read(request.question).purpose
        is_advised = purpose.advice is not None and not request.to_prepare
        is_foreign = not HANGUL.search(request.question) and bool(_LATIN_WORD.search(request.question))
        is_small_talk = bool(purpose.aside) and not is_foreign
        return request_of(request.question) is not None or is_advised or is_small_talk

    def fault(self, request: Request, text: str) -> Fault | None:
        """What is worst about a whole answer; None if nothing is."""
        if self.repeats_training(text):
            return "copied"
        if is_broken(request.question, text):
            return "broken"
        if is_looping(text):
            return "looping"
        related = [words for one in request.neighbours for words in (one.question, one.summary, one.answer)]
        if is_off_topic(request.question, text, related):
            return "off_topic"
        return None

    def repeats_training(self, text: str) -> bool:
        """Whether twelve words in a row of `text` stand in a training answer."""
        return self.copies is not None and self.copies.contains(text)

    def bears(self, fault: Fault | None, source: Source) -> bool:
        """Whether an answer with this fault is shown, marked, all the same.

        A demonstration's would nearly all have one, and what it says is disclaimed already; a licence
        binds a demonstration too.
        """
        if fault == "copied":
            return self.showable
        return fault is None or source.demonstration


def grounding_of(engine: Engine, bank: Bank, pace: float) -> Grounding:
    """What stands behind `engine`; only a bundle knows what it was trained on."""
    copies: CopyIndex | None = getattr(engine, "copies", None)
    showable: bool = getattr(engine, "showable", True)
    return Grounding(bank, BankEngine(bank, pace), copies, showable)
