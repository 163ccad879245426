import numpy as np
import pytest
from scipy.stats import norm

from recsys_core.handoff.trial.sequence import multiplier, narrowest_at, people_needed


def test_the_interval_is_narrowest_at_the_planned_number():
    rho2 = narrowest_at(5000, 0.05)

    def width(n):
        return multiplier(n, narrowest_at(n, 0.05), 0.05), multiplier(n, rho2, 0.05)

    assert width(5000)[0] == width(5000)[1]
    for n in (50, 500, 50_000, 5_000_000):
        assert width(n)[1] > width(n)[0]


def test_looking_at_any_time_costs_more_people_than_looking_once():
    once, daily = (people_needed(1.0, 0.1, 0.8, 0.05, daily=daily) for daily in (False, True))
    assert once == pytest.approx(2 * (norm.ppf(0.975) + norm.ppf(0.8)) ** 2 * 100, abs=1)
    assert 1.5 < daily / once < 2.5


def walks(rng, shift, n, runs, block):
    """Differences of means after each block, with the number of pairs seen."""
    steps = rng.normal(shift * block, np.sqrt(2 * block), size=(runs, n // block))
    pairs = block * np.arange(1, n // block + 1)
    return steps.cumsum(axis=1) / pairs, pairs


def test_the_error_holds_over_all_looks_together_where_that_of_single_looks_does_not():
    rng, error = np.random.default_rng(0), 0.05
    means, pairs = walks(rng, 0.0, 40_000, 4_000, 400)
    deviation = np.sqrt(2 / pairs)
    rho2 = narrowest_at(20_000, error)
    reach = deviation * np.array([multiplier(n, rho2, error) for n in pairs])
    wrong = (np.abs(means) > reach).any(axis=1).mean()
    peeking = (np.abs(means) > deviation * norm.ppf(1 - error / 2)).any(axis=1).mean()
    assert wrong <= error
    assert peeking > 3 * error


def test_the_planned_people_reach_the_power():
    rng, error, loss = np.random.default_rng(1), 0.025, 0.05
    for power in (0.8, 0.9):
        n = people_needed(1.0, loss, power, error, daily=True)
        means = rng.normal(0.0, np.sqrt(2 / n), 20_000)
        reach = np.sqrt(2 / n) * multiplier(n, narrowest_at(n, error), error)
        assert (means - reach > -loss).mean() == pytest.approx(power, abs=0.015)
