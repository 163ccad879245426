from dataclasses import replace

import numpy as np
import pytest

from recsys_core.decisions.effects import Effects
from recsys_core.decisions.figures import figures_of
from recsys_core.decisions.impact import FEWEST, losing_share
from recsys_core.decisions.protection import LeftOut
from recsys_core.decisions.segments import Segmentation
from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import measure
from recsys_core.evaluation.slider_scale import SliderScale


@pytest.fixture
def world(make_world):
    return make_world(4, n_users=40)


@pytest.fixture
def trade_off(world):
    return measure(world.ground_truth, world.paths)


def equal(one, other):
    for name in ("value", "low", "high"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_positions_are_equal_steps_of_the_variety_that_is_reached(trade_off):
    found = figures_of(Effects(trade_off), n=11)
    np.testing.assert_allclose(found.positions, np.arange(11) / 10)
    assert found.lambdas.tolist() == SliderScale(trade_off.curve, "ild@5").steps(11).tolist()
    assert found.lambdas[0] == 0.0
    assert found.n_users == len(trade_off.users)


def test_all_that_can_be_raised_is_the_curves_own_figure(trade_off):
    found = figures_of(Effects(trade_off), n=7)
    assert list(found.objectives) == ["ild", "ild_text", "coverage"]
    for name, values in found.objectives.items():
        expected = trade_off.curve.sample(found.lambdas)[f"{name}@5"]
        assert values.tolist() == expected.tolist()


def test_what_is_gained_has_the_interval_that_is_shown_elsewhere(trade_off):
    effects = Effects(trade_off)
    found = figures_of(effects, n=7)
    assert list(found.gains) == list(found.objectives)
    for name, gain in found.gains.items():
        equal(gain, effects.of(f"{name}@5", found.lambdas).relative)
        assert found.starts[name] == found.objectives[name][0]
    assert found.from_reference


def test_what_is_limited_is_what_is_shown_elsewhere(trade_off):
    effects = Effects(trade_off)
    found = figures_of(effects, n=7)
    equal(found.accuracy, effects.of("ndcg@5", found.lambdas).relative)
    equal(found.coverage, effects.of("coverage@5", found.lambdas).change)
    equal(found.worse_off, losing_share(trade_off, found.lambdas))
    assert found.groups == {}
    assert found.level == 0.95


def test_another_level_is_that_of_every_interval(trade_off):
    effects = Effects(trade_off)
    half = Segmentation("half", ("all",), np.zeros(40, int))
    found = figures_of(effects, n=7, level=0.99, divided=half)
    assert found.level == 0.99
    equal(found.accuracy, effects.of("ndcg@5", found.lambdas, level=0.99).relative)
    equal(found.coverage, effects.of("coverage@5", found.lambdas, level=0.99).change)
    equal(found.worse_off, losing_share(trade_off, found.lambdas, level=0.99))
    everybody = np.ones(found.n_users, bool)
    equal(found.groups["all"], effects.within(everybody, "ndcg@5", found.lambdas, level=0.99).relative)


def test_groups_are_measured_alone_and_small_ones_are_left_out(trade_off):
    labels = np.full(40, -1)
    users = trade_off.users
    labels[users[:FEWEST]], labels[users[FEWEST : 2 * FEWEST - 1]] = 0, 1
    unseen = np.setdiff1d(np.arange(40), users)  # people without a figure make no group larger
    labels[unseen] = 1
    effects = Effects(trade_off)
    found = figures_of(effects, n=5, divided=Segmentation("side", ("enough", "few"), labels))
    assert list(found.groups) == ["enough"]
    few, none = FEWEST - 1, len(users) - (2 * FEWEST - 1)
    assert found.left_out == (LeftOut("few", few, True), LeftOut("", none, True))
    inside = labels[users] == 0
    equal(found.groups["enough"], effects.within(inside, "ndcg@5", found.lambdas).relative)


def test_positions_and_objectives_look_at_no_outcome(world, trade_off):
    target = world.ground_truth.target
    other = replace(target, item_idx=(target.item_idx + 1) % target.n_items)  # the same people like others
    later = measure(replace(world.ground_truth, target=other), world.paths)
    found, again = (figures_of(Effects(each), n=21) for each in (trade_off, later))
    np.testing.assert_array_equal(found.lambdas, again.lambdas)
    for name, values in found.objectives.items():
        np.testing.assert_array_equal(values, again.objectives[name])
    assert not np.array_equal(found.accuracy.value, again.accuracy.value)


def test_a_method_that_gains_nothing_stays_at_relevance_only(make_world):
    world = make_world(4, n_users=40, most=1)
    found = figures_of(Effects(measure(world.ground_truth, world.paths)), n=5)
    assert found.lambdas.tolist() == [0.0] * 5
    for figure in (found.accuracy, found.coverage):
        assert figure.low.tolist() == figure.high.tolist() == [0.0] * 5


def test_at_relevance_only_nobody_is_worse_off_for_certain(trade_off):
    found = figures_of(Effects(trade_off), n=5)
    assert (found.worse_off.value[0], found.worse_off.high[0]) == (0.0, 0.0)


@pytest.mark.parametrize(
    "missing",
    [
        "ndcg",
        "coverage",
        "ild",
    ],
)
def test_figures_that_were_not_measured_are_named(world, missing):
    only = [name for name in ("ndcg", "ild", "coverage") if name != missing]
    effects = Effects(measure(world.ground_truth, world.paths, only=only))
    with pytest.raises(SettingError, match=f"No metric named {missing}@5"):
        figures_of(effects, n=5)
