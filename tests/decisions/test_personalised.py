import numpy as np
import pytest

from recsys_core.decisions.personalised import by_breadth, by_own_history, compare, rows_at
from recsys_core.evaluation.curves import measure

KEYS = ("ndcg@5", "ild@5")


@pytest.fixture
def trade_off(make_world):
    world = make_world(8, n_users=60)
    return measure(world.paths, target=world.target, history=world.history, spaces=world.spaces)


def test_rows_at_equal_settings_are_those_of_the_paths(trade_off):
    for lambda_ in (0.0, 0.35, 1.0):
        found = rows_at(trade_off, np.full(60, lambda_))
        np.testing.assert_array_equal(found, trade_off.paths.index_at(lambda_))


def test_rows_at_own_settings(trade_off):
    lambdas = np.random.default_rng(0).random(60)
    expected = [trade_off.paths.index_at(lambdas[user])[user] for user in range(60)]
    np.testing.assert_array_equal(rows_at(trade_off, lambdas), expected)


def test_broad_taste_gets_more_and_the_ends_stay():
    found = by_breadth(np.array([0.1, 2.0, 1.0]), np.array([0.0, 0.5, 1.0]), strength=1.0)
    assert found[0].tolist() == [0, 0, 0]
    assert found[2].tolist() == [1, 1, 1]
    assert found[1, 0] < found[1, 2] == 0.5 < found[1, 1]
    np.testing.assert_allclose(by_breadth(np.arange(4.0), np.array([0.3]), 0.0), 0.3)


def test_the_same_setting_for_all_is_no_different(trade_off):
    lambdas = np.linspace(0, 1, 21)
    same = np.tile(lambdas[:, None], (1, 60))
    found = compare(trade_off, lambdas, same, KEYS, n_resamples=200)
    assert (found.gain, found.verdict) == (0.0, "no_difference")
    np.testing.assert_allclose(found.variety, trade_off.curve.sample(lambdas)["ild@5"])


def test_knowing_everybodys_own_curve_is_better(trade_off):
    # validation equal to test: the personal front may look ahead, so it must win
    lambdas, rates = np.linspace(0, 1, 21), np.geomspace(0.01, 100, 30)
    own = by_own_history(trade_off, trade_off, lambdas, rates, KEYS)
    assert own.shape == (30, 60)
    assert compare(trade_off, lambdas, own, KEYS, n_resamples=200).verdict == "better"


def test_settings_against_peoples_taste_are_worse(trade_off):
    lambdas = np.linspace(0, 1, 21)
    rows = np.stack([trade_off.paths.index_at(lambda_) for lambda_ in lambdas], axis=1)
    worth = np.nan_to_num(trade_off.per_list[KEYS[0]][rows]) + trade_off.per_list[KEYS[1]][rows]
    spoiled = lambdas[worth.argmin(axis=1)][None]
    assert compare(trade_off, lambdas, spoiled, KEYS, n_resamples=200).verdict == "worse"


def test_without_exchange_variety_does_not_count(trade_off):
    (free,) = by_own_history(trade_off, trade_off, np.linspace(0, 1, 21), np.zeros(1), KEYS)
    blind = np.setdiff1d(np.arange(60), trade_off.users)
    best = trade_off.curve.sample(np.linspace(0, 1, 21))["ndcg@5"].argmax()
    np.testing.assert_allclose(free[blind], np.linspace(0, 1, 21)[best])  # nothing of their own is known
