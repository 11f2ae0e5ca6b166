"""The Human Score's scale: three criteria of 0, 1 or 2, and the Final Score made of them.

The wording is data (`scale.toml`). Knows nothing of rounds, of evaluators, or of where marks are kept.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

CRITERIA = ("sentence_accuracy", "question_relevance", "context_richness")
"""The formula's D, Q and C, in its order."""

POINTS = (0, 1, 2)


@dataclass(frozen=True)
class Criterion:
    """One criterion in one language: its name, and what 0, 1 and 2 mean."""

    id: str
    name: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Marks:
    """What one evaluator gave one answer; None is a mark that was not given, which is not a 0."""

    sentence_accuracy: int | None = None
    question_relevance: int | None = None
    context_richness: int | None = None

    def __post_init__(self) -> None:
        for mark in self.all:
            if mark is not None and (isinstance(mark, bool) or mark not in POINTS):
                raise ValueError(f"{mark!r} is none of {POINTS}")

    @property
    def all(self) -> tuple[int | None, ...]:
        """The three, in the order of `CRITERIA`."""
        return (self.sentence_accuracy, self.question_relevance, self.context_richness)

    @property
    def given(self) -> tuple[int, ...]:
        """Those that were given."""
        return tuple(mark for mark in self.all if mark is not None)

    @property
    def total(self) -> int | None:
        """D + Q + C, 0 to 6; None unless all three were given."""
        return sum(self.given) if len(self.given) == len(CRITERIA) else None

    def as_json(self) -> dict[str, int | None]:
        """The marks by criterion."""
        return dict(zip(CRITERIA, self.all, strict=True))

    def contradicts(self, earlier: "Marks") -> bool:
        """Whether it changes or takes back a mark given earlier; adding one that was missing does not."""
        return any(old is not None and new != old for new, old in zip(self.all, earlier.all, strict=True))


def final_score(marks: Iterable[Marks]) -> float | None:
    """(ΣD + ΣQ + ΣC) / n over the n evaluators who gave all three marks: 0 to 6, None where n is 0."""
    totals = [one.total for one in marks if one.total is not None]
    return sum(totals) / len(totals) if totals else None


def criteria(lang: str) -> tuple[Criterion, ...]:
    """The three criteria in `lang` ("ko" or "en")."""
    words = _words()[lang]
    return tuple(Criterion(name, words[name]["name"], tuple(words[name]["points"])) for name in CRITERIA)


def judge_words() -> dict[str, str]:
    """How a model is asked for marks: `system` (with {criteria} and {form}) and `user` (with {question}, {answer})."""
    words: dict[str, str] = _words()["judge"]
    return words


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("scale.toml").read_text("utf-8"))
