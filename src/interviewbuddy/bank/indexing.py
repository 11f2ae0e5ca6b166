"""What a bank learns of its records before the first question.

The evidence's index, types of question, what is small talk, whose words are whose: plain arrays and tables, so that it
is kept between starts (`kept`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from interviewbuddy.bank.encoder import encoder
from interviewbuddy.bank.evidence import Evidence, Meanings
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
    """The index of these records: made, some forty seconds for the bundled ones, or kept from an earlier start."""
    if len(records) + len(hidden) < _WORTH_KEEPING:
        return _made(records, hidden)
    return kept(_made_from(records, hidden), lambda: _made(records, hidden))


def _made(records: Sequence[Record], hidden: Sequence[Record]) -> Index:
    types = [types_of(record) for record in records]
    phrases = iter(read_phrases(line for record in records for line in ways_to_ask(record)))
    own = [[next(phrases) for _ in ways_to_ask(record)] for record in records]
    asked = lend(own, read_phrases(distinct(record.question for record in hidden)))
    advised, replied = ([read_phrases(ways_to_ask(one)) for one in pieces] for pieces in (advice(), replies()))
    known = [(name, read_phrases(lines)) for name, lines in phrasings().items()]
    fair = [record.level == "fair" for record in records]
    return Index(
        _evidence(asked, types, fair) if asked else None,
        _of_pieces(advised),
        _of_pieces(replied),
        Subjects([*_some(_flat(asked)), *_flat(lines for _, lines in known)], _flat(replied)),
        Voices(_some([one[0] for one in asked]), _flat(advised)),
        _learnt(asked, types, known),
    )


def _of_pieces(asked: Sequence[Sequence[Phrase]]) -> Evidence:
    return _evidence(asked, [frozenset()] * len(asked), [False] * len(asked))


def _flat(asked: Iterable[Iterable[Phrase]]) -> list[Phrase]:
    return [one for own in asked for one in own]


def _evidence(asked: Sequence[Sequence[Phrase]], types: Sequence[frozenset[str]], fair: Sequence[bool]) -> Evidence:
    return Evidence(Meanings(encoder(), asked), asked, types, fair)


def _made_from(records: Iterable[Record], hidden: Iterable[Record]) -> Iterator[str]:
    """All of the records' text that an index goes by."""
    for record in records:
        yield "\n".join([*ways_to_ask(record), *sorted(types_of(record)), str(record.level)])
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
