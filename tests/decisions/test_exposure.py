import numpy as np
import pytest

from recsys_core.decisions.exposure import (
    ExposureChange,
    GroupExposure,
    ItemGroups,
    category_groups,
    creator_groups,
    exposure_change,
    popularity_deciles,
)
from recsys_core.evaluation.curves import measure
from recsys_core.stats.interval import Interval


def test_deciles_are_equally_large_and_the_popular_come_first():
    groups = popularity_deciles(np.arange(20))
    assert groups.weights.sum(axis=0).tolist() == [2.0] * 10
    assert groups.weights[19].argmax() == groups.weights[18].argmax() == 0
    assert groups.weights[0].argmax() == 9


def test_items_of_several_categories_are_divided():
    groups = category_groups(("drama", "war"), np.array([[1, 1], [0, 1], [0, 0]]))
    np.testing.assert_allclose(groups.weights, [[0.5, 0.5], [0, 1], [0, 0]])


def test_creators_beyond_the_largest_are_everyone_else():
    groups = creator_groups(np.array(["ann", "bo", "bo", "", "cy"]), most=2)
    assert groups.names == ("bo", "ann", "everyone else")
    np.testing.assert_array_equal(groups.weights, [[0, 1, 0], [1, 0, 0], [1, 0, 0], [0, 0, 0], [0, 0, 1]])


def test_shares_before_and_after_are_those_of_the_lists(make_world):
    world = make_world(6, n_users=30)
    trade_off = measure(world.ground_truth, world.paths)
    odd = (np.arange(30) % 2).astype(float)
    rows = exposure_change(trade_off, ItemGroups("parity", ("even", "odd"), np.stack([1 - odd, odd], 1)), 0.8)
    for lambda_, shares in ((0.0, [row.before for row in rows]), (0.8, [row.after for row in rows])):
        lists = trade_off.paths.at(lambda_)[trade_off.users]
        expected = [odd[row[row >= 0]].mean() if (row >= 0).any() else 0.0 for row in lists]
        assert shares[1] == pytest.approx(np.mean(expected))
    for row in rows:
        assert row.change.value == pytest.approx(row.after - row.before)
        assert row.change.low <= row.change.value <= row.change.high
        assert row.catalogue == 0.5


def test_the_groups_that_change_most_stand_from_gain_to_loss():
    changes = {"a": 0.01, "b": -0.3, "c": 0.2, "d": -0.01, "e": 0.0}
    rows = ExposureChange(
        tuple(GroupExposure("x", name, 0.1, 0.5, 0.5, Interval.certain(at)) for name, at in changes.items())
    )
    assert [row.name for row in rows.most_changed(2)] == ["c", "b"]
    assert [row.name for row in rows.most_changed(3)] == ["c", "a", "b"]  # of equals the first
    assert [row.name for row in rows.most_changed(9)] == ["c", "a", "e", "d", "b"]
