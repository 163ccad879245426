import numpy as np
import pytest

from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.stats.small_samples import widened, widening


def test_few_changes_widen_much_and_many_hardly():
    factors = widening(np.array([1, 4, 100, 10_000]))
    assert factors == pytest.approx([5**0.5, 2**0.5, 1.0198, 1.0002], abs=1e-4)


def test_nobody_changed_though_lists_did():
    drawn = widened(np.zeros((1000, 2)), np.zeros(2), np.zeros(2, int), np.array([0.5, 0.0]), n_people=100)
    low, high = percentile_interval(drawn)
    assert high == pytest.approx([1.96 * 2 * 0.5 / 100, 0.0], rel=0.01)
    assert low == pytest.approx(-high)


def test_it_mends_coverage_where_two_of_600_change():
    rng = np.random.default_rng(0)
    truth, held, held_without = -0.1 * 2 / 600, 0, 0
    for seed in range(300):
        change = np.where(rng.random(600) < 2 / 600, -0.1, 0.0)
        drawn = Resampling(600, 300, seed).means(change[:, None])
        n_changed = np.array([np.count_nonzero(change)])
        wider = widened(drawn, np.array([change.mean()]), n_changed, np.array([0.1]), 600)
        for row, counts in ((drawn, False), (wider, True)):
            low, high = percentile_interval(row)
            inside = low[0] <= truth <= high[0]
            held += inside and counts
            held_without += inside and not counts
    assert held / 300 >= 0.93
    assert held_without / 300 < 0.9
