import numpy as np
import pytest
from scipy import stats

from recsys_core.stats.relative_change import relative_change, relative_parts
from recsys_core.stats.significance import holm_rejections, welch_difference, welch_relative_difference


def test_the_difference_of_two_means_is_welchs():
    rng = np.random.default_rng(0)
    inside, outside = rng.normal(0.3, 1, 40), rng.normal(0, 2, 200)
    found, p_value = welch_difference(inside, outside)
    test = stats.ttest_ind(inside, outside, equal_var=False)
    assert found.value == pytest.approx(inside.mean() - outside.mean())
    assert p_value == pytest.approx(test.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(test.confidence_interval(0.95)))
    found, _ = welch_difference(inside, outside, 0.99)
    assert (found.low, found.high) == pytest.approx(tuple(test.confidence_interval(0.99)))


def test_without_variation_the_difference_is_certain():
    found, p_value = welch_difference(np.ones(5), np.zeros(5))
    assert (found.low, found.value, found.high, p_value) == (1, 1, 1, 0.0)
    found, p_value = welch_difference(np.ones(5), np.empty(0))
    assert (found.value, p_value) == (0.0, 1.0)


def test_the_parts_of_a_relative_change_have_its_mean_and_its_error():
    rng = np.random.default_rng(1)
    before = rng.uniform(0.1, 1, 60)
    after = before * rng.uniform(0.5, 1.3, 60)
    parts = relative_parts(before, after)
    whole = relative_change(before, after[:, None], typical=np.zeros(1))[0]
    assert parts.mean() == pytest.approx(whole.value)
    half = stats.t.ppf(0.975, 59) * parts.std(ddof=1) / np.sqrt(60)
    assert half == pytest.approx(whole.high - whole.value, rel=0.05)  # wider by the factor for few changes
    assert np.isnan(relative_parts(np.zeros(3), after[:3])).all()


def test_two_relative_changes_are_compared_by_welchs_test():
    rng = np.random.default_rng(2)
    before = rng.uniform(0.1, 1, 90)
    inside = np.arange(90) < 30
    after = before * np.where(inside, 0.8, 0.9) * rng.normal(1, 0.05, 90)
    found, p_value = welch_relative_difference(before, after, inside, ~inside)
    shares = [after[people].sum() / before[people].sum() - 1 for people in (inside, ~inside)]
    assert found.value == pytest.approx(shares[0] - shares[1])
    assert found.high < 0 and p_value < 0.001
    nothing, p_value = welch_relative_difference(before * ~inside, after, inside, ~inside)
    assert np.isnan(nothing.value) and p_value == 1.0


def test_two_relative_changes_that_are_the_same_differ_by_chance_in_a_twentieth_of_the_cases():
    rng, n_wrong = np.random.default_rng(3), 0
    inside = np.arange(120) < 40
    for _ in range(400):
        before = rng.uniform(0, 1, 120) * np.where(inside, 2, 1)
        after = before * rng.uniform(0.6, 1.2, 120)
        n_wrong += welch_relative_difference(before, after, inside, ~inside)[1] < 0.05
    assert 8 <= n_wrong <= 36  # 20 expected


def test_holm_stops_at_the_first_that_is_not_rejected():
    assert holm_rejections([0.04, 0.001, 0.03]).tolist() == [False, True, False]
    assert holm_rejections([0.01, 0.02]).tolist() == [True, True]
    assert holm_rejections([]).tolist() == []
