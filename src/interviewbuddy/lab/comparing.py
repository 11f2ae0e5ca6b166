"""Systems compared on the same questions: values over seeds, intervals, differences, and whether an order holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.stats import kendalltau

from interviewbuddy.metrics.base import SEED, Array, Metric, resampled

Seeds = Sequence[Array]
"""A system's statistics, one array (texts, statistics) a seed; the texts answer the same questions."""


@dataclass(frozen=True)
class Estimate:
    """Mean over seeds, its 95 % interval over questions, and the deviation between seeds."""

    value: float
    low: float
    high: float
    spread: float | None


@dataclass(frozen=True)
class Difference:
    """How far the first of two leads: 95 % interval, p of the paired bootstrap, p after Holm."""

    first: str
    second: str
    value: float
    low: float
    high: float
    p: float
    holm: float


def estimate(metric: Metric, seeds: Seeds) -> Estimate:
    """One system's score."""
    values = [metric.value(rows) for rows in seeds]
    low, high = np.percentile(draws(metric, seeds), [2.5, 97.5])
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else None
    return Estimate(float(np.mean(values)), float(low), float(high), spread)


def draws(metric: Metric, seeds: Seeds) -> Array:
    """The score on resampled questions, the same questions for every seed and every system: (resamples,)."""
    drawn: Array = np.mean([metric.values(resampled(rows, SEED)) for rows in seeds], axis=0)
    return drawn


def neighbours(metric: Metric, systems: Mapping[str, Seeds]) -> list[Difference]:
    """Each system against the next below it (paired bootstrap, Koehn 2004), Holm's correction over all of them."""
    means = {name: np.mean([metric.value(rows) for rows in seeds]) for name, seeds in systems.items()}
    ranked = sorted(systems, key=lambda name: -means[name])
    return corrected([difference(metric, systems, *pair) for pair in pairwise(ranked)])


def difference(metric: Metric, systems: Mapping[str, Seeds], first: str, second: str) -> Difference:
    """How far `first` is above `second` on the same questions, or below it; p is two-sided, not corrected yet."""
    one, other = systems[first], systems[second]
    value = np.mean([metric.value(rows) for rows in one]) - np.mean([metric.value(rows) for rows in other])
    apart = draws(metric, one) - draws(metric, other)
    low, high = np.percentile(apart, [2.5, 97.5])
    beyond = min(np.sum(apart <= 0), np.sum(apart >= 0))
    p = min(1.0, 2 * float((beyond + 1) / (len(apart) + 1)))
    return Difference(first, second, float(value), float(low), float(high), p, p)


def corrected(found: Sequence[Difference]) -> list[Difference]:
    """The differences with Holm's correction over all of them."""
    after = holm([one.p for one in found])
    return [replace(one, holm=value) for one, value in zip(found, after, strict=True)]


def holm(values: Sequence[float]) -> list[float]:
    """Holm's step-down correction (Holm 1979) of p-values, in their order."""
    order = np.argsort(values, kind="stable")
    after, highest = [0.0] * len(values), 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[at]))
        after[at] = highest
    return after


def same_order(one: tuple[Metric, Mapping[str, Seeds]], other: tuple[Metric, Mapping[str, Seeds]]) -> Estimate:
    """Kendall's τ-b between the orders that two measures give the same systems; interval over questions."""
    names = list(one[1])
    values = [
        [float(np.mean([metric.value(rows) for rows in systems[name]])) for name in names]
        for metric, systems in (one, other)
    ]
    drawn = [np.array([draws(metric, systems[name]) for name in names]) for metric, systems in (one, other)]
    taus = [tau(drawn[0][:, at], drawn[1][:, at]) for at in range(drawn[0].shape[1])]
    low, high = np.percentile(taus, [2.5, 97.5])
    return Estimate(tau(values[0], values[1]), float(low), float(high), None)


def tau(one: Sequence[float] | Array, other: Sequence[float] | Array) -> float:
    """Kendall's τ-b; 0 where one side has no order at all."""
    found = float(kendalltau(one, other).statistic)
    return 0.0 if np.isnan(found) else found
