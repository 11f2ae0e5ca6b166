"""What a metric is: additive statistics for each text, a value of their sums, and so a bootstrap interval.

Corpus BLEU is no mean of sentence scores, so every metric gives for each text a row of statistics whose
sums decide the value. Resampling texts is then resampling rows (Koehn 2004,
https://aclanthology.org/W04-3250), the same for every metric and for the difference of two systems.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviewbuddy.errors import InputError

Array = NDArray[np.float64]

RESAMPLES = 1000
SEED = 12345


@dataclass(frozen=True)
class Score:
    """A value from 0 to 100 (but for lengths), its 95 % bootstrap interval, and all that decides it.

    `value` is None where it was not measured; `note` says why.
    """

    value: float | None
    interval: tuple[float, float] | None
    signature: str
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """The contract's object; `note` only where there is one."""
        values = asdict(self)
        values["interval"] = list(self.interval) if self.interval else None
        return values if self.note else {name: value for name, value in values.items() if name != "note"}


class Metric(ABC):
    """One measure, configured when made.

    `compares`: whether it looks at references at all. `ordered`: whether the order of words must matter.
    `floor`: what unrelated Korean texts may reach, out of 100, before the measure is called broken.
    """

    name: str
    compares = True
    ordered = False
    floor = 100.0

    @property
    @abstractmethod
    def signature(self) -> str:
        """Tokenisation, model and layer, versions: what must be equal for two scores to be compared."""

    @abstractmethod
    def statistics(self, hypotheses: Sequence[str], references: Sequence[str]) -> Array:
        """Additive statistics, shape (texts, statistics)."""

    @abstractmethod
    def values(self, sums: Array) -> Array:
        """The values, shape (rows,), of summed statistics, shape (rows, statistics)."""

    def __call__(self, hypotheses: Sequence[str], references: Sequence[str]) -> Score:
        """The score of a list of texts against as many references.

        :raise InputError: if the lists are empty or of unequal length.
        """
        require_pairs(hypotheses, references)
        rows = self.statistics(hypotheses, references)
        return Score(self.value(rows), interval(self, rows), f"{self.signature}|n:{len(rows)}|bs:{RESAMPLES}|rs:{SEED}")

    def value(self, rows: Array) -> float:
        """The value of texts whose statistics are `rows`."""
        return float(self.values(rows.sum(axis=0, keepdims=True))[0])


class MeanMetric(Metric):
    """A metric whose value is the mean of a figure for each text."""

    @abstractmethod
    def each(self, hypotheses: Sequence[str], references: Sequence[str]) -> Sequence[float]:
        """One figure for each text."""

    def statistics(self, hypotheses: Sequence[str], references: Sequence[str]) -> Array:
        """Figure and count."""
        figures = np.asarray(self.each(hypotheses, references), dtype=np.float64)
        return np.column_stack([figures, np.ones(len(figures))])

    def values(self, sums: Array) -> Array:
        """Sums over counts."""
        means: Array = sums[:, 0] / np.maximum(sums[:, 1], 1)
        return means


def require_pairs(hypotheses: Sequence[str], references: Sequence[str]) -> None:
    """:raise InputError: if there is nothing to score, or not as many references as hypotheses."""
    if len(hypotheses) != len(references):
        raise InputError("lines_unequal", hypotheses=len(hypotheses), references=len(references))
    if not hypotheses:
        raise InputError("nothing_to_score")


def resampled(rows: Array, seed: int = SEED, count: int = RESAMPLES) -> Array:
    """Sums over texts drawn with replacement, shape (count, statistics); the same draws for the same seed and size."""
    drawn = np.random.default_rng(seed).multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=count)
    sums: Array = drawn.astype(np.float64) @ rows
    return sums


def interval(metric: Metric, rows: Array) -> tuple[float, float]:
    """The 95 % percentile interval over resampled texts."""
    low, high = np.percentile(metric.values(resampled(rows)), [2.5, 97.5])
    return float(low), float(high)
