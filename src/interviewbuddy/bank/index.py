"""Short texts as arrays, and how near each is to a question by what they share: words or spelling.

Knows nothing of interviews. All texts are scored at once with numpy, so the time a question takes
grows with the texts (`benchmarks/latency.py` has it for 4,200 and 70,000).
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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

    def marked(self, words: Sequence[str]) -> Scores:
        """The vocabulary's weights, all but those of `words` (each once) set to 0."""
        values = np.zeros(len(self.vocabulary), dtype=np.float32)
        numbers = [self.vocabulary[word] for word in words if word in self.vocabulary]
        values[numbers] = self.idf[numbers]
        return values

    def sums(self, values: Scores) -> Scores:
        """The sum of `values` (one a word) over each row."""
        return np.add.reduceat(values[self.ids], self._starts)


def covered(rows: Rows, asked: Sequence[str]) -> Scores:
    """Share of the question's weight (idf) whose words stand in each text: 0 to 1."""
    return rows.sums(rows.marked(asked)) / max(sum(map(rows.weight, asked)), 1e-9)


def by_spelling(rows: Rows, asked: Sequence[str]) -> Scores:
    """Dice's coefficient of weighted spelling grams, 0 to 1: misspelt words still share most of theirs."""
    weight = sum(map(rows.weight, asked))
    return 2 * rows.sums(rows.marked(asked)) / (rows.totals + weight)
