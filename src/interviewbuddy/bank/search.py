"""The question bank: which written interview question is nearest to the one asked.

Four kinds of evidence are joined: words that both share (weighted by rarity, BM25's idf), words that
mean nearly the same, spelling, and the type of question; then a little for the applicant's own
occupation and experience. Knows records, not HTTP and not engines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from interviewbuddy.bank.index import Rows, Scores, by_spelling, by_words
from interviewbuddy.bank.kinds import Kinds
from interviewbuddy.bank.language import Term, grams, language, normal, phrasings, question_types, terms
from interviewbuddy.bank.subject import ASIDE, Subjects
from interviewbuddy.corpus.aihub import parse
from interviewbuddy.corpus.record import Record
from interviewbuddy.corpus.sources import LabelText, read_sources
from interviewbuddy.korean import kiwi, same_text_key, tokenize_many

NEAR = 0.34
"""From this similarity on, a record is taken to answer the question asked."""


SAME = 0.75
"""From this similarity on, questions are the same, and whose answer it is decides."""

_BROAD = 0.25
_LONELY_WORD = 0.5  # "고마워", "방법": one shared word says little about what was asked

PLAINLY_NEAR = 0.45
"""From this similarity on, a question is one whatever its words look like."""


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts; fitted to judged questions (docs/diary.md)."""

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


def read_records(source: Path) -> list[Record]:
    """The usable records of one source; `answer` is filled where the source brings a clean version."""
    items = (item for item in read_sources([source]) if isinstance(item, LabelText))
    return [parsed.record for item in items if (parsed := parse(item)).record]


class Bank:
    """An index over the questions of some records; read-only once made, so any thread may search it."""

    def __init__(self, records: Iterable[Record], weights: Weights = Weights()) -> None:
        self.records: Sequence[Record] = tuple(records)
        self.weights = weights
        phrasings = [[record.question, *record.paraphrases] for record in self.records]
        self._firsts = np.cumsum([0, *map(len, phrasings)])[:-1]
        questions = [normal(line) for own in phrasings for line in own]
        asked = [terms(tokens) for tokens in tokenize_many(questions)]
        told = [terms(tokens) for tokens in tokenize_many([record.summary for record in self.records])]
        spelled = [grams(question) for question in questions]
        self._words = Rows([_forms(row) for row in asked])
        self._told = Rows([_forms(asked[i]) + _forms(more) for i, more in zip(self._firsts, told, strict=True)])
        self._grams = Rows(spelled)
        self._subjects = Subjects(questions)
        self._types = [self._types_of(record) for record in self.records]
        owners = [types for types, own in zip(self._types, phrasings, strict=True) for _ in own]
        self._kinds = _fit_kinds(asked, spelled, owners)
        self._of_type = {
            name: np.array([name in types for types in self._types], dtype=np.float64) for name in self._kinds.names
        }
        self._occupations = np.array([record.occupation for record in self.records])
        self._experiences = np.array([record.experience for record in self.records])
        self._fair = np.array([record.level == "fair" for record in self.records], dtype=np.float64)

    @staticmethod
    def _types_of(record: Record) -> frozenset[str]:
        written = {intent.expression for intent in record.intents}
        return frozenset(written & set(language().types)) or question_types(record.question)

    def search(
        self, question: str, occupation: str | None = None, experience: str | None = None, limit: int = 50
    ) -> list[Match]:
        """The nearest `limit` records by falling similarity plus fit to the applicant; none appears twice."""
        if not self.records:
            return []
        similarity = self.similarities(question)
        fitness = np.minimum(similarity, SAME) + self.fit(occupation, experience)
        order = np.lexsort((-similarity, -fitness))
        return [Match(self.records[i], round(float(similarity[i]), 3)) for i in order[:limit]]

    def similarities(self, question: str) -> Scores:
        """How near each record's question, in its nearest phrasing, is: 0 to 1."""
        weights = self.weights
        asked = terms(kiwi().tokenize(normal(question)))
        covered, answered = by_words(self._words, asked)
        if len(asked) == 1 and not question_types(question):
            covered = _LONELY_WORD * covered
        spelled = by_spelling(self._grams, grams(question))
        phrased = weights.covered * covered + weights.answered * answered + weights.spelled * spelled
        told, _ = by_words(self._told, asked)
        nearest = np.maximum.reduceat(phrased, self._firsts)
        whole = nearest + weights.told * told + weights.kind * self._kinship(question)
        return np.asarray(np.minimum(whole, 1.0))

    def is_aside(self, question: str) -> bool:
        """Whether this is no interview question at all; never so where a record's question is near."""
        if not self.records or self._subjects.aside(question) < ASIDE:
            return False
        return float(self.similarities(question).max()) < PLAINLY_NEAR

    def types(self, question: str) -> dict[str, float]:
        """Type of question → how likely it is of that type; plain patterns count before what is learnt."""
        plain = question_types(question)
        asked = terms(kiwi().tokenize(normal(question)))
        learnt = self._kinds.shares(_features(asked, grams(question)))
        if not plain:
            return learnt
        weights = {name: _BROAD if name in language().broad else 1.0 for name in plain}
        total = sum(weights.values())
        return {name: 0.7 * weights.get(name, 0.0) / total + 0.3 * learnt.get(name, 0.0) for name in learnt | weights}

    def fit(self, occupation: str | None, experience: str | None) -> Scores:
        """What the applicant's own occupation and experience add, and what a merely fair answer loses."""
        weights = self.weights
        fit = weights.occupation * (self._occupations == occupation) + weights.experience * (
            self._experiences == experience
        )
        return np.asarray(fit - weights.fair * self._fair)

    def suggest(self, occupation: str | None, experience: str | None, limit: int) -> list[str]:
        """Questions to begin with: one of each type, most asked types first, nearest to the applicant."""
        fit = self.fit(occupation, experience)
        chosen: list[str] = []
        for name in language().types:
            own = [i for i, types in enumerate(self._types) if name in types]
            own.sort(key=lambda i: (-fit[i], len(self.records[i].question), i))
            chosen += [self.records[i].question for i in own if self.records[i].question not in chosen][:1]
            if len(chosen) == limit:
                break
        return chosen

    def _kinship(self, question: str) -> Scores:
        shares = self.types(question)
        kinship = np.zeros(len(self.records))
        for name, share in shares.items():
            if share > 0.02 and name in self._of_type:
                kinship += share * self._of_type[name]
        return np.minimum(kinship, 1.0)


def _fit_kinds(
    asked: Sequence[Sequence[Term]], spelled: Sequence[Sequence[str]], types: Sequence[frozenset[str]]
) -> Kinds:
    examples = [(_features(a, s), t) for a, s, t in zip(asked, spelled, types, strict=True) if t]
    lines = [(line, name) for name, own in phrasings().items() for line in own]
    tokens = tokenize_many([normal(line) for line, _ in lines])
    examples += [
        (_features(terms(found), grams(line)), frozenset({name}))
        for (line, name), found in zip(lines, tokens, strict=True)
    ]
    return Kinds(examples)


def _features(asked: Iterable[Term], spelled: Sequence[str]) -> tuple[str, ...]:
    return (*(f"w {term.form}" for term in asked), *spelled)


def _forms(row: Iterable[Term]) -> tuple[str, ...]:
    return tuple(term.form for term in row)


def distinct_questions(matches: Iterable[Match], limit: int) -> list[str]:
    """The first `limit` questions, no two the same but for white space and punctuation."""
    seen: dict[str, str] = {}
    for match in matches:
        seen.setdefault(same_text_key(match.record.question), match.record.question)
        if len(seen) == limit:
            break
    return list(seen.values())
