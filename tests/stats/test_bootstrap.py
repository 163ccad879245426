import numpy as np
import pytest

from recsys_core.protocol import MeasurementProtocol
from recsys_core.stats import bootstrap
from recsys_core.stats.bootstrap import Resampling, percentile_interval, quantile


def test_means_are_those_of_users_drawn_with_replacement():
    means = Resampling(4, 500, seed=1).means(np.eye(4))
    counts = means * 4
    np.testing.assert_allclose(counts, counts.round(), atol=1e-12)
    np.testing.assert_allclose(counts.sum(axis=1), 4)
    assert counts.max() > 1  # some user is drawn twice


def test_the_same_seed_draws_the_same_users_for_every_metric():
    values = np.random.default_rng(0).random((30, 3))
    whole = Resampling(30, 50).means(values)
    alone = Resampling(30, 50).means(values[:, [1]])
    np.testing.assert_allclose(whole[:, [1]], alone, atol=1e-14)
    assert not np.array_equal(whole, Resampling(30, 50, seed=2).means(values))


def test_blocks_bound_memory_without_losing_a_resample(monkeypatch):
    monkeypatch.setattr(bootstrap, "_BLOCK", 30)
    means = Resampling(10, 7).means(np.ones((10, 1)))
    np.testing.assert_allclose(means, np.ones((7, 1)))


def test_spread_is_the_standard_error():
    values = np.random.default_rng(0).normal(size=(400, 1))
    means = Resampling(400, 4000).means(values)
    assert means.std() == pytest.approx(values.std() / 20, rel=0.05)


def test_percentile_interval_by_hand():
    found = percentile_interval(np.array([50.0]), np.arange(101.0)[:, None], level=0.9)
    assert (found.low[0], found.high[0]) == pytest.approx((5, 95))
    alone = percentile_interval(np.asarray(50.0), np.arange(101.0), level=0.9)
    assert (alone.value, alone.low, alone.high) == pytest.approx((50, 5, 95))


def test_a_protocol_sets_the_resamples():
    protocol = MeasurementProtocol(n_resamples=7, seed=3)
    assert Resampling.under(protocol, 20) == Resampling(20, 7, 3)


def test_impossible_input_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        Resampling(0)
    with pytest.raises(ValueError, match="expected values"):
        Resampling(3).means(np.zeros((2, 1)))


def test_quantiles_are_numpys_and_nan_is_not_hidden():
    values = np.random.default_rng(3).normal(size=(37, 4))
    for share in (0.0, 0.025, 0.5, 0.975, 1.0):
        np.testing.assert_allclose(quantile(values, share), np.quantile(values, share, axis=0))
    values[5, 2] = np.nan
    assert np.isnan(quantile(values, 0.1)).tolist() == [False, False, True, False]
