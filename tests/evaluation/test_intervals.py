import numpy as np
import pytest

from recsys_core.evaluation.curves import measure
from recsys_core.evaluation.intervals import metric_intervals
from recsys_core.stats.bootstrap import Resampling


@pytest.fixture
def trade_off(make_world):
    world = make_world(5, n_users=40)
    return measure(world.ground_truth, world.paths)


def test_values_are_those_of_the_curve_in_its_order(trade_off):
    for lambda_ in (0.0, 0.35, 1.0):
        found = metric_intervals(trade_off, Resampling(len(trade_off.users), 50), lambda_)
        assert list(found) == list(trade_off.curve.values)
        expected = trade_off.curve.at(lambda_)
        for key, figure in found.items():
            assert figure.value == pytest.approx(expected[key], abs=1e-9), key
            assert figure.low <= figure.value + 1e-12 and figure.value <= figure.high + 1e-12, key


def test_the_interval_is_that_of_the_resampled_mean(trade_off):
    resampling = Resampling(len(trade_off.users), 400)
    figure = metric_intervals(trade_off, resampling)["ild@5"]
    means = resampling.means(trade_off.per_user("ild@5", 0.0)[:, None])
    assert (figure.low, figure.high) == pytest.approx(tuple(np.percentile(means, [2.5, 97.5])))


def test_more_users_give_a_narrower_interval(make_world):
    widths = []
    for n_users in (20, 200):
        world = make_world(6, n_users=n_users)
        measured = measure(world.ground_truth, world.paths)
        figure = metric_intervals(measured, Resampling(len(measured.users), 200))["ild@5"]
        widths.append(figure.high - figure.low)
    assert widths[1] < widths[0]
