"""The question bank: which written interview question is nearest to the one asked.

BM25 over Kiwi's morphemes (Robertson & Zaragoza 2009, https://doi.org/10.1561/1500000019) finds
candidates; what ranks them is the share of the asked question's weight that a candidate covers,
the type of question both are (지원동기, 단점, 갈등, …), and a little for the same occupation and
experience. Knows records, not HTTP and not engines. Synonyms and types are data: `bank.toml`.
"""

import logging
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from interviewbuddy.corpus.aihub import parse
from interviewbuddy.corpus.record import Record
from interviewbuddy.corpus.sources import LabelText, read_sources
from interviewbuddy.korean import content_morphemes, kiwi, same_text_key, tokenize_many

NEAR = 0.40
"""From this similarity on, a record is taken to answer the question asked."""

_CANDIDATES = 200
_TYPE_WEIGHT = 0.45
_LONELY_WORD = 0.5
_SAME_OCCUPATION = 0.22
_SAME_EXPERIENCE = 0.22


@dataclass(frozen=True)
class Match:
    """A record and how near its question is: 1 covers all that was asked, 0 shares nothing."""

    record: Record
    similarity: float


@dataclass(frozen=True)
class Language:
    """What `bank.toml` says: words to leave out, words that mean the same, types and what they look like."""

    stopwords: frozenset[str]
    canonical: dict[str, str]
    broad: frozenset[str]
    types: dict[str, re.Pattern[str]]


@cache
def language() -> Language:
    """The bank's knowledge of Korean interview questions."""
    data = tomllib.loads(files("interviewbuddy").joinpath("bank.toml").read_text("utf-8"))
    canonical = {word: words[0] for words in data["synonyms"] for word in words}
    types = {name: re.compile("|".join(patterns)) for name, patterns in data["types"].items()}
    return Language(frozenset(data["stopwords"]), canonical, frozenset(data["broad"]), types)


def read_records(source: Path) -> list[Record]:
    """The usable records of one source; `answer` is filled where the source brings a clean version."""
    items = (item for item in read_sources([source]) if isinstance(item, LabelText))
    return [parsed.record for item in items if (parsed := parse(item)).record]


class Bank:
    """An index over the questions of some records; read-only once made, so any thread may search it."""

    def __init__(self, records: Iterable[Record]) -> None:
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)
        self.records: Sequence[Record] = tuple(records)
        questions = [_normal(record.question) for record in self.records]
        self._terms = [_terms(tokens) for tokens in tokenize_many(questions)]
        self._types = [self._types_of(record) for record in self.records]
        counts = Counter(term for terms in self._terms for term in set(terms))
        self._idf = {term: math.log(1 + len(questions) / count) for term, count in counts.items()}
        self._unknown = math.log(1 + len(questions))
        self._bm25 = bm25s.BM25()
        self._bm25.index([terms or ["∅"] for terms in self._terms], show_progress=False)

    @staticmethod
    def _types_of(record: Record) -> frozenset[str]:
        written = {intent.expression for intent in record.intents}
        return frozenset(written & set(language().types)) or question_types(record.question)

    def search(self, question: str, occupation: str | None = None, experience: str | None = None) -> list[Match]:
        """Records by falling similarity plus fit to the applicant; every record appears at most once."""
        asked = _terms(kiwi().tokenize(_normal(question)))
        types = question_types(question)
        scores = self._bm25.get_scores(asked) if asked else np.zeros(len(self.records))
        candidates = set(np.argsort(-scores, kind="stable")[:_CANDIDATES].tolist())
        candidates |= {i for i, own in enumerate(self._types) if own & types}
        ranked = [
            (self._similarity(i, asked, types), self._fit(i, occupation, experience), float(scores[i]), i)
            for i in candidates
        ]
        ranked.sort(key=lambda row: (-(row[0] + row[1]), -row[2], row[3]))
        return [Match(self.records[i], round(similarity, 3)) for similarity, _fit, _score, i in ranked]

    def suggest(self, occupation: str | None, experience: str | None, limit: int) -> list[str]:
        """Questions to begin with: one of each type, most asked types first, nearest to the applicant."""
        chosen: list[str] = []
        for name in language().types:
            own = [i for i, types in enumerate(self._types) if name in types]
            own.sort(key=lambda i: (-self._fit(i, occupation, experience), len(self.records[i].question), i))
            chosen += [self.records[i].question for i in own if self.records[i].question not in chosen][:1]
            if len(chosen) == limit:
                break
        return chosen

    def _similarity(self, i: int, asked: list[str], types: frozenset[str]) -> float:
        """0 to 1: same words, weighted by rarity, in both directions; same type of question."""
        mine, theirs = set(asked), set(self._terms[i])
        shared = self._weight(mine & theirs)
        covered = shared / self._weight(mine) if mine else 0.0
        answered = shared / self._weight(theirs) if theirs else 0.0
        words = 0.75 * covered + 0.25 * answered
        if not types:
            # A single shared word ("고마워", "방법") says little about what was asked.
            return words if len(mine & theirs) > 1 or mine == theirs else _LONELY_WORD * words
        kinship = _type_weight(types & self._types[i]) / _type_weight(types)
        return (1 - _TYPE_WEIGHT) * words + _TYPE_WEIGHT * kinship

    def _fit(self, i: int, occupation: str | None, experience: str | None) -> float:
        record = self.records[i]
        fit = _SAME_OCCUPATION * (record.occupation == occupation) + _SAME_EXPERIENCE * (
            record.experience == experience
        )
        return fit - 0.05 * (record.level == "fair")

    def _weight(self, terms: set[str]) -> float:
        return sum(self._idf.get(term, self._unknown) for term in terms)


def question_types(question: str) -> frozenset[str]:
    """The kinds of question this reads like (motivation, weakness, …); empty if none is plain."""
    text = _normal(question)
    return frozenset(name for name, pattern in language().types.items() if pattern.search(text))


def _type_weight(types: frozenset[str]) -> float:
    broad = language().broad
    return sum(0.5 if name in broad else 1.0 for name in types)


def distinct_questions(matches: Iterable[Match], limit: int) -> list[str]:
    """The first `limit` questions, no two the same but for white space and punctuation."""
    seen: dict[str, str] = {}
    for match in matches:
        seen.setdefault(same_text_key(match.record.question), match.record.question)
        if len(seen) == limit:
            break
    return list(seen.values())


def _normal(question: str) -> str:
    """Spellings that split or join words differently made one: 지원 동기 → 지원동기."""
    text = " ".join(question.split())
    return re.sub(r"지원\s?동기", "지원동기", re.sub(r"자기\s?소개", "자기소개", text))


def _terms(tokens: Iterable[object]) -> list[str]:
    known = language()
    forms = content_morphemes(tokens)
    return [known.canonical.get(form, form) for form in forms if form not in known.stopwords and not form.isdigit()]
