import numpy as np
import pytest

from recsys_core.decisions.personalised import compare, lambdas_by_breadth, lambdas_by_history, personalise
from recsys_core.evaluation.curves import measure
from recsys_core.stats.bootstrap import Resampling

KEYS = ("ndcg@5", "ild@5")


@pytest.fixture
def trade_off(make_world):
    world = make_world(8, n_users=60)
    return measure(world.ground_truth, world.paths)


def resampling(trade_off):
    return Resampling(len(trade_off.users), 200)


def test_broad_taste_gets_more_and_the_ends_stay():
    found = lambdas_by_breadth(np.array([0.1, 2.0, 1.0]), np.array([0.0, 0.5, 1.0]), strength=1.0)
    assert found[0].tolist() == [0, 0, 0]
    assert found[2].tolist() == [1, 1, 1]
    assert found[1, 0] < found[1, 2] == 0.5 < found[1, 1]
    np.testing.assert_allclose(lambdas_by_breadth(np.arange(4.0), np.array([0.3]), 0.0), 0.3)


def test_the_same_setting_for_all_is_no_different(trade_off):
    lambdas = np.linspace(0, 1, 21)
    same = np.tile(lambdas[:, None], (1, 60))
    found = compare(trade_off, lambdas, same, KEYS, resampling(trade_off))
    assert (found.gain.value, found.verdict) == (0.0, "no_difference")
    np.testing.assert_allclose(found.variety, trade_off.curve.sample(lambdas)["ild@5"])


def test_knowing_each_users_own_curve_is_better(trade_off):
    # validation equal to test: the personalised front may look ahead, so it must win
    lambdas, rates = np.linspace(0, 1, 21), np.geomspace(0.01, 100, 30)
    own = lambdas_by_history(trade_off, trade_off, lambdas, rates, KEYS)
    assert own.shape == (30, 60)
    assert compare(trade_off, lambdas, own, KEYS, resampling(trade_off)).verdict == "better"


def test_settings_against_users_taste_are_worse(trade_off):
    lambdas = np.linspace(0, 1, 21)
    rows = np.stack([trade_off.paths.index_at(lambda_) for lambda_ in lambdas], axis=1)
    worth = np.nan_to_num(trade_off.per_list[KEYS[0]][rows]) + trade_off.per_list[KEYS[1]][rows]
    spoiled = lambdas[worth.argmin(axis=1)][None]
    assert compare(trade_off, lambdas, spoiled, KEYS, resampling(trade_off)).verdict == "worse"


def test_without_exchange_variety_does_not_count(trade_off):
    (free,) = lambdas_by_history(trade_off, trade_off, np.linspace(0, 1, 21), np.zeros(1), KEYS)
    blind = np.setdiff1d(np.arange(60), trade_off.users)
    best = trade_off.curve.sample(np.linspace(0, 1, 21))["ndcg@5"].argmax()
    np.testing.assert_allclose(free[blind], np.linspace(0, 1, 21)[best])  # nothing of their own is known


def test_every_way_is_tried_by_breadth_only_with_categories(trade_off):
    taste = trade_off.ground_truth.taste
    found = personalise(trade_off, trade_off, taste)
    assert list(found.ways) == ["history", "breadth"]
    assert list(personalise(trade_off, trade_off, None).ways) == ["history"]
