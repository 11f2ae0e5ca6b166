"""What a person wants who types something: an interviewer's question answered, a service we lack, or small talk.

Small talk is told by what is learnt from written examples of both (`phrasings.toml` and the records'
questions; `aside.txt`); requests by their words (`requests` in `language.toml`).
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from interviewbuddy.bank.kinds import Kinds
from interviewbuddy.bank.language import Phrase, language, normal, read_phrases

ASIDE = 0.6
"""From this probability on, what was typed is taken for no interview question."""

_HANGUL = re.compile(r"[가-힣]")


@cache
def _asides() -> tuple[str, ...]:
    """Lines that people type into a chat box and no interviewer asks."""
    text = files("interviewbuddy.bank").joinpath("aside.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line)


class Subjects:
    """Tells interview questions from everything else."""

    def __init__(self, questions: Iterable[Phrase]) -> None:
        examples = [(one.features, ("question",)) for one in questions]
        examples += [(one.features, ("aside",)) for one in read_phrases(_asides())]
        self._kinds = Kinds(examples)

    def is_aside(self, asked: Phrase) -> bool:
        """Whether this reads like no interview question; so does what has no Hangul word that counts."""
        if not asked.terms or not _HANGUL.search(asked.text):
            return True
        return self._kinds.shares(asked.features)["aside"] >= ASIDE


def request_of(text: str) -> str | None:
    """The service a person asks for by name (`english`, `predictions`, …); None if it is none we know."""
    plain = normal(text)
    return next((name for name, pattern in language().requests.items() if pattern.search(plain)), None)
