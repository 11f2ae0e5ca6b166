"""Claims → the questions an interviewer would ask of them, and what would be asked next.

The questions are data (`questions.toml`); this chooses among them so that no two are alike and
every claim is asked different things. Same text, same questions: nothing here is drawn by chance.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from interviewbuddy.predict.claims import Claim, claims, spoken_claims
from interviewbuddy.predict.particles import attach, fill
from interviewbuddy.predict.phrases import trimmed

LIMIT = 24
"""Questions for one document: what a person can prepare in an evening."""

LONGEST_BECAUSE = 120
_USES = 2
_FOLLOW_UPS = 2
_SAID = ("하셨는데", "쓰셨는데", "적으셨는데")
_SLOTS = re.compile(r"\{(\w+)\}")
_CHANGED = re.compile(r"전향|전환|비전공|바꾸|바꿔")
_ALONE = re.compile(r"독학|혼자|스스로")
_APPLIED = re.compile(r"지원(?:했|하|을|한)|귀사|귀 (?:기관|공단)|저희 회사")
_PRIZE = re.compile(r"상(?:을|$|\)|\s)|수상|1위")


@dataclass(frozen=True)
class Predicted:
    """A question, the words of the document that prompt it, the kind of claim they are, and what would be asked next.

    `because` and `kind` are a stretch of at most `LONGEST_BECAUSE` characters and a kind of `claims.toml`; for a question
    that no document prompted, "" and the type of question.
    """

    question: str
    because: str
    kind: str
    follow_ups: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The question as plain data."""
        return {"question": self.question, "because": self.because, "kind": self.kind, "follow_ups": list(self.follow_ups)}


@cache
def templates() -> dict[str, Any]:
    """What `questions.toml` says."""
    return tomllib.loads(files(__package__).joinpath("questions.toml").read_text("utf-8"))


def predict_from(text: str, limit: int = LIMIT) -> list[Predicted]:
    """The questions a document prompts, in its order; at most `limit`, fewer where it claims less."""
    return _Interviewer(claims(text), spoken=False).ask(limit)


def follow_ups(question: str, answer: str) -> tuple[str, str]:
    """Two questions that an interviewer would put next, of what the answer claims; never the one just asked."""
    asked = _Interviewer(sorted(spoken_claims(answer), key=_weight, reverse=True), spoken=True).next_questions()
    chosen = [one for one in asked if one not in question][:_FOLLOW_UPS]
    for name in templates()["follows"]["general"]:
        if len(chosen) < _FOLLOW_UPS:
            chosen.append(next(one for one in templates()["follow_ups"][name] if one not in question))
    return chosen[0], chosen[1]


def follow_ups_of(kind: str, asks: str, used: Counter[str]) -> tuple[str, ...]:
    """Two follow-ups for a kind of question, the least used first, none after the same thing as the question."""
    names = [name for name in templates()["follows"].get(kind, templates()["follows"]["general"]) if name != asks]
    chosen: list[str] = []
    for name in sorted(names, key=lambda name: (min(used[one] for one in templates()["follow_ups"][name]), names.index(name))):
        chosen.append(min(templates()["follow_ups"][name], key=lambda one: used[one]))
    for one in chosen[:_FOLLOW_UPS]:
        used[one] += 1
    return tuple(chosen[:_FOLLOW_UPS])


class _Interviewer:
    """One interview's questions: knows what was asked already."""

    def __init__(self, found: Sequence[Claim], *, spoken: bool) -> None:
        self._claims = found
        self._spoken = spoken
        self._uses: Counter[str] = Counter()
        self._intents: Counter[str] = Counter()
        self._said = 0
        self._next: Counter[str] = Counter()

    def ask(self, limit: int) -> list[Predicted]:
        """One question of every claim first, weighty claims before others, then a second and a third of the weighty."""
        asked: list[list[tuple[str, str]]] = [[] for _claim in self._claims]
        order = sorted(range(len(self._claims)), key=lambda i: (-_weight(self._claims[i]), i))
        for turn in range(3):
            chosen = [i for i in order if _weight(self._claims[i]) > turn][: max(0, limit - sum(map(len, asked)))]
            for i in sorted(chosen):
                asked[i] += self._of(self._claims[i], {intent for _question, intent in asked[i]})
        return [self._predicted(claim, *pair) for claim, pairs in zip(self._claims, asked, strict=True) for pair in pairs]

    def next_questions(self) -> Iterator[str]:
        """A question of each claim, weighty ones first, then a second of each."""
        intents: list[set[str]] = [set() for _claim in self._claims]
        for _turn in range(2):
            for claim, known in zip(self._claims, intents, strict=True):
                for question, intent in self._of(claim, known):
                    known.add(intent)
                    yield question

    def _predicted(self, claim: Claim, question: str, asks: str) -> Predicted:
        return Predicted(question, _because(claim), claim.kind, follow_ups_of(claim.kind, asks, self._next))

    def _of(self, claim: Claim, known: set[str]) -> list[tuple[str, str]]:
        """The claim's next question and what it is after; nothing where all that fits was asked."""
        values = self._values(claim)
        fitting = [one for one in templates()["questions"][claim.kind] if _fits(one, claim, values) and one["asks"] not in known and self._uses[one["text"]] < _USES]
        if not fitting:
            return []
        best = min(fitting, key=lambda one: (self._uses[one["text"]], "when" not in one, self._intents[one["asks"]]))
        self._uses[best["text"]] += 1
        self._intents[best["asks"]] += 1
        self._said += "{said}" in best["text"]
        return [(fill(best["text"], values), str(best["asks"]))]

    def _values(self, claim: Claim) -> dict[str, str]:
        """What a template's slots stand for; a slot without words is absent."""
        ending = "말씀하셨는데" if self._spoken and claim.nominal else _SAID[0 if self._spoken else self._said % len(_SAID)]
        said = f"{attach(claim.quote, '(이)라')[:0]}'{claim.quote}'{_reported(claim)} {ending}" if claim.quote else ""
        if not said and claim.topic:
            said = f"{attach(claim.topic, '을(를)')} {'말씀하셨는데' if self._spoken else '적어 주셨는데'}"
        tool = claim.detail if claim.kind in {"method", "achievement"} else ""
        return {name: words for name, words in {"said": said, "topic": claim.topic, "quote": claim.quote, "tool": tool}.items() if words}


def _reported(claim: Claim) -> str:
    return attach(claim.quote, "(이)라")[len(claim.quote) :] + "고" if claim.nominal else "고"


def _fits(template: dict[str, Any], claim: Claim, values: dict[str, str]) -> bool:
    if template.get("when_figure") and not re.search(r"\d", claim.sentence):
        return False
    return template.get("when") in {None, *_traits(claim)} and all(slot in values for slot in _SLOTS.findall(template["text"]))


def _traits(claim: Claim) -> set[str]:
    """What a template's `when` may ask of a claim."""
    if claim.kind == "motivation":
        return {"apply" if _APPLIED.search(claim.sentence) else "interest"}
    if claim.kind == "career_change":
        return {"turn" if _CHANGED.search(claim.sentence) else "leave"}
    if claim.kind == "learning" and _ALONE.search(claim.sentence):
        return {"alone"}
    if claim.kind == "achievement" and _PRIZE.search(claim.topic):
        return {"prize"}
    return {claim.detail or {"gap": "idle", "grade": "plain"}.get(claim.kind, "")}


def _weight(claim: Claim) -> int:
    return int(templates()["weight"][claim.kind])


def _because(claim: Claim) -> str:
    """The sentence's beginning, or, where it is long, the stretch of it that was quoted and what leads up to it."""
    whole = claim.sentence
    if len(whole) <= LONGEST_BECAUSE:
        return whole
    stem = claim.quote[:8]
    at = whole.find(stem) if stem else -1
    if at + len(claim.quote) <= LONGEST_BECAUSE:
        return trimmed(whole, LONGEST_BECAUSE)
    return trimmed(whole[at:], LONGEST_BECAUSE)
