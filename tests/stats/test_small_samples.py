import numpy as np
import pytest

from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.stats.small_samples import (
    few_changes_factor,
    mean_change,
    small_sample_factor,
    widen_for_few_changes,
)

DRAWS = 6000


def test_few_changes_widen_much_and_many_hardly():
    factors = few_changes_factor(np.array([1, 4, 100, 10_000]))
    assert factors == pytest.approx([5**0.5, 2**0.5, 1.0198, 1.0002], abs=1e-4)


def test_nobody_changed_though_lists_did():
    none, typical = np.zeros(2, int), np.array([0.5, 0.0])
    drawn = widen_for_few_changes(np.zeros((1000, 2)), np.zeros(2), none, typical, n_users=100)
    found = percentile_interval(np.zeros(2), drawn)
    assert found.high == pytest.approx([1.96 * 2 * 0.5 / 100, 0.0], rel=0.01)
    assert found.low == pytest.approx(-found.high)


def test_it_mends_coverage_where_two_of_600_change():
    rng = np.random.default_rng(0)
    truth, held, held_without = -0.1 * 2 / 600, 0, 0
    for seed in range(300):
        change = np.where(rng.random(600) < 2 / 600, -0.1, 0.0)
        drawn = Resampling(600, 300, seed).means(change[:, None])
        n_changed = np.array([np.count_nonzero(change)])
        mean = np.array([change.mean()])
        wider = widen_for_few_changes(drawn, mean, n_changed, np.array([0.1]), 600)
        for row, counts in ((drawn, False), (wider, True)):
            found = percentile_interval(mean, row)[0]
            inside = found.low <= truth <= found.high
            held += inside and counts
            held_without += inside and not counts
    assert held / 300 >= 0.93
    assert held_without / 300 < 0.9


@pytest.mark.parametrize("n_users", [10, 20, 50])
def test_the_interval_of_a_small_group_contains_the_truth(n_users):
    """15% of users change; the plain bootstrap contains the truth in 61% of draws of ten users."""
    rng = np.random.default_rng(1)
    users = np.where(rng.random(200_000) < 0.15, rng.normal(-0.15, 0.2, 200_000), 0.0)
    typical = np.sqrt((users[users != 0] ** 2).mean())
    draws = rng.choice(users, (n_users, DRAWS))
    found = mean_change(draws, np.full(DRAWS, typical), np.full(DRAWS, -9.0), Resampling(n_users, 400))
    contained = (found.low <= users.mean()) & (users.mean() <= found.high)
    assert contained.mean() >= 0.93


def test_the_expansion_by_hand():
    # Student's 2.262 over the normal's 1.960, times sqrt(10 / 9).
    assert small_sample_factor(10) == pytest.approx(2.2622 / 1.95996 * np.sqrt(10 / 9), abs=1e-4)
    assert small_sample_factor(5000) == pytest.approx(1.0, abs=1e-3)
    assert small_sample_factor(1) == 1.0


def test_one_small_change_is_no_surer_than_none():
    none, one = np.zeros((40, 1)), np.zeros((40, 1))
    one[3] = 0.001
    typical, floor = np.array([0.2]), np.array([-9.0])
    width = [
        change.high - change.low
        for change in (mean_change(values, typical, floor, Resampling(40, 400))[0] for values in (none, one))
    ]
    assert width[1] >= 0.7 * width[0] > 0  # as wide a spread, of another shape


def test_nothing_changes_anywhere_is_certain():
    change = mean_change(np.zeros((12, 1)), np.zeros(1), np.array([-1.0]), Resampling(12, 200))[0]
    assert change.low == change.value == change.high == 0


def test_no_interval_reaches_below_the_floor():
    values = np.array([[-0.5], [-0.4], [0.0], [-0.5], [-0.45]])
    change = mean_change(values, np.array([0.45]), np.array([-0.5]), Resampling(5, 500))[0]
    assert change.low == pytest.approx(-0.5)
    assert change.low <= change.value <= change.high
