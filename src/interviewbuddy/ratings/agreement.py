"""How far evaluators agree: Krippendorff's α for ordered marks, with bootstrap intervals over items and raters.

Krippendorff 2019, Content Analysis, chapter 12; computed by the `krippendorff` package.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviewbuddy.ratings.scale import MARKS, Marks

RESAMPLES = 500
SEED = 12345

Matrix = NDArray[np.float64]
"""Marks of one criterion, (evaluators, items), NaN where none was given."""


def matrix(items: Sequence[Sequence[Marks]], criterion: int) -> Matrix:
    """The marks of one criterion over all items."""
    evaluators = sorted({one.evaluator for marks in items for one in marks})
    rows = {name: at for at, name in enumerate(evaluators)}
    found = np.full((len(evaluators), len(items)), np.nan)
    for column, marks in enumerate(items):
        for one in marks:
            mark = one.values[criterion]
            found[rows[one.evaluator], column] = np.nan if mark is None else mark
    return found


def alpha(marks: Matrix) -> float | None:
    """Ordinal α; None where no two evaluators marked the same item, or all marks are one and the same."""
    import krippendorff

    together = marks[:, np.sum(~np.isnan(marks), axis=0) >= 2]
    known = together[~np.isnan(together)]
    if not len(known) or len(set(known.tolist())) < 2:
        return None
    domain = np.array(MARKS, dtype=np.float64)
    return float(krippendorff.alpha(marks, value_domain=domain, level_of_measurement="ordinal"))


def alpha_with_interval(marks: Matrix) -> dict[str, Any]:
    """α and its 95 % interval over evaluators and items drawn with replacement."""
    value = alpha(marks)
    if value is None:
        return {"value": None, "interval": None}
    draw = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLES):
        raters = draw.integers(0, marks.shape[0], marks.shape[0])
        items = draw.integers(0, marks.shape[1], marks.shape[1])
        found = alpha(marks[np.ix_(raters, items)])
        if found is not None:
            drawn.append(found)
    if not drawn:
        return {"value": value, "interval": None}
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {"value": value, "interval": [float(low), float(high)]}


def mean_interval(totals: Sequence[float]) -> list[float] | None:
    """The 95 % interval of a mean over evaluators drawn with replacement; None for fewer than two."""
    if len(totals) < 2:
        return None
    picks = np.random.default_rng(SEED).integers(0, len(totals), (RESAMPLES, len(totals)))
    low, high = np.percentile(np.asarray(totals, dtype=np.float64)[picks].mean(axis=1), [2.5, 97.5])
    return [float(low), float(high)]
