"""What a model that is given conditions is asked with: what the bank finds among the records it was trained on."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from interviewbuddy.bank import Bank
from interviewbuddy.corpus.record import Record
from interviewbuddy.corpus.store import load_split
from interviewbuddy.engines import Request
from interviewbuddy.engines.bank import BankEngine
from interviewbuddy.grounding import Grounding
from interviewbuddy.lab.asking import DECK, Conditioned
from interviewbuddy.prompts import composition


def is_given(name: str) -> bool:
    """Whether the composition of that name has a place for examples."""
    return "conditions" in composition(name).given


def conditions_for(given: str, corpus: Path, asked: Sequence[Record]) -> Conditioned | None:
    """What gives each question of `asked` its examples: "own" ones, those of "another" of them, or "none"."""
    if given == "none":
        return None
    own = _grounding(corpus).conditioned
    return own if given == "own" else _of_another(own, [*(one.question for one in asked), *DECK])


def _of_another(own: Conditioned, questions: Sequence[str]) -> Conditioned:
    half = len(questions) // 2
    others = dict(zip(questions, [*questions[half:], *questions[:half]], strict=True))

    def conditioned(request: Request) -> Request:
        other = own(replace(request, question=others[request.question]))
        return replace(request, neighbours=other.neighbours)

    return conditioned


@lru_cache(maxsize=1)
def _grounding(corpus: Path) -> Grounding:
    """As it serves, but over the training split alone; read in once for all runs."""
    bank = Bank(load_split(corpus, "train"))
    return Grounding(bank, BankEngine(bank, 0))
