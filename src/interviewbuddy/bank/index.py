"""Short texts as arrays, and how near each is to a question: by words, by meaning, by spelling.

Knows nothing of interviews. All texts are scored at once with numpy, so the time a question takes
grows with the texts (docs/diary.md has it for 2,100 and 70,000).
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from interviewbuddy.bank.language import Term
from interviewbuddy.bank.meaning import similar

Scores = NDArray[np.float32]
"""One number a text."""


class Rows:
    """Sets of words, one a text, as compressed sparse rows over a vocabulary; weights are idf."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.vocabulary: dict[str, int] = {"": 0}
        numbers = [sorted({self._number(word) for word in row}) or [0] for row in rows]
        self.ids = np.array([number for row in numbers for number in row], dtype=np.int32)
        lengths = np.array([len(row) for row in numbers], dtype=np.int64)
        self._starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
        counts = np.bincount(self.ids, minlength=len(self.vocabulary))
        self.unknown = math.log(1 + len(rows))
        self.idf = np.log(1 + len(rows) / np.maximum(counts, 1)).astype(np.float32)
        self.idf[0] = 1e-9
        self.totals = self.sums(self.idf)

    def __len__(self) -> int:
        return len(self._starts)

    def _number(self, word: str) -> int:
        return self.vocabulary.setdefault(word, len(self.vocabulary))

    def weight(self, word: str) -> float:
        """A word's idf; that of a word seen in no text is the highest."""
        number = self.vocabulary.get(word)
        return self.unknown if number is None else float(self.idf[number])

    def sums(self, values: Scores) -> Scores:
        """The sum of `values` (one a word) over each row."""
        return np.add.reduceat(values[self.ids], self._starts)

    def largest(self, values: Scores) -> Scores:
        """The largest of `values` (one a word) in each row."""
        return np.maximum.reduceat(values[self.ids], self._starts)

    def share(self, values: Scores) -> Scores:
        """How much of each row's weight `values` (one a word, 0 to 1) makes up: 0 to 1."""
        return self.sums(self.idf * values) / self.totals


def likeness(rows: Rows, asked: Sequence[Term]) -> list[Scores]:
    """For each word asked how near each word of the vocabulary is: 1 itself, less one of nearly the same meaning."""
    return [_likeness(rows, term) for term in asked]


def covered(rows: Rows, asked: Sequence[Term], near: Sequence[Scores]) -> Scores:
    """Share of the question's weight that each text covers: 0 to 1. `near` is the `likeness` of `asked`."""
    found, weight = np.zeros(len(rows), dtype=np.float32), 0.0
    for term, values in zip(asked, near, strict=True):
        own = rows.weight(term.form)
        found += own * rows.largest(values)
        weight += own
    return found / max(weight, 1e-9)


def answered(rows: Rows, near: Sequence[Scores]) -> Scores:
    """Share of each text's weight that the question covers: 0 to 1."""
    return rows.share(np.maximum.reduce(list(near))) if near else np.zeros(len(rows), dtype=np.float32)


def by_spelling(rows: Rows, asked: Sequence[str]) -> Scores:
    """Dice's coefficient of weighted spelling grams, 0 to 1: misspelt words still share most of theirs."""
    values = np.zeros(len(rows.vocabulary), dtype=np.float32)
    numbers = [rows.vocabulary[gram] for gram in asked if gram in rows.vocabulary]
    values[numbers] = 1.0
    shared = rows.sums(rows.idf * values)
    weight = sum(rows.weight(gram) for gram in asked)
    return 2 * shared / (rows.totals + weight)


def _likeness(rows: Rows, term: Term) -> Scores:
    values = np.zeros(len(rows.vocabulary), dtype=np.float32)
    for form, closeness in similar(term).items():
        if form in rows.vocabulary:
            values[rows.vocabulary[form]] = closeness
    if term.form in rows.vocabulary:
        values[rows.vocabulary[term.form]] = 1.0
    return values
