"""The statistics of comparisons, on figures whose answers are known."""

import numpy as np
import pytest

from interviewbuddy.lab.comparing import difference, estimate, holm, neighbours, same_order, tau
from interviewbuddy.metrics.alone import Length

METRIC = Length()


def seeds(*means, texts=40, noise=1.0):
    draw = np.random.default_rng(3)
    common = draw.normal(0, noise, texts)
    return [np.column_stack([mean + common, np.ones(texts)]) for mean in means]


@pytest.mark.parametrize(
    ("values", "corrected"),
    [
        ([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]),
        ([0.5, 0.9], [1.0, 1.0]),
        ([0.2], [0.2]),
        ([], []),
    ],
)
def test_holm(values, corrected):
    assert holm(values) == pytest.approx(corrected)


def test_estimate_is_the_mean_of_seeds_with_their_deviation():
    one = estimate(METRIC, seeds(10, 12, 14, noise=0))
    assert (one.value, one.low, one.high, one.spread) == pytest.approx((12, 12, 12, 2))
    assert estimate(METRIC, seeds(10)).spread is None


def test_pairing_finds_a_difference_that_intervals_hide():
    found = neighbours(METRIC, {"low": seeds(10.0), "high": seeds(10.3)})[0]
    assert (found.first, found.second) == ("high", "low")
    assert found.low == pytest.approx(0.3)
    assert found.holm < 0.01
    wide = estimate(METRIC, seeds(10.0))
    assert wide.high - wide.low > 0.3


def test_no_difference_is_none():
    found = neighbours(METRIC, {"one": seeds(10), "same": seeds(10)})[0]
    assert found.p == 1.0


def test_a_difference_is_the_same_from_either_side():
    draw = np.random.default_rng(5)
    systems = {name: [np.column_stack([draw.normal(mean, 2, 40), np.ones(40)])] for name, mean in (("a", 5), ("b", 6))}
    one, other = difference(METRIC, systems, "a", "b"), difference(METRIC, systems, "b", "a")
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))
    assert one.p == other.p
    assert one.value < 0
    clear = difference(METRIC, {"low": seeds(10.0), "high": seeds(10.3)}, "low", "high")
    assert clear.value == pytest.approx(-0.3)
    assert clear.p < 0.01


def test_order_kept_and_turned():
    systems = {"a": seeds(1), "b": seeds(5), "c": seeds(9)}
    turned = {"a": seeds(9), "b": seeds(5), "c": seeds(1)}
    kept = same_order((METRIC, systems), (METRIC, systems))
    assert (kept.value, kept.low, kept.high) == (1.0, 1.0, 1.0)
    assert same_order((METRIC, systems), (METRIC, turned)).value == -1.0
    assert tau([1, 1, 1], [1, 2, 3]) == 0.0
