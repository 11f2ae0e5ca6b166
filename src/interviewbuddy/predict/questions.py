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
_NEXT = 2
_SLOTS = re.compile(r"\{(\w+)\}")
_POSTED = {"requirement", "preferred", "duty", "condition", "values", "company"}
_TOOLED = {"method", "achievement"}
_NAMED_TRAIT = re.compile(r"^(?:.{0,12}\s)?(강점|장점|단점|약점)은\s(.+)$")
_PUBLIC = re.compile(r"공단|공사(?=[\s의에가는은을를])|진흥원|공공기관|시청|구청|군청|교육청|공무원|귀 ?기관|주민센터")
_TRAITS = {
    "figure": re.compile(r"\d"),
    "change": re.compile(r"\d.*(?:줄|낮|높|늘|단축|절감|개선|향상|감소|증가|상승|올[렸리]|성장)"),
    "found": re.compile(r"밝혀|원인|찾아[냈내]|발견"),
    "apply": re.compile(r"지원(?:했|하|을|한)|귀사|귀 (?:기관|공단)|저희 (?:회사|기관)"),
    "turn": re.compile(r"전향|전환|비전공|바꾸|바꿔"),
    "alone": re.compile(r"독학|혼자|스스로"),
    "others": re.compile(r"평가|동료|주변"),
    "score": re.compile(r"점$"),
    "exam": re.compile(r"점$|시험$"),
}
_UNLESS = {"interest": "apply", "leave": "turn"}


@dataclass(frozen=True)
class Predicted:
    """A question, the words that prompt it, the kind of claim they make, and what would be asked next.

    `because` is a stretch of the document of at most `LONGEST_BECAUSE` characters and `kind` a kind of
    `claims.toml`; where no document prompted the question, "" and the type of question.
    """

    question: str
    because: str
    kind: str
    follow_ups: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The question as plain data."""
        names = ("question", "because", "kind")
        return {name: getattr(self, name) for name in names} | {"follow_ups": list(self.follow_ups)}


@cache
def templates() -> dict[str, Any]:
    """What `questions.toml` says."""
    return tomllib.loads(files(__package__).joinpath("questions.toml").read_text("utf-8"))


def predict_from(text: str, limit: int = LIMIT) -> list[Predicted]:
    """The questions a document prompts, in its order; at most `limit`, fewer where it claims less."""
    us = "저희 기관" if _PUBLIC.search(text) else "저희 회사"
    once: dict[tuple[str, str], Claim] = {}
    for claim in claims(text):
        once.setdefault((claim.kind, claim.sentence), claim)
    return _Interviewer(list(once.values()), us, spoken=False).ask(limit)


def follow_ups(question: str, answer: str) -> tuple[str, str]:
    """Two questions that an interviewer would put next, of what the answer claims; neither was just asked."""
    found = sorted(spoken_claims(answer), key=_weight, reverse=True)
    asked = (one for one, _asks in _Interviewer(found, "저희 회사", spoken=True).next_questions())
    chosen = [one for one in asked if one != question][:_NEXT]
    chosen += [one for one in templates()["follow_ups"]["general"] if one != question][: _NEXT - len(chosen)]
    return chosen[0], chosen[1]


def next_after(asks: str, used: Counter[str], us: str = "저희 회사") -> tuple[str, ...]:
    """Two follow-ups to a question after `asks`, those used least; `used` counts them."""
    listed = templates()["follow_ups"].get(asks, templates()["follow_ups"]["general"])
    chosen = sorted(listed, key=lambda one: (used[one], listed.index(one)))[:_NEXT]
    used.update(chosen)
    return tuple(fill(one, {"us": us}) for one in chosen)


class _Interviewer:
    """One interview: knows what was asked already."""

    def __init__(self, found: Sequence[Claim], us: str, *, spoken: bool) -> None:
        self._claims = found
        self._us = us
        self._spoken = spoken
        self._uses: Counter[str] = Counter()
        self._asks: Counter[str] = Counter()
        self._next: Counter[str] = Counter()
        self._asked: set[str] = set()
        self._said = 0

    def ask(self, limit: int) -> list[Predicted]:
        """One question of every claim, weighty claims before others, then a second and a third of the weighty."""
        asked: list[list[tuple[str, str]]] = [[] for _claim in self._claims]
        order = self._order()
        for turn in range(3):
            room = max(0, limit - sum(map(len, asked)))
            chosen = [i for i in order if _weight(self._claims[i]) > turn][:room]
            for i in sorted(chosen):
                asked[i] += self._one_of(self._claims[i], {asks for _question, asks in asked[i]})
        pairs = ((claim, *pair) for claim, own in zip(self._claims, asked, strict=True) for pair in own)
        return [
            Predicted(question, _because(claim), claim.kind, next_after(asks, self._next, self._us))
            for claim, question, asks in pairs
        ]

    def _order(self) -> list[int]:
        """The claims by how soon each is asked of: of every kind the first two, weighty kinds first, then two more."""
        met: Counter[str] = Counter()
        keys = []
        for i, claim in enumerate(self._claims):
            keys.append((met[claim.kind] // 2, -_weight(claim), i))
            met[claim.kind] += 1
        return [i for _round, _weight, i in sorted(keys)]

    def next_questions(self) -> Iterator[tuple[str, str]]:
        """A question of each claim in turn, then a second of each, with what each is after."""
        known: set[str] = set()
        for _turn in range(2):
            for claim in self._claims:
                for question, asks in self._one_of(claim, known):
                    known.add(asks)
                    yield question, asks

    def _one_of(self, claim: Claim, known: set[str]) -> list[tuple[str, str]]:
        """The claim's next question and what it is after; nothing where all that fits was asked."""
        values = self._values(claim)
        traits = _traits(claim, values)
        fitting = [one for one in templates()["questions"][claim.kind] if self._fits(one, traits, values, known)]
        if not fitting:
            return []
        best = min(fitting, key=lambda one: (self._uses[one["text"]], self._asks[one["asks"]], "when" not in one))
        question = fill(best["text"], values)
        self._uses[best["text"]] += 1
        self._asks[best["asks"]] += 1
        self._said += "{said}" in best["text"]
        self._asked.add(question)
        return [(question, str(best["asks"]))]

    def _fits(self, template: dict[str, str], traits: set[str], values: dict[str, str], known: set[str]) -> bool:
        text = template["text"]
        if template["asks"] in known or self._uses[text] >= _USES:
            return False
        if template.get("when", "") not in {"", *traits} or template.get("unless") in traits:
            return False
        return all(slot in values for slot in _SLOTS.findall(text)) and fill(text, values) not in self._asked

    def _values(self, claim: Claim) -> dict[str, str]:
        """What a template's slots stand for; a slot without words is absent."""
        tool = claim.detail if claim.kind in _TOOLED else ""
        topic = _served(claim) if claim.kind == "job" else claim.topic
        quote = claim.quote if claim.nominal else ""
        values = {"said": self._said_back(claim), "topic": topic, "quote": quote, "tool": tool, "us": self._us}
        return {name: words for name, words in values.items() if words}

    def _said_back(self, claim: Claim) -> str:
        """'불량률을 1%로 줄였다'고 하셨는데; "" for a claim without words that can be quoted."""
        if claim.kind == "award" and (claim.nominal or not claim.quote):
            return f"'{claim.topic}'{_after(claim.topic, '을(를)')} 받으셨는데" if claim.topic else ""
        if not claim.quote:
            return ""
        trait = _NAMED_TRAIT.match(claim.quote) if claim.nominal else None
        if trait:
            return f"'{trait[2]}'{_after(trait[2], '을(를)')} {trait[1]}으로 꼽으셨는데"
        how = "posted" if claim.kind in _POSTED else "spoken" if self._spoken else "written"
        endings = templates()["said"][how]
        ending = endings[self._said % len(endings)]
        return f"'{claim.quote}'{_after(claim.quote, '(이)라') if claim.nominal else ''}{ending}"


def _after(word: str, particle: str) -> str:
    """The particle alone, in its form behind `word`."""
    return attach(word, particle)[len(word) :]


def _served(claim: Claim) -> str:
    """식품 제조사 총무팀에서, 총무팀 사원으로."""
    return claim.topic + ("에서" if claim.place else _after(claim.topic, "(으)로"))


def _traits(claim: Claim, values: dict[str, str]) -> set[str]:
    """What a template's `when` and `unless` may ask of a claim."""
    words = claim.topic if claim.kind == "certificate" else claim.quote or claim.topic or claim.sentence
    found = {name for name, pattern in _TRAITS.items() if pattern.search(words)}
    found |= {name for name, other in _UNLESS.items() if other not in found}
    found |= {name for name in ("tool",) if name in values} | (set() if claim.nominal else {"verbal"})
    return found | {claim.detail or {"gap": "idle"}.get(claim.kind, "plain")}


def _weight(claim: Claim) -> int:
    return int(templates()["weight"][claim.kind])


def _because(claim: Claim) -> str:
    """The sentence's beginning, or, where it is long, the stretch that was quoted and what follows it."""
    whole = claim.sentence
    at = max(0, whole.find(claim.quote[:8])) if claim.quote else 0
    reaches = len(whole) <= LONGEST_BECAUSE or at + len(claim.quote) <= LONGEST_BECAUSE
    return trimmed(whole if reaches else whole[at:], LONGEST_BECAUSE)
