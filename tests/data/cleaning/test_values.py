import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from recsys_core.data.cleaning.ratings import infer_scale, rating_levels
from recsys_core.data.cleaning.times import read_times

DAY = 86_400.0


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["5", "7.5", "x"], [5, 7.5, np.nan]),
        (
            ["1970-01-02", "1970-01-02T12:00:00Z", "1970-01-02 12:00", None],
            [DAY, 1.5 * DAY, 1.5 * DAY, np.nan],
        ),
        (["01/02/1970", "01/03/1970"], [DAY, 2 * DAY]),
        (["02/01/1970", "13/01/1970", "14/01/1970"], [DAY, 12 * DAY, 13 * DAY]),
        (["soon", "later"], [np.nan, np.nan]),
        (["inf"], [np.nan]),
        ([], []),
    ],
)
def test_times_by_hand(values, expected):
    np.testing.assert_array_equal(read_times(pd.Series(values, dtype=object)).seconds, expected)


def test_dates_of_a_parquet_file():
    dates = pd.Series(pd.to_datetime(["1970-01-02", None]))
    np.testing.assert_array_equal(read_times(dates).seconds, [DAY, np.nan])


@pytest.mark.parametrize(
    ("ratings", "levels"),
    [
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        ([0.5, 1.5, 3.5, 4.5, 5], [1, 1, 3, 4, 5]),
        ([0, 2, 4], [1, 2, 4]),
        ([1, 2.7, 3, 5.5, 6.4, 8, 8.3, 10], [1, 1, 2, 3, 4, 4, 5, 5]),
        ([0, 19, 20, 40, 59, 60, 61, 70, 79, 80, 100], [1, 1, 2, 3, 3, 4, 4, 4, 4, 5, 5]),
        ([0, 1], [1, 5]),
        ([-1, 1], [1, 5]),
        ([1, 1, 1], [5, 5, 5]),
        ([], []),
    ],
)
def test_levels_by_hand(ratings, levels):
    assert rating_levels(np.array(ratings, float)).tolist() == levels


def test_a_given_scale_decides_when_ratings_do_not_reach_its_end():
    assert rating_levels(np.array([1.0, 2.0, 3.0]), (1, 5)).tolist() == [1, 2, 3]


def test_all_parts_of_a_scale_are_equally_wide():
    levels = rating_levels(np.linspace(0, 100, 1001))
    assert np.bincount(levels)[1:].tolist() == [200, 200, 200, 200, 201]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scale", [None, (0.0, 10.0), (0.0, 5e-324), (-1.7e308, 1.7e308), (1.0, 5.0)])
def test_extreme_ratings_get_levels_from_1_to_5(scale):
    levels = rating_levels(np.array([-1.7e308, 0.0, 1.7e308]), scale)
    assert levels[0] == 1 and levels[2] == 5 and 1 <= levels[1] <= 5


@pytest.mark.parametrize(
    ("strays", "scale"),
    [([], (1, 5)), ([50], (1, 5)), ([-1], (1, 5)), ([7, 8, 9], (1, 9))],
)
def test_one_stray_in_a_hundred_is_not_part_of_the_scale(strays, scale):
    ratings = np.array([1.0, 2, 3, 4, 5] * 20 + strays)
    assert infer_scale(ratings) == scale


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_levels_are_in_range_and_keep_the_order(ratings):
    values = np.sort(np.array(ratings))
    levels = rating_levels(values)
    assert levels.min() >= 1 and levels.max() == (
        5 if values[-1] > 5 or values[0] == values[-1] else levels[-1]
    )
    assert np.all(np.diff(levels.astype(int)) >= 0)
