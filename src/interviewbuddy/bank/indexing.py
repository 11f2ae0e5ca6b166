"""What a bank learns of its records before the first question.

The evidence's index, types of question, what is small talk, whose words are whose: plain arrays and tables, so that it
is kept between starts (`kept`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np

from interviewbuddy.bank.encoder import encoder
from interviewbuddy.bank.evidence import Evidence, Meanings
from interviewbuddy.bank.index import Scores
from interviewbuddy.bank.kept import kept
from interviewbuddy.bank.kinds import Kinds
from interviewbuddy.bank.language import Phrase, language, phrasings, question_types, read_phrases
from interviewbuddy.bank.lending import lend
from interviewbuddy.bank.pieces import advice, replies
from interviewbuddy.bank.subject import Subjects, Voices
from interviewbuddy.corpus.record import Record
from interviewbuddy.korean import same_text_key

T = TypeVar("T")

_EXAMPLES = 20_000
_WORTH_KEEPING = 500  # records


@dataclass(frozen=True)
class Index:
    """What is known of some records and of the written pieces; `evidence` is None where there are no records."""

    evidence: Evidence | None
    advice: Evidence
    replies: Evidence
    subjects: Subjects
    voices: Voices
    kinds: Kinds


def indexed(records: Sequence[Record], hidden: Sequence[Record]) -> Index:
    """The index of these records: made, some fifty seconds for the bundled ones, or kept from an earlier start."""
    if len(records) + len(hidden) < _WORTH_KEEPING:
        return _made(records, hidden)
    return kept(_made_from(records, hidden), lambda: _made(records, hidden))


def _made(records: Sequence[Record], hidden: Sequence[Record]) -> Index:
    types = [types_of(record) for record in records]
    phrases = iter(read_phrases(line for record in records for line in ways_to_ask(record)))
    own = [[next(phrases) for _ in ways_to_ask(record)] for record in records]
    asked = lend(own, read_phrases(distinct(record.question for record in hidden)))
    written = _written()
    return Index(
        Evidence(Meanings(encoder(), asked), asked, types, _standing(records)) if asked else None,
        written.advice,
        written.replies,
        Subjects([*_some(_flat(asked)), *_flat(lines for _, lines in written.known)], written.reply_phrases),
        Voices(_some([one[0] for one in asked]), written.advice_phrases),
        _learnt(asked, types, written.known),
    )


@dataclass(frozen=True)
class _Written:
    """What is known of the written pieces and of the types, whatever the records."""

    advice: Evidence
    replies: Evidence
    advice_phrases: Sequence[Phrase]
    reply_phrases: Sequence[Phrase]
    known: Sequence[tuple[str, Sequence[Phrase]]]


@cache
def _written() -> _Written:
    advised, replied = ([read_phrases(ways_to_ask(one)) for one in pieces] for pieces in (advice(), replies()))
    known = [(name, read_phrases(lines)) for name, lines in phrasings().items()]
    return _Written(_of_pieces(advised), _of_pieces(replied), _flat(advised), _flat(replied), known)


def _of_pieces(asked: Sequence[Sequence[Phrase]]) -> Evidence:
    return Evidence(Meanings(encoder(), asked), asked, [frozenset()] * len(asked), {})


def _flat(asked: Iterable[Iterable[Phrase]]) -> list[Phrase]:
    return [one for own in asked for one in own]


def _standing(records: Sequence[Record]) -> dict[str, Scores]:
    """What speaks for a record whatever is asked: its writer's mark, and how many typed questions it was found to fit.

    The log of one more than their number, less the bank's average: so it says nothing in a bank that nobody judged,
    and where some were, little against a record that nobody has looked at.
    """
    known = np.log1p([len(record.asked) for record in records])
    return {
        "fair": np.array([record.level == "fair" for record in records], dtype=np.float32),
        "fits_often": (known - known.mean()).astype(np.float32),
    }


def _made_from(records: Iterable[Record], hidden: Iterable[Record]) -> Iterator[str]:
    """All of the records' text that an index goes by."""
    for record in records:
        yield "\n".join([*ways_to_ask(record), *sorted(types_of(record)), str(record.level), str(len(record.asked))])
    yield "hidden"
    yield from (record.question for record in hidden)


def ways_to_ask(record: Record) -> tuple[str, ...]:
    """A record's own question, the others that ask the same, and those of which readers found that it fits them."""
    return (record.question, *record.paraphrases, *record.asked)


def types_of(record: Record) -> frozenset[str]:
    """The types its writer gave a record, or else those its question shows."""
    written = {intent.expression for intent in record.intents}
    return frozenset(written & set(language().types)) or question_types(record.question)


def distinct(questions: Iterable[str]) -> Iterator[str]:
    """Each question once, whatever its white space and punctuation."""
    seen: set[str] = set()
    for question in questions:
        key = same_text_key(question)
        if key not in seen:
            seen.add(key)
            yield question


def _learnt(
    asked: Sequence[Sequence[Phrase]],
    types: Sequence[frozenset[str]],
    known: Iterable[tuple[str, Sequence[Phrase]]],
) -> Kinds:
    """What tells the types of question apart: the records' phrasings and those written for each type."""
    examples = [(one.features, own) for phrases, own in zip(asked, types, strict=True) if own for one in phrases]
    named = [(one.features, frozenset({name})) for name, phrases in known for one in phrases]
    return Kinds([*_some(examples), *named])


def _some(of: Sequence[T]) -> Sequence[T]:
    """Evenly many of very many: kinds are learnt as well from `_EXAMPLES` of them."""
    return of[:: -(-len(of) // _EXAMPLES) or 1]
