"""A group is compared with everybody else by the change that is shown: a share of its own accuracy."""

from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.decisions.effects import Effects
from recsys_core.decisions.impact import GroupEffect, group_effects, worst_off
from recsys_core.decisions.segments import Segmentation
from recsys_core.evaluation.curves import Curve, TradeOff
from recsys_core.evaluation.paths import Paths
from recsys_core.stats.interval import Interval

N = 800
SIDE = np.arange(N) % 2


def two_settings(before, now):
    """Every user has one list below λ = 0.5 and another from there on."""
    items = np.arange(2 * N, dtype=np.int32)[:, None]
    paths = Paths(None, 10, 2 * np.arange(N + 1), np.tile([0.0, 0.5], N), items, np.ones(N, bool))
    per_list = {"ndcg@10": np.stack([before, now], axis=1).ravel(), "ild@10": np.tile([0.5, 0.6], N)}
    means = {key: values.reshape(N, 2).mean(axis=0) for key, values in per_list.items()}
    truth = SimpleNamespace(evaluated=np.arange(N), accuracy="ndcg")
    return TradeOff(paths, truth, per_list, Curve(np.array([0.0, 0.5]), means))


def sides(before, now):
    division = Segmentation("side", ("left", "right"), SIDE)
    rows = group_effects(Effects(two_settings(before, now)), [division], 0.5)
    return {row.name: row for row in rows}


def noise(size, seed=2):
    return 1 + np.random.default_rng(seed).normal(0, size, N)


def test_who_has_twice_as_much_and_loses_the_same_share_does_not_stand_out():
    before = np.where(SIDE, 0.8, 0.4)
    rows = sides(before, before * 0.9 * noise(0.02))
    gap = rows["right"].accuracy.value - rows["left"].accuracy.value
    assert gap == pytest.approx(-0.04, abs=0.003)  # in points they lose twice as much, surely
    assert not rows["right"].stands_out and rows["right"].verdict == "loses"
    assert rows["right"].versus_rest.value == pytest.approx(0, abs=0.005)


def test_who_loses_another_share_stands_out_whatever_the_points():
    before = np.where(SIDE, 0.8, 0.4)
    rows = sides(before, before * np.where(SIDE, 0.95, 0.9) * noise(0.05))
    assert rows["left"].verdict == "more" and rows["left"].is_worse
    assert rows["right"].verdict == "less" and not rows["right"].is_worse
    assert rows["left"].versus_rest.value == pytest.approx(-0.05, abs=0.01)
    assert list(rows) == ["left", "right"]  # the larger share first, though it is the same in points


def test_the_difference_is_that_of_the_shares_shown():
    before = np.random.default_rng(0).uniform(0.1, 0.9, N)
    rows = sides(before, before * noise(0.3))
    difference = rows["left"].accuracy_share.value - rows["right"].accuracy_share.value
    assert rows["left"].versus_rest.value == pytest.approx(difference)
    assert rows["left"].variety_share.value == pytest.approx(0.2)


def test_a_group_that_gains_less_than_the_others_is_not_said_to_lose():
    before = np.full(N, 0.5)
    rows = sides(before, before * np.where(SIDE, 1.02, 1.2) * noise(0.05))
    assert (rows["right"].verdict, rows["left"].verdict) == ("gains_less", "gains_more")
    assert rows["right"].is_worse


def test_a_group_without_accuracy_is_last_and_stands_out_from_nothing():
    before = np.where(SIDE, 0.5, 0.0)
    rows = sides(before, np.where(SIDE, 0.6 * noise(0.05), 0.1 * noise(0.05)))
    assert list(rows) == ["right", "left"]
    for row in rows.values():
        assert np.isnan(row.versus_rest.value) and not row.stands_out
    assert rows["right"].has_share and not rows["left"].has_share


def test_the_verdict_follows_the_interval_that_is_shown():
    unsure, clear = Interval(-0.01, -0.03, 0.01), Interval(-0.01, -0.02, -0.001)
    row = GroupEffect("side", "a", 40, clear, unsure, clear, unsure, False)
    assert row.verdict == "unclear"


def test_shares_of_those_who_gain_and_of_the_worst_off():
    before = np.array([0.5, 0.4, 0.5, 0.5])
    now = np.array([0.5, 0.1, 0.6, 0.3])
    trade_off = SimpleNamespace(
        accuracy="ndcg@10", users=np.arange(4), per_user=lambda key, lambda_: now if lambda_ else before
    )
    found = worst_off(trade_off, 0.5, share=0.5)
    assert (found.share_losing, found.share_gaining) == (0.5, 0.25)
    assert found.before.tolist() == [0.4, 0.5]
    assert found.relative == pytest.approx(-0.5 / 0.9)
