from statistics import NormalDist

import numpy as np
import pytest

from recsys_core.stats.jackknife import jackknife_interval, normal_quantile, standard_error


def test_standard_error_of_a_mean_is_the_usual_one():
    values = np.random.default_rng(0).normal(size=50)
    left_out = (values.sum() - values) / 49
    assert standard_error(left_out) == pytest.approx(values.std(ddof=1) / np.sqrt(50))
    assert standard_error(np.array([1.0])) == 0.0


def test_the_interval_reaches_the_same_way_on_both_sides():
    left_out = np.array([1.0, 2.0, 3.0])
    found = jackknife_interval(5.0, left_out)
    assert found.value - found.low == pytest.approx(found.high - found.value)
    assert found.high - 5.0 == pytest.approx(normal_quantile(0.95) * float(standard_error(left_out)))


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.975, 0.999])
def test_the_quantile_leaves_half_of_the_rest_on_either_side(level):
    assert normal_quantile(level) == pytest.approx(NormalDist().inv_cdf((1 + level) / 2))


@pytest.mark.parametrize("level", [0.0, 1.0, 95, np.nan])
def test_an_impossible_level_is_refused(level):
    with pytest.raises(ValueError, match=r"level must lie in \(0, 1\)"):
        normal_quantile(level)
