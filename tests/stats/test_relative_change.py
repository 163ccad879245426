import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from recsys_core.stats.bootstrap import Resampling
from recsys_core.stats.relative_change import mean_difference, relative_change
from recsys_core.stats.small_samples import few_changes_factor

STUDENT_2 = 4.302653  # 97.5% of Student's distribution with two degrees of freedom
BOTH = pytest.mark.parametrize("estimate", [mean_difference, relative_change])
DRAWS = 6000

FIGURES = st.just(0.0) | st.floats(1e-6, 1)
TABLES = hnp.arrays(float, st.tuples(st.integers(2, 9), st.integers(2, 4)), elements=FIGURES)


def plain(n=1):
    """No usual size of a change: what remains is the textbook interval, wider for few changes."""
    return np.zeros(n)


def width(interval):
    return interval.high - interval.low


def test_three_users_by_hand():
    before, after = np.array([1.0, 2.0, 3.0]), np.array([[1.0], [2.0], [2.4]])
    change = mean_difference(before, after, typical=plain())
    assert change.value == pytest.approx([-0.2])
    # changes 0, 0, -0.6: standard deviation sqrt(0.12); one of three changes, so sqrt(5) wider
    assert change.high - change.value == pytest.approx([STUDENT_2 * np.sqrt(0.12 / 3) * np.sqrt(5)], rel=1e-6)
    share = relative_change(before, after, typical=plain())
    assert share.value == pytest.approx([-0.1])
    # residuals 0.1, 0.2, -0.3 over the mean 2: 0.05, 0.1, -0.15
    reach = STUDENT_2 * np.sqrt((0.0025 + 0.01 + 0.0225) / 2 / 3) * np.sqrt(5)
    assert share.high - share.value == pytest.approx([reach], rel=1e-6)
    assert share.value - share.low == pytest.approx([reach], rel=1e-6)


def test_all_losing_the_same_share_leaves_no_doubt_about_the_share():
    before = np.array([0.2, 0.5, 0.9, 0.4])
    found = relative_change(before, 0.95 * before[:, None], typical=plain())
    assert (found.low, found.high) == (pytest.approx([-0.05]), pytest.approx([-0.05]))
    assert width(mean_difference(before, 0.95 * before[:, None], typical=plain()))[0] > 0


@pytest.mark.parametrize("level", [0.8, 0.95, 0.975])
def test_a_difference_has_students_interval_wider_where_few_users_change(level):
    rng = np.random.default_rng(0)
    before = rng.random(40)
    after = before[:, None] + np.where(rng.random((40, 3)) < (0.1, 0.5, 1.0), rng.normal(0, 0.1, (40, 3)), 0)
    found = mean_difference(before, after, typical=plain(3), level=level)
    for column in range(3):
        value = np.mean(after[:, column] - before)
        ends = stats.ttest_rel(after[:, column], before).confidence_interval(level)
        wider = few_changes_factor(np.count_nonzero(after[:, column] != before))
        expected = value + (np.array(ends) - value) * wider
        assert (found.low[column], found.high[column]) == pytest.approx(tuple(expected))


def test_the_delta_method_agrees_with_a_large_bootstrap():
    rng = np.random.default_rng(1)
    before = rng.beta(1, 3, 500)
    after = np.clip(before[:, None] + rng.normal((-0.01, 0.02), 0.1, (500, 2)), 0, 1)
    means = Resampling(500, 20_000).means(np.column_stack([before, after]))
    resampled = np.quantile(means[:, 1:] / means[:, [0]] - 1, [0.025, 0.975], axis=0)
    found = relative_change(before, after, typical=plain(2))
    np.testing.assert_allclose(np.stack([found.low, found.high]), resampled, atol=0.03 * width(found).max())


def test_it_contains_the_true_share_as_often_as_it_says():
    rng, held = np.random.default_rng(2), 0
    base = rng.beta(1, 3, 100_000)  # everybody; every second one loses, those with more lose more
    later = base * np.where(rng.random(len(base)) < 0.5, rng.uniform(0.5, 1.3, len(base)), 1.0)
    truth = later.mean() / base.mean() - 1
    for _ in range(2000):
        drawn = rng.integers(0, len(base), 120)
        found = relative_change(base[drawn], later[drawn, None], typical=plain())[0]
        held += found.low <= truth <= found.high
    assert 0.94 <= held / 2000 <= 0.97


def test_it_contains_the_truth_where_two_of_600_change():
    rng = np.random.default_rng(0)
    change = np.where(rng.random((600, DRAWS)) < 2 / 600, -0.1, 0.0)
    found = mean_difference(np.zeros(600), change, typical=np.full(DRAWS, 0.1))
    truth = -0.1 * 2 / 600
    assert np.mean((found.low <= truth) & (truth <= found.high)) >= 0.93
    usual = stats.ttest_1samp(change, 0.0).confidence_interval()  # certain wherever nobody is seen changing
    assert np.mean((usual.low <= truth) & (truth <= usual.high)) < 0.9


@pytest.mark.parametrize("n_users", [10, 20, 50])
def test_the_interval_of_a_small_group_contains_the_truth(n_users):
    """15% of users change; the plain bootstrap contains the truth in 61% of draws of ten users."""
    rng = np.random.default_rng(1)
    users = np.where(rng.random(200_000) < 0.15, rng.normal(-0.15, 0.2, 200_000), 0.0)
    typical = np.sqrt((users[users != 0] ** 2).mean())
    draws = rng.choice(users, (n_users, DRAWS))
    found = mean_difference(np.zeros(n_users), draws, typical=np.full(DRAWS, typical))
    assert np.mean((found.low <= users.mean()) & (users.mean() <= found.high)) >= 0.93


def test_no_share_exists_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for before in (np.zeros(3), np.zeros(0)):
            found = relative_change(before, np.ones((len(before), 2)), typical=np.ones(2))
            assert np.isnan([found.value, found.low, found.high]).all()
            assert found.value.shape == (2,)


@BOTH
def test_nobody_seen_changing_is_not_certainty_where_lists_change(estimate):
    before = np.full(100, 0.5)
    found = estimate(before, np.repeat(before[:, None], 2, axis=1), typical=np.array([0.2, 0.0]))
    unit = 1.0 if estimate is mean_difference else 0.5
    # as if four users changed by the usual amount
    least = stats.t.ppf(0.975, 99) * 2 * 0.2 / 100 / unit
    assert found.high == pytest.approx([least, 0.0])
    assert found.low == pytest.approx([-least, 0.0])


@BOTH
def test_one_user_proves_nothing_where_lists_change(estimate):
    found = estimate(np.array([0.5]), np.array([[0.5, 0.5]]), typical=np.array([0.1, 0.0]))
    assert not found.low[0] >= -0.02
    assert found.low[1] == 0.0  # the reference itself is certain


@BOTH
def test_one_small_change_is_no_surer_than_none(estimate):
    before, typical = np.full(40, 0.5), np.array([0.2])
    after = before[:, None].copy()
    none = estimate(before, after, typical=typical)
    after[3] += 0.001
    assert width(estimate(before, after, typical=typical)) == pytest.approx(width(none), rel=1e-6)


@BOTH
def test_a_higher_level_is_wider_by_the_ratio_of_students_quantiles(estimate):
    rng = np.random.default_rng(3)
    before, after = rng.random(25), rng.random((25, 4))
    narrow, wide = (estimate(before, after, typical=np.full(4, 0.1), level=level) for level in (0.95, 0.99))
    ratio = stats.t.ppf(0.995, 24) / stats.t.ppf(0.975, 24)
    np.testing.assert_allclose(width(wide), width(narrow) * ratio)
    np.testing.assert_array_equal(wide.value, narrow.value)


@BOTH
@given(table=TABLES, typical=FIGURES, levels=st.tuples(st.floats(0.01, 0.999), st.floats(0.01, 0.999)))
@settings(deadline=None)
def test_the_figure_lies_inside_and_a_higher_level_is_never_narrower(estimate, table, typical, levels):
    before, after = table[:, 0], table[:, 1:]
    typical = np.full(after.shape[1], typical)
    low, high = (estimate(before, after, typical=typical, level=level) for level in sorted(levels))
    if before.any() or estimate is mean_difference:
        assert np.all((high.low <= low.low) & (low.low <= low.value))
        assert np.all((low.value <= low.high) & (low.high <= high.high))
    else:
        assert np.isnan(low.value).all()


@given(table=TABLES, typical=FIGURES, exponent=st.integers(-9, 9), sign=st.sampled_from([1, -1]))
@settings(deadline=None)
def test_a_share_does_not_depend_on_the_unit(table, typical, exponent, sign):
    unit = sign * 2.0**exponent  # a power of two rounds nothing: the figures are equal to the last digit
    sizes = np.full(table.shape[1] - 1, typical)
    found = relative_change(table[:, 0], table[:, 1:], typical=sizes)
    scaled = relative_change(unit * table[:, 0], unit * table[:, 1:], typical=abs(unit) * sizes)
    for name in ("value", "low", "high"):
        np.testing.assert_array_equal(getattr(scaled, name), getattr(found, name))


@BOTH
def test_each_setting_is_measured_on_its_own(estimate):
    rng = np.random.default_rng(4)
    before, after, typical = rng.random(12), rng.random((12, 3)), rng.random(3)
    whole = estimate(before, after, typical=typical)
    for column in range(3):
        alone = estimate(before, after[:, [column]], typical=typical[[column]])
        assert (alone.low[0], alone.high[0]) == pytest.approx((whole.low[column], whole.high[column]))


@BOTH
@pytest.mark.parametrize("shapes", [((3,), (2, 1)), ((3,), (3,)), ((3, 1), (3, 1))])
def test_shapes_that_disagree_are_refused(estimate, shapes):
    before, after = (np.ones(shape) for shape in shapes)
    with pytest.raises(ValueError, match=r"expected before \(n,\) and after \(n, m\), got"):
        estimate(before, after, typical=plain())


@BOTH
@pytest.mark.parametrize("level", [0.0, 1.0, -0.5, 95, np.nan])
def test_an_impossible_level_is_refused(estimate, level):
    with pytest.raises(ValueError, match=r"level must lie in \(0, 1\), got"):
        estimate(np.ones(3), np.ones((3, 1)), typical=plain(), level=level)
