import numpy as np
import pytest

from recsys_core.decisions.effects import Price
from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import measure


@pytest.fixture
def trade_off(make_world):
    world = make_world(4, n_users=40)
    return measure(world.paths, target=world.target, history=world.history, spaces=world.spaces)


def test_value_is_the_difference_of_the_curve(trade_off):
    lambdas = np.array([0.0, 0.3, 1.0])
    for key, tag in Price(trade_off, n_resamples=50).table(lambdas).items():
        expected = trade_off.curve.sample(lambdas)[key] - trade_off.curve.at(0.0)[key]
        np.testing.assert_allclose(tag.value, expected, atol=1e-12)
        assert np.all(tag.low <= tag.value + 1e-12), key
        assert np.all(tag.high >= tag.value - 1e-12), key


def test_the_reference_itself_costs_exactly_nothing(trade_off):
    price = Price(trade_off, reference=0.4, n_resamples=50)
    for tag in price.table(0.4).values():
        assert (tag[0].value, tag[0].low, tag[0].high) == (0, 0, 0)


def test_interval_is_that_of_resampled_people(trade_off):
    price = Price(trade_off, n_resamples=200)
    tag = price.difference("ild@5", 0.7)[0]
    change = trade_off.per_user("ild@5", 0.7) - trade_off.per_user("ild@5", 0.0)
    means = price.resampling.means(change[:, None])
    wider = np.sqrt((np.count_nonzero(change) + 4) / np.count_nonzero(change))  # few people change here
    expected = tag.value + (np.percentile(means, [2.5, 97.5]) - tag.value) * wider
    assert (tag.low, tag.high) == pytest.approx(tuple(expected))


def test_shares_are_of_the_reference(trade_off):
    tag = Price(trade_off, n_resamples=50).difference("ild@5", [0.5])
    np.testing.assert_allclose(tag.relative, tag.value / trade_off.curve.at(0.0)["ild@5"])
    assert tag.relative_low[0] <= tag.relative[0] <= tag.relative_high[0]


def test_a_measure_alone_equals_the_same_in_the_whole_table(trade_off):
    price = Price(trade_off, n_resamples=60)
    lambdas = np.linspace(0, 1, 40)
    whole = price.table(lambdas)
    for key in ("ndcg@5", "gini@5", "calibration@5"):
        np.testing.assert_allclose(whole[key].low, price.difference(key, lambdas).low, atol=1e-15)


def test_another_trade_off_can_be_the_reference(make_world, trade_off):
    world = make_world(4, n_users=40)
    rng = np.random.default_rng(9)
    world.paths.items[:] = rng.permuted(world.paths.items, axis=1)  # the same items in another order
    other = measure(world.paths, target=world.target, history=world.history, spaces=world.spaces)
    tags = Price(trade_off, against=other, n_resamples=50).table(0.0)
    assert tags["recall@5"][0].value == pytest.approx(0, abs=1e-12)
    assert tags["coverage@5"][0].high == pytest.approx(0, abs=1e-12)
    assert tags["ndcg@5"][0].value != 0


def test_other_people_cannot_be_compared(make_world, trade_off):
    world = make_world(4, n_users=40)
    fewer = world.target.where(world.target.user_idx != trade_off.users[0])
    other = measure(world.paths, target=fewer, history=world.history, spaces=world.spaces)
    with pytest.raises(ValueError, match="same people"):
        Price(trade_off, against=other)


def test_an_unknown_measure_is_named(trade_off):
    with pytest.raises(SettingError, match="No measure named ndcg@99"):
        Price(trade_off).difference("ndcg@99", 0.0)
