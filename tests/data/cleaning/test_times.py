import numpy as np
import pandas as pd
import pytest

from recsys_core.data.cleaning.values import read_times

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
    np.testing.assert_array_equal(read_times(pd.Series(values, dtype=object)), expected)


def test_dates_of_a_parquet_file():
    dates = pd.Series(pd.to_datetime(["1970-01-02", None]))
    np.testing.assert_array_equal(read_times(dates), [DAY, np.nan])
