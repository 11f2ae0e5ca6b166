"""How far evaluators agree: Krippendorff's α for each criterion, and each with themselves.

α is ordinal, by the package `krippendorff`. Its interval is a bootstrap over items and raters at once
(1,000 draws, 95 %). A rater drawn twice would agree with themselves perfectly and lift α, so only pairs
of different raters count in a draw; without repetition that is the α of Krippendorff, Computing
Krippendorff's Alpha-Reliability (2011), section D. Knows nothing of rounds: marks are an array.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviewbuddy.ratings.scale import POINTS, Marks

DRAWS = 1000
LEVEL = 95.0

Array = NDArray[np.float64]
"""Marks as raters × items; nan is missing."""


@dataclass(frozen=True)
class Agreement:
    """α of one criterion; None where nothing varies or no item has two marks. Bounds are of 95 %."""

    value: float | None
    interval: tuple[float, float] | None
    items: int
    raters: int

    def as_json(self) -> dict[str, Any]:
        """The value with what it was reckoned from and by."""
        interval = list(self.interval) if self.interval else None
        found = {"value": self.value, "interval": interval, "items": self.items, "raters": self.raters}
        return {**found, "signature": f"krippendorff {version('krippendorff')}, ordinal, bootstrap {DRAWS}"}


def agreement(marks: Array, seed: int = 0) -> Agreement:
    """α of raters × items; `items` and `raters` count those with a mark that can be compared."""
    import krippendorff

    pairable = marks[:, np.sum(~np.isnan(marks), axis=0) > 1]
    raters = int(np.sum(~np.all(np.isnan(pairable), axis=1))) if pairable.size else 0
    items = pairable.shape[1]
    if not items or len(np.unique(pairable[~np.isnan(pairable)])) < 2:
        return Agreement(None, None, items, raters)
    value = krippendorff.alpha(pairable, value_domain=list(POINTS), level_of_measurement="ordinal")
    return Agreement(float(value), _interval(pairable, seed), items, raters)


def mean_interval(totals: Array, seed: int = 0) -> tuple[float, float] | None:
    """95 % of the mean of items' means, of raters × items, by bootstrap over both; None with fewer than two values."""
    if np.sum(~np.isnan(totals)) < 2:
        return None
    raters, items = _draw(totals, seed)
    present = ~np.isnan(totals)
    counts = raters @ present
    empty = np.full(counts.shape, np.nan)
    means = np.divide(raters @ np.where(present, totals, 0.0), counts, out=empty, where=counts > 0)
    weights = np.where(np.isnan(means), 0.0, items)
    nothing = np.full(len(weights), np.nan)
    summed, weight = np.nansum(means * weights, axis=1), weights.sum(axis=1)
    return _middle(np.divide(summed, weight, out=nothing, where=weight > 0))


def _interval(marks: Array, seed: int) -> tuple[float, float] | None:
    return _middle(alpha_of_draws(marks, *_draw(marks, seed)))


def _draw(marks: Array, seed: int) -> tuple[Array, Array]:
    """How often each rater, and each item, is drawn: draws × raters, draws × items."""
    random = np.random.default_rng(seed)
    raters, items = (random.multinomial(n, np.full(n, 1 / n), DRAWS).astype(np.float64) for n in marks.shape)
    return raters, items


def _middle(values: Array) -> tuple[float, float] | None:
    """The bounds of the middle 95 % of draws; None where fewer than half could be reckoned."""
    kept = values[~np.isnan(values)]
    if not len(kept) or 2 * len(kept) < len(values):
        return None
    low, high = np.percentile(kept, [(100 - LEVEL) / 2, (100 + LEVEL) / 2])
    return float(low), float(high)


def alpha_of_draws(marks: Array, raters: Array, items: Array, values: Sequence[int] = POINTS) -> Array:
    """Ordinal α where each rater and each item counts so many times.

    :param raters: draws × raters.
    :param items: draws × items.
    :return: one α a draw; nan where nothing varies.
    """
    given = np.stack([marks == value for value in values], axis=-1).astype(np.float64)
    counts = np.einsum("dr,ric->dic", raters, given)
    pairs = np.einsum("dic,dik->dick", counts, counts)
    with_self = np.einsum("dr,ric->dic", raters**2, given)
    for c in range(len(values)):
        pairs[:, :, c, c] -= with_self[:, :, c]
    total, possible = counts.sum(axis=2), pairs.sum(axis=(2, 3))
    weight = np.divide(items * total, possible, out=np.zeros_like(total), where=possible > 0)
    coincidences = np.einsum("di,dick->dck", weight, pairs)
    distance = _ordinal(coincidences.sum(axis=2))
    n = coincidences.sum(axis=2)
    observed = (coincidences * distance).sum(axis=(1, 2))
    expected = (np.einsum("dc,dk->dck", n, n) * distance).sum(axis=(1, 2))
    nothing = np.full(len(n), np.nan)
    return 1 - np.divide((n.sum(axis=1) - 1) * observed, expected, out=nothing, where=expected > 0)


def _ordinal(n: Array) -> Array:
    """δ² of every two values, from how often each was given: draws × values → draws × values × values."""
    upto = np.cumsum(n, axis=1)
    centre = upto - n / 2
    return np.asarray((centre[:, :, None] - centre[:, None, :]) ** 2)


@dataclass(frozen=True)
class Consistency:
    """Marks of one evaluator for the same answers, shown twice: the share that are equal, and how far apart."""

    pairs: int
    equal: float | None
    difference: float | None

    def as_json(self) -> dict[str, Any]:
        """The numbers; None where nothing was shown twice."""
        return {"pairs": self.pairs, "equal": self.equal, "mean_absolute_difference": self.difference}


def consistency(twice: Iterable[tuple[Marks, Marks]]) -> Consistency:
    """Self-consistency over all criteria; a mark missing on either occasion makes no pair."""
    both = (zip(first.all, again.all, strict=True) for first, again in twice)
    gaps = [abs(one - other) for pair in both for one, other in pair if one is not None and other is not None]
    if not gaps:
        return Consistency(0, None, None)
    return Consistency(len(gaps), gaps.count(0) / len(gaps), sum(gaps) / len(gaps))
