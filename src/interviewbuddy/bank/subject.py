"""What a person wants who types something: an interviewer's question answered, a service we lack, or small talk.

Learnt from written examples of both (`phrasings.toml` and the records' questions; `aside.txt`); requests
are told by their words (`requests` in `language.toml`).
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from interviewbuddy.bank.kinds import Kinds
from interviewbuddy.bank.language import grams, language, normal, phrasings, terms
from interviewbuddy.korean import kiwi, tokenize_many

Subject = Literal["question", "aside"]

ASIDE = 0.8
"""From this probability on, what was typed is taken for no interview question."""

_HANGUL = re.compile(r"[가-힣]")


@cache
def asides() -> tuple[str, ...]:
    """Lines that people type into a chat box and no interviewer asks."""
    text = files("interviewbuddy.bank").joinpath("aside.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line)


class Subjects:
    """Tells interview questions from everything else."""

    def __init__(self, questions: Iterable[str]) -> None:
        known = [line for own in phrasings().values() for line in own]
        lines = [(line, "question") for line in (*questions, *known)] + [(line, "aside") for line in asides()]
        tokens = tokenize_many([normal(line) for line, _ in lines])
        self._kinds = Kinds(
            (_features(found, line), (subject,)) for (line, subject), found in zip(lines, tokens, strict=True)
        )

    def aside(self, text: str) -> float:
        """How likely `text` is no interview question: 0 to 1; 1 for what has no Hangul word that counts."""
        tokens = kiwi().tokenize(normal(text))
        if not _HANGUL.search(text) or not terms(tokens):
            return 1.0
        return self._kinds.shares(_features(tokens, text))["aside"]


def request_of(text: str) -> str | None:
    """The service a person asks for by name (`english`, `predictions`, …); None if it is none we know."""
    plain = normal(text)
    return next((name for name, pattern in language().requests.items() if pattern.search(plain)), None)


def _features(tokens: Iterable[object], text: str) -> Sequence[str]:
    found = list(tokens)
    forms = [token.form for token in found if not token.tag.startswith("S")]  # type: ignore[attr-defined]
    words = [f"w {term.form}" for term in terms(found)]
    return (*words, *(f"{a} {b}" for a, b in pairwise(forms)), *grams(text))
