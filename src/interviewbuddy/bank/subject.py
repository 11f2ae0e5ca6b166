"""Tells small talk from questions, whose words they are, and which service is asked for by name.

Small talk and errands are told by what is learnt from written examples of both (`phrasings.toml` and the
records' questions; `aside.txt`, by kind, and what replies are written to); an interviewer's words from a person's own
by what is learnt from records' questions and from what people ask for advice; requests by their words (`requests` in
`language.toml`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from interviewbuddy.bank.kinds import Kinds
from interviewbuddy.bank.language import Phrase, language, normal, read_phrases
from interviewbuddy.korean import HANGUL

_LIKELY = 0.7  # of the kinds told from here on, four in five are right (docs/diary.md)


@dataclass(frozen=True)
class Aside:
    """Small talk or an errand: its kind (`other` where none is likely) and the probability that it is no question."""

    kind: str
    probability: float


@cache
def asides() -> dict[str, tuple[str, ...]]:
    """Kind of small talk or errand → lines that people type into a chat box and no interviewer asks."""
    text = files("interviewbuddy.bank").joinpath("aside.txt").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if re.fullmatch(r"# [a-z]+", line):
            found[line.removeprefix("# ")] = own = []
        elif line:
            own.append(line)
    return {kind: tuple(own) for kind, own in found.items()}


class Subjects:
    """Tells interview questions from everything else, and what else it is."""

    def __init__(self, questions: Iterable[Phrase], replied: Iterable[Phrase]) -> None:
        """:param replied: small talk and errands of no kind, beside those of `aside.txt`."""
        written = [(kind, phrase) for kind, lines in asides().items() for phrase in read_phrases(lines)]
        examples = [(one.features, ("question",)) for one in questions]
        others = [*(phrase for _, phrase in written), *replied]
        self._kinds = Kinds([*examples, *((phrase.features, ("aside",)) for phrase in others)])
        self._asides = Kinds((phrase.features, (kind,)) for kind, phrase in written)

    def aside(self, asked: Phrase) -> Aside:
        """What this is if it is no interview question, and how likely it is none."""
        if not asked.terms or not HANGUL.search(asked.text):
            return Aside("nonsense", 1.0)
        shares = self._asides.shares(asked.features)
        kind = max(shares, key=lambda name: shares[name])
        likely = self._kinds.shares(asked.features)["aside"]
        return Aside(kind if shares[kind] >= _LIKELY else "other", likely)


class Voices:
    """Tells an interviewer's words from a person's own: "학점이 낮으시네요" from "학점 낮은데 어떡하지"."""

    def __init__(self, interviewers: Iterable[Phrase], own: Iterable[Phrase]) -> None:
        asked = [(phrase.features, ("interviewer",)) for phrase in interviewers]
        self._kinds = Kinds([*asked, *((phrase.features, ("own",)) for phrase in own)])

    def own(self, asked: Phrase) -> float:
        """How likely the words are the person's own, 0 to 1."""
        return self._kinds.shares(asked.features)["own"]


def request_of(text: str) -> str | None:
    """The service a person asks for by name (`english`, `predictions`, …); None if it is none we know."""
    plain, known = normal(text), language()
    for name, pattern in known.requests.items():
        mentioned = known.no_requests.get(name)
        if pattern.search(plain) and not (mentioned and mentioned.search(plain)):
            return name
    return None
