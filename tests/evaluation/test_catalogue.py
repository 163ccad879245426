import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.evaluation.catalogue import leave_one_out
from recsys_core.metrics import coverage
from recsys_core.stats.jackknife import normal_quantile, standard_error

N_ITEMS = 12


def draw(rng, n, weights, k=3):
    """n lists of k different items, the likely ones first (Gumbel top-k)."""
    return np.argsort(-(np.log(weights) + rng.gumbel(size=(n, len(weights)))), axis=1)[:, :k]


@given(seed=st.integers(0, 10_000), n=st.integers(1, 15))
@settings(max_examples=40, deadline=None)
def test_equals_recounting_without_each_user(seed, n):
    rng = np.random.default_rng(seed)
    lists = draw(rng, n, rng.random(N_ITEMS) + 0.01)
    lists[rng.random(lists.shape) < 0.2] = -1
    found = leave_one_out(lists, N_ITEMS)
    for user in range(n):
        counts = coverage.exposure(np.delete(lists, user, axis=0), N_ITEMS)
        for name in ("coverage", "gini", "entropy"):
            assert found[name][user] == pytest.approx(getattr(coverage, name)(counts), abs=1e-12), name


def test_its_interval_covers_the_expected_difference():
    """Many worlds of 150 users with two settings each: the expected difference is their mean."""
    rng = np.random.default_rng(1)
    n_items, n_worlds = 300, 400
    narrow, wide = rng.random(n_items) ** 6 + 1e-4, rng.random(n_items) ** 2 + 1e-3
    value, reach = {}, {}
    for _ in range(n_worlds):
        sides = [draw(rng, 150, weights, k=5) for weights in (narrow, wide)]
        counts = [coverage.exposure(lists, n_items) for lists in sides]
        without = [leave_one_out(lists, n_items) for lists in sides]
        for name in without[0]:
            measure = getattr(coverage, name)
            value.setdefault(name, []).append(measure(counts[1]) - measure(counts[0]))
            error = standard_error(without[1][name] - without[0][name])
            reach.setdefault(name, []).append(normal_quantile(0.95) * error)
    for name in value:
        covered = np.abs(np.array(value[name]) - np.mean(value[name])) <= reach[name]
        assert covered.mean() >= 0.93, name
