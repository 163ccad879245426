import numpy as np
import pytest
from scipy import stats

from recsys_core.stats.significance import holm_rejections, welch_difference


def test_the_difference_of_two_means_is_welchs():
    rng = np.random.default_rng(0)
    inside, outside = rng.normal(0.3, 1, 40), rng.normal(0, 2, 200)
    found, p_value = welch_difference(inside, outside)
    test = stats.ttest_ind(inside, outside, equal_var=False)
    assert found.value == pytest.approx(inside.mean() - outside.mean())
    assert p_value == pytest.approx(test.pvalue)
    assert found.low < found.value < found.high


def test_without_variation_the_difference_is_certain():
    found, p_value = welch_difference(np.ones(5), np.zeros(5))
    assert (found.low, found.value, found.high, p_value) == (1, 1, 1, 0.0)
    found, p_value = welch_difference(np.ones(5), np.empty(0))
    assert (found.value, p_value) == (0.0, 1.0)


def test_holm_stops_at_the_first_that_is_not_rejected():
    assert holm_rejections([0.04, 0.001, 0.03]).tolist() == [False, True, False]
    assert holm_rejections([0.01, 0.02]).tolist() == [True, True]
    assert holm_rejections([]).tolist() == []
