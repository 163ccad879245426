"""The simulations of benchmarks.honesty: their truth is what they say, and their rules do what they say."""

import numpy as np
import pytest

from benchmarks.honesty_intervals import N_DRAWN, catalogue_truth, personal_truth
from benchmarks.honesty_rule import Choice, figures_of, oracle, previous_rule, run_world, summarise
from benchmarks.honesty_worlds import (
    ACCURACY,
    PEOPLE,
    SHAPES,
    Method,
    World,
    correlation_of_periods,
    draw_world,
)
from benchmarks.simulated_people import population
from recsys_core.decisions.figures import POSITIONS, PositionFigures
from recsys_core.stats.interval import Interval

POSITION = np.linspace(0.0, 1.0, POSITIONS)


def world_of(*methods):
    rng = np.random.default_rng(5)
    accuracy = rng.beta(0.8, 0.8 * (1 - ACCURACY) / ACCURACY, PEOPLE)
    return World(methods, accuracy, rng.standard_normal((len(methods), 2, PEOPLE)))


@pytest.mark.parametrize("shape", SHAPES)
def test_chances_of_an_exchange_add_up_to_the_cost(shape):
    for method in draw_world(np.random.default_rng(3), shape, 0.05).methods:
        lost, won = method.chances()
        assert method.cost[0] == 0
        assert min(lost.min(), won.min()) >= 0 and max(lost.max(), won.max()) <= 1
        assert np.all(np.diff(lost) >= 0) and np.all(np.diff(won) >= 0)
        np.testing.assert_allclose(lost - won * (1 - ACCURACY) / ACCURACY, method.cost, atol=1e-12)


def test_the_flat_stretch_lies_just_past_the_budget():
    for method in draw_world(np.random.default_rng(3), "flat just past the budget", 0.02).methods:
        np.testing.assert_allclose(method.cost[POSITION >= 0.15], 0.022)
        assert method.cost[POSITION <= 0.04].max() < 0.02


def test_what_many_people_lose_is_the_truth():
    cost = 0.3 * POSITION - 0.2 * np.sin(np.pi * POSITION)
    before, after = [], []
    for number in range(60):
        rng = np.random.default_rng(number)
        world = draw_world(rng, "linear", 0.02)
        world = World((Method(cost, POSITION),), world.accuracy, world.readiness)
        one, other = world.period(rng).measure(0, 11)
        before.append(one.mean())
        after.append(other.mean(axis=0))
        assert other.min() >= 0 and other.max() <= 1
        np.testing.assert_array_equal(other[:, 0], one)
    found = 1 - np.mean(after, axis=0) / np.mean(before)
    np.testing.assert_allclose(found, cost[::100], atol=0.015)
    assert np.mean(before) == pytest.approx(ACCURACY, abs=0.01)


def test_a_coarse_measurement_is_the_fine_one_at_fewer_positions():
    world = draw_world(np.random.default_rng(1), "mix", 0.02)
    fine, coarse = (world.period(np.random.default_rng(2)).measure(1, n)[1] for n in (1001, 101))
    np.testing.assert_array_equal(fine[:, ::10], coarse)


def test_periods_share_what_lasts():
    assert 0.1 < correlation_of_periods((1,), 5)["50"] < 0.6


def test_the_oracle_takes_the_most_variety_that_costs_no_more_than_the_budget():
    steep = Method(0.0999 * POSITION, 0.3 * POSITION)
    dips = Method(np.where(POSITION < 0.5, 0.03, 0.01) * (POSITION > 0), 0.1 * POSITION)
    assert oracle(world_of(steep, dips), 0.02) == Choice(1, 100)  # 10%; steep reaches 6% at position 20
    assert oracle(world_of(steep), 0.02) == Choice(0, 20)
    assert oracle(world_of(Method(0.5 + 0.1 * POSITION, POSITION)), 0.02) == Choice(0, 0)


def test_the_previous_rule_walks_to_the_first_failure_on_validation():
    def figures(value, error, gain):
        value, reach = np.array(value), 1.96 * np.array(error)
        none = Interval.certain(np.zeros(5))
        accuracy = Interval(value, value - reach, value + reach)
        return PositionFigures(POSITION[:5], {"ild": 1 + np.array(gain)}, accuracy, none, none, 0.95, 600)

    gain = [0.0, 0.1, 0.2, 0.3, 0.4]
    walk = figures([0.0, -0.001, -0.001, -0.03, 0.0], [0.0, 0.001, 0.001, 0.001, 0.001], gain)
    assert previous_rule([walk], 0.02) == Choice(0, 2)
    # Inside the interval's bound (1.96 errors), outside that of a second measurement (2.33 errors).
    near = figures([0.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.001, 0.0095, 0.0095, 0.0095], gain)
    assert previous_rule([near, walk], 0.02) == Choice(1, 2)
    assert previous_rule([near], 0.02) == Choice(0, 1)


def test_figures_are_the_products_own():
    world = draw_world(np.random.default_rng(1), "linear", 0.02)
    found = figures_of(world, world.period(np.random.default_rng(2)), 0, 101)
    assert found.n_users == PEOPLE and len(found.lambdas) == 101
    assert (found.accuracy.low[0], found.accuracy.high[0]) == (0.0, 0.0)
    assert np.all(found.accuracy.low[1:] < found.accuracy.value[1:])


def test_every_rule_chooses_in_a_world_and_the_seed_repeats_it():
    world, choices = run_world((1, 2), "cliff", 0.05)
    assert set(choices) == {"rule", "validation alone", "previous rule", "oracle"}
    assert run_world((1, 2), "cliff", 0.05)[1] == choices
    assert choices["oracle"].gain(world) >= choices["rule"].gain(world) > 0


def test_broken_budgets_are_counted_among_all_worlds():
    world = world_of(Method(0.1 * POSITION, 0.3 * POSITION))
    outcomes = [(world, {"rule": Choice(0, position)}) for position in (0, 0, 10, 40)]
    found = summarise(outcomes, 0.02)["rule"]
    assert (found["broken"], found["broken of those that recommend"]) == (0.25, 0.5)
    assert found["nothing recommended"] == 0.5
    assert found["mean gain"] == pytest.approx(0.3 * 0.5 / 4)
    assert found["low"] < 0.25 < found["high"]


def test_the_truth_of_coverage_is_what_is_expected_of_as_many_people():
    whole = population(60)
    lambdas = np.array([0.5])
    n_items = whole.ground_truth.target.n_items

    def expected(lambda_):
        shown = np.bincount(whole.lists(lambda_).ravel(), minlength=n_items) / len(whole.users)
        return np.mean(1 - (1 - shown) ** N_DRAWN)

    truth = catalogue_truth(whole, lambdas, 300)["coverage@10"][0]
    assert truth == pytest.approx(expected(0.5) - expected(0.0), abs=2e-4)
    assert personal_truth(whole, lambdas)["ild@10"][0] > 0
