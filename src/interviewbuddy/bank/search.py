"""The question bank: which written interview question is nearest to the one asked.

Puts together what is known of the records (`indexing`), what a question is made of (`language`), the evidence for
each record (`evidence`), how much that counts (`relevance`) and what is wanted at all (`purpose`). Knows records, not
HTTP and not engines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np

from interviewbuddy.bank.index import Scores
from interviewbuddy.bank.indexing import distinct, indexed
from interviewbuddy.bank.language import Phrase, language, question_types, read_phrases
from interviewbuddy.bank.purpose import UNRELATED, Purpose, purpose_of
from interviewbuddy.bank.relevance import probability, relevance
from interviewbuddy.corpus.aihub import parse
from interviewbuddy.corpus.record import Record
from interviewbuddy.corpus.sources import LabelText, read_sources

NEAR = 0.07
"""From this similarity on a record is shown as the answer. Below it one in five fits (docs/diary.md); there a plan
helps more, with what is nearest beneath it."""

_ALL_THAT_IS_ASKED = 4000  # records; that nothing is near tells the less, the fewer there are

_SURE = 1.1  # log odds (0.75) from which questions count as the same, and whose answer it is decides
_BROAD = 0.25
_PLAIN = 0.7  # of the likelihood of a type, where a pattern shows it; the rest is what is learnt


@dataclass(frozen=True)
class Match:
    """A record and its similarity: how likely a reader finds that it fits the question, 0 to 1."""

    record: Record
    similarity: float

    @property
    def types(self) -> set[str]:
        """The record's types of question; its question itself where it has none, so that it is like no other."""
        return {intent.expression for intent in self.record.intents} or {self.record.question}


@dataclass(frozen=True)
class Reading:
    """What a bank makes of a question: the evidence for each record, the likely types, what is wanted with it.

    `log_odds` of each record's fitting, as far as nothing is known of who asks.
    """

    evidence: dict[str, Scores]
    log_odds: Scores
    types: dict[str, float]
    purpose: Purpose = field(default_factory=Purpose)


def read_records(source: Path) -> list[Record]:
    """The usable records of one source; `answer` is filled where the source brings a clean version."""
    items = (item for item in read_sources([source]) if isinstance(item, LabelText))
    return [parsed.record for item in items if (parsed := parse(item)).record]


class Bank:
    """An index over the questions of some records; read-only once made, so any thread may search it."""

    def __init__(self, records: Iterable[Record], hidden: Iterable[Record] = ()) -> None:
        """:param hidden: records that are searched too, and of which nothing is ever shown (`lending`)."""
        self.records: Sequence[Record] = tuple(records)
        self.hidden: Sequence[Record] = tuple(hidden)
        self._index = indexed(self.records, self.hidden)
        self._of_occupation = _members([record.occupation for record in self.records])
        self._of_experience = _members([record.experience for record in self.records])
        self._complete = min(1.0, len(self.records) / _ALL_THAT_IS_ASKED)
        self._remembered = lru_cache(maxsize=64)(self._reading)

    def search(
        self, question: str, occupation: str | None = None, experience: str | None = None, limit: int = 50
    ) -> list[Match]:
        """The `limit` records likeliest to fit, the likeliest first; none appears twice.

        Among questions that are surely the same, whose answer it is decides before how alike they are.
        """
        reading = self.read(question)
        own = relevance().of_applicant(self.applicant(reading, occupation, experience))
        own -= relevance().of_applicant(self.applicant(reading, None, None))
        first = np.minimum(reading.log_odds, _SURE) + own
        last = np.partition(first, -limit)[-limit] if limit < len(first) else -np.inf
        likeliest = np.flatnonzero(first >= last)
        order = likeliest[np.lexsort((-reading.log_odds[likeliest], -first[likeliest]))][:limit]
        similarity = probability((reading.log_odds + own)[order])
        return [Match(self.records[i], round(float(near), 3)) for i, near in zip(order, similarity, strict=True)]

    def read(self, question: str) -> Reading:
        """What the bank makes of a question, whoever asks it; the last few are remembered."""
        return self._remembered(question)

    def applicant(self, reading: Reading, occupation: str | None, experience: str | None) -> dict[str, Scores]:
        """The evidence of who asks: whose records are of his own occupation and experience (None: not said).

        `other_trade`: how likely the question is one whose answers hold for one occupation alone, where the
        record is of another.
        """
        every = np.ones(len(self.records), dtype=np.float32)
        none = np.zeros_like(every)
        same = self._of_occupation.get(occupation or "", none)
        bound = sum(share for name, share in reading.types.items() if name in language().bound)
        return {
            "same_occupation": same,
            "other_trade": (every - same) * bound * (occupation is not None),
            "any_occupation": every * (occupation is None),
            "same_experience": self._of_experience.get(experience or "", none),
            "any_experience": every * (experience is None),
        }

    def _reading(self, question: str) -> Reading:
        (asked,) = read_phrases([question])
        types = self._likely_types(asked, question_types(question))
        evidence = self._index.evidence.of(asked, types) if self._index.evidence else {}
        found = Reading(evidence, np.zeros(len(self.records), dtype=np.float32), types)
        near = UNRELATED
        if evidence:
            log_odds = relevance().log_odds(evidence) + relevance().of_applicant(self.applicant(found, None, None))
            near = float(probability(log_odds).max())
            found = replace(found, log_odds=log_odds)
        return replace(found, purpose=purpose_of(asked, self._index, near, self._complete))

    def _likely_types(self, asked: Phrase, plain: frozenset[str]) -> dict[str, float]:
        """Type of question → how likely it is of that type; plain patterns count before what is learnt."""
        learnt = self._index.kinds.shares(asked.features)
        if not plain:
            return learnt
        shown = {name: _BROAD if name in language().broad else 1.0 for name in plain}
        total = sum(shown.values()) / _PLAIN
        return {name: shown.get(name, 0.0) / total + (1 - _PLAIN) * learnt.get(name, 0.0) for name in learnt | shown}


def distinct_questions(matches: Iterable[Match], limit: int) -> list[str]:
    """The first `limit` questions, no two the same but for white space and punctuation."""
    return list(islice(distinct(match.record.question for match in matches), limit))


def _members(values: Sequence[str]) -> dict[str, Scores]:
    """Each value → 1 for those that have it, 0 for the others."""
    every = np.array(values)
    return {name: (every == name).astype(np.float32) for name in set(values)}
