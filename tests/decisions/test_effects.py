from dataclasses import replace

import numpy as np
import pytest

from recsys_core.decisions.effects import Effects
from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import measure
from recsys_core.protocol import MeasurementProtocol
from recsys_core.stats.interval import Interval


def resamples(n):
    return MeasurementProtocol(n_resamples=n)


@pytest.fixture
def trade_off(make_world):
    world = make_world(4, n_users=40)
    return measure(world.ground_truth, world.paths)


def test_value_is_the_difference_of_the_curve(trade_off):
    lambdas = np.array([0.0, 0.3, 1.0])
    for key, effect in Effects(trade_off, protocol=resamples(50)).table(lambdas).items():
        expected = trade_off.curve.sample(lambdas)[key] - trade_off.curve.at(0.0)[key]
        np.testing.assert_allclose(effect.change.value, expected, atol=1e-12)
        assert np.all(effect.change.low <= effect.change.value + 1e-12), key
        assert np.all(effect.change.high >= effect.change.value - 1e-12), key


def test_the_reference_itself_costs_exactly_nothing(trade_off):
    effects = Effects(trade_off, reference=0.4, protocol=resamples(50))
    for effect in effects.table(0.4).values():
        assert effect[0].change == Interval.certain(0.0)


def test_interval_is_that_of_resampled_users(trade_off):
    effects = Effects(trade_off, protocol=resamples(200))
    effect = effects.of("ild@5", 0.7)[0]
    change = trade_off.per_user("ild@5", 0.7) - trade_off.per_user("ild@5", 0.0)
    means = effects.resampling.means(change[:, None])
    wider = np.sqrt((np.count_nonzero(change) + 4) / np.count_nonzero(change))  # few users change here
    expected = effect.change.value + (np.percentile(means, [2.5, 97.5]) - effect.change.value) * wider
    assert (effect.change.low, effect.change.high) == pytest.approx(tuple(expected))


def test_shares_are_of_the_reference(trade_off):
    effect = Effects(trade_off, protocol=resamples(50)).of("ild@5", [0.5])
    np.testing.assert_allclose(effect.relative.value, effect.change.value / trade_off.curve.at(0.0)["ild@5"])
    assert effect.relative.low[0] <= effect.relative.value[0] <= effect.relative.high[0]


def test_a_metric_alone_equals_the_same_in_the_whole_table(trade_off):
    effects = Effects(trade_off, protocol=resamples(60))
    lambdas = np.linspace(0, 1, 40)
    whole = effects.table(lambdas)
    for key in ("ndcg@5", "gini@5", "calibration@5"):
        np.testing.assert_allclose(whole[key].change.low, effects.of(key, lambdas).change.low, atol=1e-15)


def test_a_fine_grid_has_exact_values_and_interpolated_intervals(trade_off):
    effects = Effects(trade_off, protocol=resamples(60))
    lambdas = np.linspace(0, 1, 31)
    for key in ("ndcg@5", "gini@5"):
        fine, exact = effects.interpolated(lambdas, [key], every=10)[key], effects.of(key, lambdas)
        np.testing.assert_array_equal(fine.change.value, exact.change.value)
        np.testing.assert_allclose(fine.change.low[::10], exact.change.low[::10], atol=1e-12)
        np.testing.assert_allclose(fine.relative.high[::10], exact.relative.high[::10], atol=1e-12)
        middle = fine.change.high[10] - fine.change.value[10], fine.change.high[20] - fine.change.value[20]
        assert fine.change.high[15] - fine.change.value[15] == pytest.approx(np.mean(middle))


def test_another_trade_off_can_be_the_reference(make_world, trade_off):
    world = make_world(4, n_users=40)
    rng = np.random.default_rng(9)
    world.paths.items[:] = rng.permuted(world.paths.items, axis=1)  # the same items in another order
    other = measure(world.ground_truth, world.paths)
    found = Effects(trade_off, against=other, protocol=resamples(50)).table(0.0)
    assert found["recall@5"][0].change.value == pytest.approx(0, abs=1e-12)
    assert found["coverage@5"][0].change.high == pytest.approx(0, abs=1e-12)
    assert found["ndcg@5"][0].change.value != 0


def test_other_users_cannot_be_compared(make_world, trade_off):
    world = make_world(4, n_users=40)
    target = world.ground_truth.target
    fewer = replace(world.ground_truth, target=target.where(target.user_idx != trade_off.users[0]))
    other = measure(fewer, world.paths)
    with pytest.raises(ValueError, match="same users"):
        Effects(trade_off, against=other)


def test_an_unknown_metric_is_named(trade_off):
    with pytest.raises(SettingError, match="No metric named ndcg@99"):
        Effects(trade_off).of("ndcg@99", 0.0)
