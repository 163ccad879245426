import numpy as np
import pytest

from recsys_core.stats.jackknife import NORMAL_95, jackknife_interval, standard_error


def test_standard_error_of_a_mean_is_the_usual_one():
    values = np.random.default_rng(0).normal(size=50)
    left_out = (values.sum() - values) / 49
    assert standard_error(left_out) == pytest.approx(values.std(ddof=1) / np.sqrt(50))
    assert standard_error(np.array([1.0])) == 0.0


def test_the_interval_reaches_the_same_way_on_both_sides():
    left_out = np.array([1.0, 2.0, 3.0])
    found = jackknife_interval(5.0, left_out)
    assert found.value - found.low == pytest.approx(found.high - found.value)
    assert found.high - 5.0 == pytest.approx(NORMAL_95 * float(standard_error(left_out)))
