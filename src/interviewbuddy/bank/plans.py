"""How to build an answer where no written one fits: what is wanted, parts in order, sample sentences, what to avoid.

The plans are data (`plans.toml`, one for each type of question and a general one); sample sentences
are whole sentences of real neighbours' answers.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from interviewbuddy.corpus.record import Record
from interviewbuddy.korean import kiwi

_SHORT, _LONG = 18, 90
_FIGURE = re.compile(r"\d|퍼센트|[한두세네] (?:명|번|달|건|배)")
_ROLES = {
    "situation": re.compile(r"(?:때|당시|있었|였는데|했는데|상황|맡고|중이었)"),
    "action": re.compile(r"(?:그래서|먼저|직접|나눴|정리했|만들었|제안|물었|확인했|바꿨|적었|모았)"),
    "result": re.compile(r"(?:줄었|늘었|됐습니다|되었|결과|그 뒤로|올랐|끝났|통과|받았)"),
    "lesson": re.compile(r"(?:알게|배웠|깨달|뒤로는|습관|생각합니다|봅니다|지금은|후로)"),
    "link": re.compile(r"(?:입사|회사|이 일|업무|앞으로|쓰고 싶|보태|하겠습니다|지원)"),
}


@dataclass(frozen=True)
class Part:
    """One stretch of an answer: what it is called, how to say it, which sentence of an example shows it."""

    name: str
    how: str
    role: str


@dataclass(frozen=True)
class Plan:
    """How to answer one type of question."""

    kind: str
    name: str
    name_en: str
    wants: str
    parts: tuple[Part, ...]
    avoid: tuple[str, ...]
    ask: tuple[str, ...]


@cache
def plans() -> dict[str, Plan]:
    """Type of question → its plan; `general` for any."""
    data = tomllib.loads(files("interviewbuddy.bank").joinpath("plans.toml").read_text("utf-8"))
    return {kind: _plan(kind, values) for kind, values in data.items()}


def plan_for(kind: str) -> Plan:
    """The plan for a type of question, or the general one."""
    return plans().get(kind) or plans()["general"]


def samples(plan: Plan, neighbours: Iterable[Record]) -> list[str]:
    """For each part a sentence out of one neighbour's answer, in the answer's order, "" where none shows it.

    Of one answer, so that they hang together: the neighbour's that shows most parts, the first of those.
    """
    told = [_told(plan, _sentences(record)) for record in neighbours]
    return max(told, key=lambda shown: sum(map(bool, shown)), default=[""] * len(plan.parts))


def _told(plan: Plan, sentences: Sequence[str]) -> list[str]:
    shown, at = [], 0
    for part in plan.parts:
        place = next((i for i in range(at, len(sentences)) if _shows(part.role, i, sentences[i])), None)
        shown.append("" if place is None else sentences[place])
        at = at if place is None else place + 1
    return shown


def _plan(kind: str, values: dict[str, Any]) -> Plan:
    lists = {name: tuple(values[name]) for name in ("avoid", "ask")}
    return Plan(kind=kind, **values | lists | {"parts": tuple(Part(**part) for part in values["parts"])})


def _sentences(record: Record) -> Sequence[str]:
    return [one.text for one in kiwi().split_into_sents(record.answer or record.answer_raw)]


def _shows(role: str, place: int, sentence: str) -> bool:
    """Whether a sentence, the place-th of its answer, can stand for a role."""
    if role == "opening":
        return place == 0 and len(sentence) <= _LONG
    told = place > 0 and _SHORT <= len(sentence) <= _LONG and _ROLES[role].search(sentence)
    return bool(told) and (role != "result" or bool(_FIGURE.search(sentence)))
