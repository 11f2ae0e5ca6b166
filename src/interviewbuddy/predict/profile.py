"""Predicted questions for an occupation and experience: of every type one, the most asked types first.

How often a type is asked is counted in the bank's records of that occupation and experience, by what people typed
that they fit, and in records that may not be shown; the order in which Korean interviews go is data (`profile.toml`).
Knows a bank, not documents.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import zip_longest

from interviewbuddy.bank import Bank, question_types
from interviewbuddy.corpus.record import Record
from interviewbuddy.korean import same_text_key
from interviewbuddy.predict.questions import Predicted, next_after

_TRADES = 3  # a word that interviewers of fewer occupations say belongs to these
_ROOM = 8  # with fewer questions there is no room for the closing ones

LIMIT = 20
"""Questions for a profile: about what an interview of an hour has time for."""


@dataclass(frozen=True)
class Order:
    """What `profile.toml` says: types asked first, usually and last, those of one experience or occupation only,
    and what a type is after.
    """

    first: tuple[str, ...]
    usual: tuple[str, ...]
    last: tuple[str, ...]
    of_occupation: frozenset[str]
    only: dict[str, tuple[str, ...]]
    asks: dict[str, str]


@cache
def order() -> Order:
    """The order of a Korean interview."""
    data = tomllib.loads(files(__package__).joinpath("profile.toml").read_text("utf-8"))
    only = {experience: tuple(types) for experience, types in data["only"].items()}
    first, usual, last = (tuple(data[name]) for name in ("first", "usual", "last"))
    return Order(first, usual, last, frozenset(data["of_occupation"]), only, data["asks"])


def for_profile(bank: Bank, occupation: str | None, experience: str | None, limit: int = LIMIT) -> list[Predicted]:
    """At most `limit` distinct questions for AI Hub's codes (None for any): no type twice before each was asked once.

    The opening ones come first and, where there is room for eight, the closing ones last; between them the most asked.
    """
    by_type = _by_type(bank, occupation, experience)
    chosen = list(_chosen(by_type, limit))
    closing = [one for one in chosen if one[0] in order().last]
    used: Counter[str] = Counter()
    return [
        Predicted(question, "", name, next_after(order().asks.get(name, "general"), used))
        for name, question in [*(one for one in chosen if one not in closing), *closing]
    ]


@lru_cache(maxsize=128)
def questions_for(bank: Bank, occupation: str | None, experience: str | None, limit: int) -> tuple[str, ...]:
    """The same as plain text, to offer a person who has asked nothing yet; remembered, for a bank never changes."""
    return tuple(one.question for one in for_profile(bank, occupation, experience, limit))


@lru_cache(maxsize=64)
def _by_type(bank: Bank, occupation: str | None, experience: str | None) -> dict[str, list[str]]:
    """Each type's questions, those of this occupation and experience first, the types in the order they are asked."""
    found: dict[str, list[str]] = {}
    spread = _spread(bank) if occupation is None else {}
    for record in sorted(bank.records, key=lambda record: _distance(record, occupation, experience, spread)):
        name = _type_of(record)
        if name and _is_asked(name, occupation, experience) and _may_say(record, experience):
            found.setdefault(name, []).append(record.question)
    counts = _counts([*bank.records, *bank.hidden], occupation, experience)
    return {name: found[name] for name in sorted(found, key=lambda name: _rank(name, counts[name]))}


def _counts(records: Sequence[Record], occupation: str | None, experience: str | None) -> Counter[str]:
    """How often each type is asked of those nearest to this applicant; of all who may not be shown, too.

    How many records there are of a type says little where they were written to fill gaps: each question that was
    typed counts once, and a record only where nobody is known to have typed what it fits. Nobody's job in particular
    is asked what all of them together are asked most: nothing is counted without one.
    """
    if occupation is None or not records:
        return Counter()
    best = max(_fit(record, occupation, experience) for record in records)
    near = [(_type_of(record), record.asked) for record in records if _fit(record, occupation, experience) == best]
    typed = {(name, question) for name, asked in near for question in asked}
    return Counter([*(name for name, _ in typed), *(name for name, asked in near if not asked)])


def _chosen(by_type: dict[str, list[str]], limit: int) -> Iterator[tuple[str, str]]:
    """One question of each type in turn, then a second of each, none twice."""
    seen: set[str] = set()
    rounds = zip_longest(*([(name, question) for question in own] for name, own in _with_room(by_type, limit).items()))
    for name, question in (one for row in rounds for one in row if one):
        if len(seen) == limit:
            return
        if same_text_key(question) not in seen:
            seen.add(same_text_key(question))
            yield name, question


def _with_room(by_type: dict[str, list[str]], limit: int) -> dict[str, list[str]]:
    """The types that fit in `limit`, from eight on with the closing ones among them; all where all fit."""
    closing = [name for name in order().last if name in by_type]
    if limit < _ROOM or len(by_type) <= limit:
        return by_type
    names = [name for name in by_type if name not in closing][: limit - len(closing)]
    return {name: by_type[name] for name in [*names, *closing]}


def _fit(record: Record, occupation: str | None, experience: str | None) -> int:
    return 2 * (record.occupation == occupation) + (record.experience == experience)


def _distance(
    record: Record, occupation: str | None, experience: str | None, spread: Mapping[str, int]
) -> tuple[int, int, bool, int, int]:
    """The nearest first; where little is known, what presumes least; then what people typed most, and short.

    Of no one trade's words where no trade is known; asked of newcomers where no experience is.
    An opening question says what it asks for, and asks for one thing: strengths and weaknesses are two.
    """
    is_of_a_trade = any(spread.get(word, _TRADES) < _TRADES for word in record.question.split())
    opening = set(order().first)
    is_plain = _types(record.question) & opening == {_type_of(record)} & opening
    presumes = is_of_a_trade + (experience is None and record.experience == "EXPERIENCED")
    fit = _fit(record, occupation, experience)
    return (-fit, presumes, not is_plain, -len(record.asked), len(record.question))


@lru_cache(maxsize=1 << 14)
def _types(question: str) -> frozenset[str]:
    return question_types(question)


@lru_cache(maxsize=4)
def _spread(bank: Bank) -> dict[str, int]:
    """Word → of how many occupations an interviewer says it, `_TRADES` at most: 수율 belongs to two, 회사 to all."""
    found: dict[str, set[str]] = {}
    for record in bank.records:
        for word in " ".join((record.question, *record.paraphrases)).split():
            found.setdefault(word, set()).add(record.occupation)
    trades = len({record.occupation for record in bank.records})
    return {word: _TRADES if len(said) == trades else min(len(said), _TRADES) for word, said in found.items()}


def _type_of(record: Record) -> str:
    """The record's type as it was annotated, else as its question reads; "" if neither says."""
    annotated = [intent.expression for intent in record.intents if intent.expression in order().asks]
    return next(iter(annotated), "") or min(_types(record.question), default="")


def _is_asked(name: str, occupation: str | None, experience: str | None) -> bool:
    others = (types for other, types in order().only.items() if other != experience)
    return not any(name in types for types in others) and (occupation is not None or name not in order().of_occupation)


def _may_say(record: Record, experience: str | None) -> bool:
    """A question put to the other experience may presume what this applicant has not done."""
    return experience is None or record.experience == experience


def _rank(name: str, count: int) -> tuple[int, int, int, str]:
    first, usual = order().first, order().usual
    return (_place(name, first), -count, _place(name, usual), name)


def _place(name: str, names: tuple[str, ...]) -> int:
    return names.index(name) if name in names else len(names)
