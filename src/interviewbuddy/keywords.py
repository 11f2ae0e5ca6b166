"""What to remember of an answer: a few short phrases that bring the rest back.

Runs of nouns and numbers, as Kiwi sees them (야간 근무, 불량률 18%→14%), the telling ones first chosen and
then put in the order they are said. Knows one answer at a time, and no other. Words too general for
a card are data: `keywords.toml`.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from interviewbuddy.korean import kiwi, same_text_key

if TYPE_CHECKING:
    from kiwipiepy import Token

CARDS = 6
"""As many as one glance takes in."""

_NOUNS = frozenset({"NNG", "NNP", "SL", "SH"})
_NUMBERS = frozenset({"SN", "NR"})
_LONGEST = 4
"""Nouns in a phrase: "고객 응대 매뉴얼 개정" is still a card, one more a sentence."""

_CROWDED = 0.7
"""What a second phrase of the same sentence loses: cards should cover the answer."""


@dataclass(frozen=True)
class Phrase:
    """A run of nouns and numbers, in characters of the answer; `text` is what a card shows."""

    start: int
    end: int
    text: str
    nouns: tuple[str, ...]
    weight: float
    sentence: int


@dataclass(frozen=True)
class Words:
    """What `keywords.toml` says."""

    general: frozenset[str]
    periods: frozenset[str]
    counts: frozenset[str]


@cache
def _words() -> Words:
    data = tomllib.loads(files("interviewbuddy").joinpath("keywords.toml").read_text("utf-8"))
    return Words(*(frozenset(data[name]) for name in ("general", "periods", "counts")))


def keywords(text: str, limit: int = CARDS) -> list[str]:
    """At most `limit` phrases of `text`, in the order they appear, no two of them alike."""
    phrases = list(_phrases(text))
    often = Counter(noun for phrase in phrases for noun in set(phrase.nouns))
    left = [(phrase, phrase.weight + 0.3 * max((often[n] - 1 for n in phrase.nouns), default=0)) for phrase in phrases]
    chosen: list[Phrase] = []
    while left and len(chosen) < limit:
        crowd = Counter(phrase.sentence for phrase in chosen)
        best = max(left, key=lambda one: (one[1] - _CROWDED * crowd[one[0].sentence], -one[0].start))
        left.remove(best)
        if not any(_alike(best[0], other) for other in chosen):
            chosen.append(best[0])
    return [phrase.text for phrase in sorted(chosen, key=lambda phrase: phrase.start)]


def _alike(one: Phrase, other: Phrase) -> bool:
    mine, theirs = same_text_key(one.text), same_text_key(other.text)
    return mine in theirs or theirs in mine


def _phrases(text: str) -> Iterator[Phrase]:
    """Every phrase worth a card, a measured one with what it measures."""
    tokens = kiwi().tokenize(text)
    i = 0
    while i < len(tokens):
        j = _run_end(tokens, i)
        if j == i:
            i += 1
            continue
        j, phrase = _measured(text, tokens, i, j) or (j, _plain(text, tokens, i, j))
        if phrase:
            yield phrase
        i = j


def _run_end(tokens: Sequence["Token"], i: int) -> int:
    """The index after the nouns or the one number that begin at `i`; `i` where none does."""
    if after := _number_end(tokens, i):
        return after
    j = i
    while j < len(tokens) and _is_noun(tokens, j, i) and not (j > i and _number_end(tokens, j)):
        j += 1
    return j if any(token.tag in _NOUNS for token in tokens[i:j]) else i


def _is_noun(tokens: Sequence["Token"], j: int, first: int) -> bool:
    token = tokens[j]
    if token.tag in _NOUNS or token.tag == "XPN":
        return True
    joined = j > first and token.start == tokens[j - 1].start + tokens[j - 1].len
    if token.tag == "XSN":
        return joined and token.form not in {"들", "적", "쯤", "씩"}
    return joined and token.tag == "SP" and token.form == "/"


def _number_end(tokens: Sequence["Token"], i: int) -> int:
    """The index after a number and its unit (1,200만 원, 여덟 명, 3%); 0 where none begins at `i`."""
    j = i
    while j < len(tokens) and tokens[j].tag in _NUMBERS:
        j += 1
    if j == i and tokens[i].tag == "MM" and tokens[i].form in _words().counts:
        j += 1
    if j == i or j == len(tokens):
        return 0 if j == i else j
    unit = tokens[j]
    near = unit.start <= tokens[j - 1].start + tokens[j - 1].len + 1
    counted = unit.tag == "NNB" or (unit.tag == "NNG" and len(unit.form) == 1) or unit.form in {"%", "퍼센트", "℃"}
    if near and counted:
        return j + 1
    return j if tokens[i].tag in _NUMBERS else 0


def _measured(text: str, tokens: Sequence["Token"], i: int, j: int) -> tuple[int, Phrase | None] | None:
    """What is measured and its number, past the particle between them: 불량률을 3% → 불량률 3%."""
    at = _after_particle(tokens, j, {"JKS", "JKO", "JX"}) if not _number_end(tokens, i) else i
    end = _number_end(tokens, at) if at < len(tokens) else 0
    if not end or (at > i and end - at == 1):
        return None
    figure, end = _figure(text, tokens, at, end)
    nouns = tokens[i:j] if at > i else tokens[i:i]
    kept = _without_general(nouns)
    name = _surface(text, kept)
    is_period = tokens[end - 1].form in _words().periods
    if is_period and at > j:
        # "결산을 3년에 걸쳐": the period does not measure the result.
        return None
    if end - at == 1 or (not name and tokens[at].form == "한"):
        # A bare number (4의 배수) or 한 번 says nothing on a card.
        return end, None
    weight = (2.6 if name else 0.9) - 0.6 * is_period + 0.5 * ("→" in figure)
    return end, Phrase(
        tokens[i].start,
        _end(tokens[end - 1]),
        f"{name} {figure}".strip(),
        tuple(one.form for one in kept),
        weight,
        tokens[i].sent_position,
    )


def _figure(text: str, tokens: Sequence["Token"], i: int, j: int) -> tuple[str, int]:
    """A number's text and the index after it; 18%에서 14%로 becomes 18%→14%."""
    first = _surface(text, tokens[i:j])
    end = _number_end(tokens, j + 1) if _says(tokens, j, {"에서"}) and j + 1 < len(tokens) else 0
    if end and _says(tokens, end, {"로", "으로", "까지"}):
        return f"{first}→{_surface(text, tokens[j + 1 : end])}", end
    return first, j


def _says(tokens: Sequence["Token"], i: int, forms: set[str]) -> bool:
    return i < len(tokens) and tokens[i].form in forms


def _after_particle(tokens: Sequence["Token"], j: int, tags: set[str]) -> int:
    return j + 1 if j < len(tokens) and tokens[j].tag in tags else j


def _plain(text: str, tokens: Sequence["Token"], i: int, j: int) -> Phrase | None:
    """Nouns alone, without the general ones at either end."""
    kept = _without_general(tokens[i:j])
    name = _surface(text, kept)
    if len(name) < 2 or all(len(one.form) < 2 or one.form in _words().general for one in kept):
        return None
    follows = tokens[j].tag if j < len(tokens) and _end(kept[-1]) == tokens[j].start else ""
    nouns = [one for one in kept if one.tag in _NOUNS]
    weight = 1.0 + 0.8 * (len(nouns) > 1) + 0.3 * (len(name) > 3)
    weight += 0.8 * any(one.tag in {"NNP", "SL"} for one in nouns)
    # "제안하고" names a deed, "필요하고" hardly anything.
    weight -= {"XSV": 0.5, "XSA": 1.0}.get(follows, 0.0)
    return Phrase(kept[0].start, _end(kept[-1]), name, tuple(one.form for one in nouns), weight, kept[0].sent_position)


def _without_general(tokens: Sequence["Token"]) -> Sequence["Token"]:
    """The run without general words at its ends, and of a long one the last nouns."""
    general = _words().general
    i, j = 0, len(tokens)
    while i < j and tokens[i].form in general and _stands_alone(tokens, i):
        i += 1
    while i < j and tokens[j - 1].form in general and _stands_alone(tokens, j - 1):
        j -= 1
    return tokens[max(i, j - _LONGEST) : j]


def _stands_alone(tokens: Sequence["Token"], i: int) -> bool:
    """Whether a space or nothing is on either side: 일 is general, the 일 of 일정표 is none."""
    before = i > 0 and _end(tokens[i - 1]) == tokens[i].start
    after = i + 1 < len(tokens) and _end(tokens[i]) == tokens[i + 1].start
    return not before and not after


def _surface(text: str, tokens: Sequence["Token"]) -> str:
    return " ".join(text[tokens[0].start : _end(tokens[-1])].split()) if tokens else ""


def _end(token: "Token") -> int:
    end: int = token.start + token.len
    return end
