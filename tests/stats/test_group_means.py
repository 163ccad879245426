import numpy as np
import pytest

from recsys_core.stats.small_samples import expansion, mean_changes

DRAWS = 6000


@pytest.mark.parametrize("n_people", [10, 20, 50])
def test_the_interval_of_a_small_group_holds_the_truth(n_people):
    """15% of people change at all; the plain bootstrap holds the truth in 61% of draws of ten people."""
    rng = np.random.default_rng(1)
    people = np.where(rng.random(200_000) < 0.15, rng.normal(-0.15, 0.2, 200_000), 0.0)
    typical = np.sqrt((people[people != 0] ** 2).mean())
    draws = rng.choice(people, (n_people, DRAWS))
    found = mean_changes(draws, np.full(DRAWS, typical), np.full(DRAWS, -9.0), 400)
    held = np.mean([change.low <= people.mean() <= change.high for change in found])
    assert held >= 0.93


def test_the_expansion_by_hand():
    # Student's 2.262 over the normal's 1.960, times sqrt(10 / 9).
    assert expansion(10) == pytest.approx(2.2622 / 1.95996 * np.sqrt(10 / 9), abs=1e-4)
    assert expansion(5000) == pytest.approx(1.0, abs=1e-3)
    assert expansion(1) == 1.0


def test_one_small_change_is_no_surer_than_none():
    none, one = np.zeros((40, 1)), np.zeros((40, 1))
    one[3] = 0.001
    typical, floor = np.array([0.2]), np.array([-9.0])
    width = [
        change.high - change.low
        for change in (mean_changes(values, typical, floor, 400)[0] for values in (none, one))
    ]
    assert width[1] >= 0.7 * width[0] > 0  # as wide a spread, of another shape


def test_nothing_changes_anywhere_is_certain():
    change = mean_changes(np.zeros((12, 1)), np.zeros(1), np.array([-1.0]), 200)[0]
    assert change.low == change.value == change.high == 0


def test_no_interval_reaches_below_the_floor():
    values = np.array([[-0.5], [-0.4], [0.0], [-0.5], [-0.45]])
    change = mean_changes(values, np.array([0.45]), np.array([-0.5]), 500)[0]
    assert change.low == pytest.approx(-0.5)
    assert change.low <= change.value <= change.high
