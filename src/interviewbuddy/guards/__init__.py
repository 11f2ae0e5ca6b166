"""Which words of an answer are facts that the person never gave.

`unsupported_facts(answer, known)` is the one function others call; replace it to mark more or
less. Numbers, periods, organisations, schools and certificates that stand neither in the question nor
in the person's notes are somebody else's and must not pass as theirs.

| module | knows |
|---|---|
| `fact` | what a mark is |
| `words` | names as data (`words.toml`) |
| `amounts` | numbers and periods, however written, and when two are the same |
| `names` | schools, organisations and employers |
| `certificates` | certificates, and where one is meant |
"""

import re

from interviewbuddy.guards.amounts import Amount, amounts, bare_counts, counted, is_given, years
from interviewbuddy.guards.certificates import certificates
from interviewbuddy.guards.fact import Fact
from interviewbuddy.guards.names import named, proper_nouns
from interviewbuddy.guards.words import usual
from interviewbuddy.korean import kiwi, same_text_key

__all__ = ["Fact", "find_facts", "unsupported_facts"]

_FIGURE = re.compile(r"\s?\d+\s?(?:급|점)?")


def unsupported_facts(answer: str, known: str) -> list[Fact]:
    """The facts of `answer`, in order, that `known` (question and notes) does not contain.

    Numbers count as the same however they are written: 이십 년간, 20년 and 20 년 동안.
    """
    given = {amount for fact in find_facts(known) for amount in amounts(fact.text)}
    return [fact for fact in find_facts(answer) if not _is_given(fact, known, given)]


def find_facts(text: str) -> list[Fact]:
    """Every number, period, school, organisation and certificate in `text`, in order, none overlapping."""
    tokens = kiwi().tokenize(text)
    found: list[Fact] = []
    for fact in (
        *certificates(text),
        *named(text),
        *proper_nouns(text, tokens),
        *years(text),
        *counted(text),
        *bare_counts(text, tokens),
    ):
        if not any(fact.start < other.end and other.start < fact.end for other in found):
            found.append(fact)
    return sorted(found, key=lambda fact: fact.start)


def _is_given(fact: Fact, known: str, given: set[Amount]) -> bool:
    if fact.kind in {"school", "organisation"}:
        return _names(known, fact.text)
    if fact.kind == "certificate":
        # A grade or score is vouched for by one, or by a bare number; neither by years nor by people.
        values = {value for value, unit in given if unit in {"급", "점", ""}}
        figures = {float(digits) for digits in re.findall(r"\d+", fact.text)}
        return figures <= values and all(_names(known, part) for part in _FIGURE.split(fact.text) if part)
    return is_given(fact.text, given)


def _names(known: str, name: str) -> bool:
    """Whether `known` says `name`, or another name for it; KT is no part of SKT."""
    known, name = usual(known), usual(name)
    if name.isascii():
        return bool(re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", known))
    return same_text_key(name) in same_text_key(known)
