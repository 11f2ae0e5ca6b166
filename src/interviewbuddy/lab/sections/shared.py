"""What the parts of a report have in common: how a figure, its table and its systems are written."""

import numpy as np
from scipy.stats import spearmanr

from interviewbuddy.lab.comparing import Difference, Estimate, Seeds
from interviewbuddy.lab.matrix import CHAIN, GIVEN_WITH
from interviewbuddy.lab.results import Results
from interviewbuddy.metrics.base import Array
from interviewbuddy.report.document import NOT_MEASURED, Cell

SHOWN = ("bleu", "rouge1", "rouge2", "rougeL", "chrf++")
TITLES = {"reference": "전체 답변", "summary": "요약 답변"}


def models(results: Results, target: str, measure: str) -> dict[str, Seeds]:
    """Statistics of the models; chains of two and models asked otherwise left out."""
    return {name: rows for name, rows in results.rows(target, measure).items() if is_run(name)}


def is_run(name: str) -> bool:
    """Whether something was trained for it: no chain of two, no model asked once more with other conditions."""
    return CHAIN not in name and GIVEN_WITH not in name


def correlation(one: Array, other: Array) -> Cell:
    """Spearman's ρ of two figures for each text, with a bootstrap interval over texts."""
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return Cell(text=NOT_MEASURED)
    draw = np.random.default_rng(0)
    picks = (draw.integers(0, len(one), len(one)) for _ in range(400))
    drawn = [
        float(spearmanr(one[at], other[at]).statistic) for at in picks if np.ptp(one[at]) > 0 and np.ptp(other[at]) > 0
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Cell(float(spearmanr(one, other).statistic), float(low), float(high), digits=2)


def cell(one: Estimate, digits: int = 1, best: bool = False) -> Cell:
    """An estimate with interval and spread."""
    return Cell(one.value, one.low, one.high, one.spread, best=best, digits=digits)


def told(one: Difference) -> tuple[Cell, Cell, Cell]:
    """A difference with its interval, p, and p after Holm."""
    return Cell(one.value, one.low, one.high, digits=2), Cell(one.p, digits=3), Cell(one.holm, digits=3)


def data(results: Results) -> str:
    """Whose records were measured."""
    return f"{results.report['name']} · {results.report['corpus_hash'][:12]}"
