"""Short texts by the words they hold, and how near each is to a question by what they share: words or spelling.

Knows nothing of interviews. Only the texts that hold a word of the question are looked at (an inverted index), so a
question costs what its words are common (`benchmarks/latency.py` has it for 8,918 and 70,000 records).
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
"""One number a text."""


class Rows:
    """Sets of words, one a text, as an inverted index: each word's texts; weights are idf."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        vocabulary: dict[str, int] = defaultdict(count().__next__)
        nothing = vocabulary[""]
        numbers = [sorted({vocabulary[word] for word in row}) or [nothing] for row in rows]
        self._vocabulary = dict(vocabulary)
        ids = np.array([number for row in numbers for number in row], dtype=np.int32)
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) for row in numbers])
        counts = np.bincount(ids, minlength=len(self._vocabulary))
        self._texts = owners[np.argsort(ids, kind="stable")]
        self._ends = np.cumsum(counts)
        self._unknown = math.log(1 + len(rows))
        self._idf = np.log(1 + len(rows) / np.maximum(counts, 1)).astype(np.float32)
        self._idf[nothing] = 1e-9
        self.totals = np.bincount(owners, self._idf[ids], minlength=len(rows)).astype(np.float32)

    def __len__(self) -> int:
        return len(self.totals)

    def weight(self, words: Sequence[str]) -> float:
        """The sum of the words' idf; that of a word seen in no text is the highest."""
        numbers = map(self._vocabulary.get, words)
        return float(sum(self._unknown if number is None else self._idf[number] for number in numbers))

    def shared(self, words: Sequence[str]) -> Scores:
        """The weight of those of `words` (each once) that stand in each text."""
        found = np.zeros(len(self), dtype=np.float32)
        for number in map(self._vocabulary.get, words):
            if number is not None:
                found[self._texts[self._ends[number - 1] if number else 0 : self._ends[number]]] += self._idf[number]
        return found


def covered(rows: Rows, asked: Sequence[str]) -> Scores:
    """Share of the question's weight (idf) whose words stand in each text: 0 to 1."""
    return rows.shared(asked) / max(rows.weight(asked), 1e-9)


def by_spelling(rows: Rows, asked: Sequence[str]) -> Scores:
    """Dice's coefficient of weighted spelling grams, 0 to 1: misspelt words still share most of theirs."""
    return 2 * rows.shared(asked) / (rows.totals + rows.weight(asked))
