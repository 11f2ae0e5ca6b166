"""The question bank: which written interview question is nearest to the one asked.

Four kinds of evidence are joined: words that both share (weighted by rarity, BM25's idf), words that
mean nearly the same, spelling, and the type of question; then a little for the applicant's own
occupation and experience. Knows records, not HTTP and not engines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np

from interviewbuddy.bank.index import Rows, Scores, answered, by_spelling, covered, likeness
from interviewbuddy.bank.kinds import Kinds
from interviewbuddy.bank.language import Phrase, language, phrasings, question_types, read_phrases
from interviewbuddy.bank.subject import Subjects
from interviewbuddy.corpus.aihub import parse
from interviewbuddy.corpus.record import Record
from interviewbuddy.corpus.sources import LabelText, read_sources
from interviewbuddy.korean import same_text_key

T = TypeVar("T")

NEAR = 0.34
"""From this similarity on, a record is taken to answer the question asked."""

SAME = 0.75
"""From this similarity on, questions are the same, and whose answer it is decides."""

_BROAD = 0.25
_LONELY_WORD = 0.5  # "고마워", "방법": one shared word says little about what was asked

PLAINLY_NEAR = 0.45
"""From this similarity on, a question is one whatever its words look like."""

_EXAMPLES = 20_000
_PLAIN = 0.7  # of the likelihood of a type, where a pattern shows it; the rest is what is learnt


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts; chosen by hand on judged questions (docs/diary.md)."""

    covered: float = 0.33
    answered: float = 0.10
    spelled: float = 0.25
    told: float = 0.12
    kind: float = 0.24
    occupation: float = 0.18
    experience: float = 0.16
    fair: float = 0.03


@dataclass(frozen=True)
class Match:
    """A record and how near its question is: 1 covers all that was asked, 0 shares nothing."""

    record: Record
    similarity: float


@dataclass(frozen=True)
class Reading:
    """What a bank makes of a question: each record's similarity, the likely types, whether it is one at all."""

    similarities: Scores
    types: dict[str, float]
    is_aside: bool


def read_records(source: Path) -> list[Record]:
    """The usable records of one source; `answer` is filled where the source brings a clean version."""
    items = (item for item in read_sources([source]) if isinstance(item, LabelText))
    return [parsed.record for item in items if (parsed := parse(item)).record]


class Bank:
    """An index over the questions of some records; read-only once made, so any thread may search it."""

    def __init__(self, records: Iterable[Record], weights: Weights = Weights()) -> None:
        self.records: Sequence[Record] = tuple(records)
        self.weights = weights
        self._types = [self._types_of(record) for record in self.records]
        lines = [[record.question, *record.paraphrases] for record in self.records]
        phrases = read_phrases(line for own in lines for line in own)
        told = read_phrases(record.summary for record in self.records)
        self._firsts = np.cumsum([0, *map(len, lines)])[:-1]
        self._words = Rows([one.forms for one in phrases])
        self._grams = Rows([one.grams for one in phrases])
        self._told = Rows([phrases[i].forms + more.forms for i, more in zip(self._firsts, told, strict=True)])
        named = [(name, line) for name, own in phrasings().items() for line in own]
        known = read_phrases(line for _, line in named)
        self._subjects = Subjects([*_some(phrases), *known])
        owners = [types for types, own in zip(self._types, lines, strict=True) for _ in own]
        examples = [(one.features, types) for one, types in zip(phrases, owners, strict=True) if types]
        told_kinds = [(one.features, frozenset({name})) for one, (name, _) in zip(known, named, strict=True)]
        self._kinds = Kinds([*_some(examples), *told_kinds])
        self._of_type = {
            name: np.array([name in types for types in self._types], dtype=np.float32) for name in self._kinds.names
        }
        self._occupations = np.array([record.occupation for record in self.records])
        self._experiences = np.array([record.experience for record in self.records])
        self._fair = np.array([record.level == "fair" for record in self.records], dtype=np.float32)
        self._remembered = lru_cache(maxsize=64)(self._reading)

    @staticmethod
    def _types_of(record: Record) -> frozenset[str]:
        written = {intent.expression for intent in record.intents}
        return frozenset(written & set(language().types)) or question_types(record.question)

    def search(
        self, question: str, occupation: str | None = None, experience: str | None = None, limit: int = 50
    ) -> list[Match]:
        """The nearest `limit` records by falling similarity plus fit to the applicant; none appears twice."""
        similarity = self.read(question).similarities
        fitness = np.minimum(similarity, SAME) + self._fit(occupation, experience)
        order = np.lexsort((-similarity, -fitness))
        return [Match(self.records[i], round(float(similarity[i]), 3)) for i in order[:limit]]

    def read(self, question: str) -> Reading:
        """What the bank makes of a question, whoever asks it; the last few are remembered."""
        return self._remembered(question)

    def _reading(self, question: str) -> Reading:
        (asked,) = read_phrases([question])
        plain = question_types(question)
        types = self._likely_types(asked, plain)
        similarities = self._similarities(asked, types, lonely=len(asked.terms) == 1 and not plain)
        far = not self.records or float(similarities.max()) < PLAINLY_NEAR
        return Reading(similarities, types, far and self._subjects.is_aside(asked))

    def _similarities(self, asked: Phrase, types: dict[str, float], *, lonely: bool) -> Scores:
        """How near each record's question, in its nearest phrasing, is: 0 to 1."""
        if not self.records:
            return np.zeros(0, dtype=np.float32)
        weights = self.weights
        near = likeness(self._words, asked.terms)
        phrased = (_LONELY_WORD if lonely else 1.0) * weights.covered * covered(self._words, asked.terms, near)
        phrased += weights.answered * answered(self._words, near)
        phrased += weights.spelled * by_spelling(self._grams, asked.grams)
        told = covered(self._told, asked.terms, likeness(self._told, asked.terms))
        whole = np.maximum.reduceat(phrased, self._firsts) + weights.told * told
        for name, share in types.items():
            whole += weights.kind * share * self._of_type.get(name, 0.0)
        return np.asarray(np.minimum(whole, 1.0))

    def _likely_types(self, asked: Phrase, plain: frozenset[str]) -> dict[str, float]:
        """Type of question → how likely it is of that type; plain patterns count before what is learnt."""
        learnt = self._kinds.shares(asked.features)
        if not plain:
            return learnt
        shown = {name: _BROAD if name in language().broad else 1.0 for name in plain}
        total = sum(shown.values()) / _PLAIN
        return {name: shown.get(name, 0.0) / total + (1 - _PLAIN) * learnt.get(name, 0.0) for name in learnt | shown}

    def _fit(self, occupation: str | None, experience: str | None) -> Scores:
        """What the applicant's own occupation and experience add, and what a merely fair answer loses."""
        weights = self.weights
        fit = weights.occupation * (self._occupations == occupation) + weights.experience * (
            self._experiences == experience
        )
        return np.asarray(fit - weights.fair * self._fair)


def _some(of: Sequence[T]) -> Sequence[T]:
    """Evenly many of very many: kinds are learnt as well from `_EXAMPLES` of them."""
    return of[:: -(-len(of) // _EXAMPLES) or 1]


def distinct_questions(matches: Iterable[Match], limit: int) -> list[str]:
    """The first `limit` questions, no two the same but for white space and punctuation."""
    seen: dict[str, str] = {}
    for match in matches:
        seen.setdefault(same_text_key(match.record.question), match.record.question)
        if len(seen) == limit:
            break
    return list(seen.values())
