"""The scale and agreement: the formula, missing marks, α of a published example, intervals, self-consistency."""

import numpy as np
import pytest

from interviewbuddy.ratings import Marks, final_score
from interviewbuddy.ratings.agreement import agreement, alpha_of_draws, consistency, mean_interval
from interviewbuddy.ratings.scale import criteria


@pytest.mark.parametrize(
    ("given", "score"),
    [
        ([], None),
        ([Marks(0, 0, 0)], 0.0),
        ([Marks(2, 2, 2), Marks(2, 2, 1)], 5.5),
        ([Marks(2, 2, 2), Marks(2, 2)], 6.0),
        ([Marks(2), Marks(0, None, 0)], None),
        ([Marks(1, 0, 0), Marks(0, 1, 0), Marks(1, 1, 0)], 4 / 3),
    ],
)
def test_the_final_score_is_over_those_who_gave_all_three(given, score):
    assert final_score(given) == score


@pytest.mark.parametrize("mark", [3, -1, 1.5, True, "2"])
def test_no_other_mark_can_be_made(mark):
    with pytest.raises(ValueError, match="none of"):
        Marks(mark, 0, 0)


def test_the_wording_is_the_decks():
    first, second, third = criteria("ko")
    assert (first.name, second.name, third.name) == ("문장 정확도", "질문 관련성", "문맥 일관성 및 답변 풍부함 여부")
    assert second.points[1] == "질문과 약간 연관은 있으나 질문과 무관하거나 부적절한 내용 포함"
    assert {len(one.points) for lang in ("ko", "en") for one in criteria(lang)} == {3}


# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), C: four observers, twelve units, values 1 to 5;
# ordinal α is 0.815 there.
NAN = np.nan
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]
OURS = np.array([[0, 1, 2, 2, NAN, 0], [0, 1, 2, 1, 1, NAN], [1, 1, 2, 2, 0, NAN], [0, 0, 2, NAN, 1, 0]])


def test_alpha_is_the_published_one():
    import krippendorff

    once = np.ones((1, 4)), np.ones((1, 12))
    assert krippendorff.alpha(PUBLISHED, level_of_measurement="ordinal") == pytest.approx(0.815, abs=0.0005)
    assert alpha_of_draws(np.array(PUBLISHED), *once, (1, 2, 3, 4, 5)) == pytest.approx([0.815], abs=0.0005)


def test_the_bootstraps_alpha_without_repetition_is_alpha():
    once = np.ones((1, 4)), np.ones((1, 6))
    assert alpha_of_draws(OURS, *once)[0] == pytest.approx(agreement(OURS).value)


def test_a_rater_drawn_twice_does_not_agree_with_themselves():
    """Two raters who never agree: drawn twice each, they agree no better."""
    marks = np.array([[0.0, 2.0, 0.0, 2.0], [2.0, 0.0, 2.0, 0.0]])
    raters, items = np.array([[1.0, 1.0], [2.0, 2.0], [2.0, 0.0]]), np.ones((3, 4))
    alone, doubled, single = alpha_of_draws(marks, raters, items)
    assert alone < -0.5
    assert doubled < -0.5
    assert np.isnan(single)


@pytest.mark.parametrize(
    ("marks", "value"),
    [
        ([[2.0, 2.0], [2.0, 2.0]], None),
        ([[2.0, NAN], [NAN, 0.0]], None),
        ([[0.0, 2.0, 1.0], [0.0, 2.0, 1.0]], 1.0),
    ],
)
def test_alpha_where_there_is_nothing_to_compare(marks, value):
    assert agreement(np.array(marks)).value == value
    assert agreement(np.empty((0, 3))).value is None


def test_intervals_hold_the_value_and_shrink_with_more_items():
    few, many = agreement(OURS), agreement(np.tile(OURS, (1, 20)))
    for one in (few, many):
        assert one.interval[0] <= one.value <= one.interval[1]
    assert many.interval[1] - many.interval[0] < few.interval[1] - few.interval[0]
    assert (few.items, few.raters) == (6, 4)
    low, high = mean_interval(np.array([[6.0, 0.0], [4.0, 2.0]]))
    assert low < 3.0 < high
    assert mean_interval(np.array([[5.0]])) is None


def test_self_consistency_counts_what_was_given_twice():
    twice = [(Marks(2, 1, 0), Marks(2, 2, 0)), (Marks(0, 0), Marks(2, None, 1))]
    found = consistency(twice)
    assert (found.pairs, found.equal, found.difference) == (4, 0.5, 0.75)
    assert consistency([]).equal is None
