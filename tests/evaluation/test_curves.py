from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys_core.errors import DataError, SettingError
from recsys_core.evaluation.curves import measure
from recsys_core.evaluation.measures import Batch, list_metrics
from recsys_core.metrics import coverage


def directly(trade_off, lambda_):
    """Every metric at λ from the lists themselves, without paths, events or counting."""
    users = trade_off.users
    lists = trade_off.paths.at(lambda_)[users]
    batch = Batch(lists, users, trade_off.ground_truth)
    metrics = list_metrics(trade_off.ground_truth)
    values = {f"{name}@{trade_off.k}": metric(batch).mean() for name, metric in metrics.items()}
    counts = coverage.exposure(lists, trade_off.ground_truth.target.n_items)
    for name in ("coverage", "gini", "entropy"):
        values[f"{name}@{trade_off.k}"] = getattr(coverage, name)(counts)
    return values


@given(seed=st.integers(0, 10_000), lambda_=st.floats(0, 1), shared=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_curve_equals_direct_recomputation(make_world, seed, lambda_, shared):
    world = make_world(seed, shared=shared)
    trade_off = measure(world.ground_truth, world.paths)
    grid = [0.0, 1.0, lambda_, *world.rng.choice(trade_off.curve.breakpoints, 2)]
    for point in grid:
        expected = directly(trade_off, point)
        found = trade_off.curve.at(point)
        assert found.keys() == expected.keys()
        for key in expected:
            assert found[key] == pytest.approx(expected[key], abs=1e-10), key


def test_every_value_is_finite_and_breakpoints_ascend(make_world):
    world = make_world(3, n_users=20)
    curve = measure(world.ground_truth, world.paths).curve
    assert curve.breakpoints[0] == 0.0
    assert np.all(np.diff(curve.breakpoints) > 0)
    for key, values in curve.values.items():
        assert values.shape == curve.breakpoints.shape, key
        assert np.all(np.isfinite(values)), key


def test_a_breakpoint_already_shows_the_new_lists(make_world):
    world = make_world(5, n_users=4)
    curve = measure(world.ground_truth, world.paths).curve
    at = curve.breakpoints[1]
    assert curve.at(at)["gini@5"] == curve.values["gini@5"][1]
    assert curve.at(np.nextafter(at, 0))["gini@5"] == curve.values["gini@5"][0]


def test_only_liked_targets_make_a_user_count(make_world):
    world = make_world(1)
    target = world.ground_truth.target
    level = np.where(target.user_idx == 2, 1, 5).astype(np.int8)
    trade_off = measure(replace(world.ground_truth, target=replace(target, level=level)), world.paths)
    assert trade_off.users.tolist() == [0, 1, 3, 4, 5, 6]
    lists_of_2 = slice(world.paths.offsets[2], world.paths.offsets[3])
    assert np.isnan(trade_off.per_list["ndcg@5"][lists_of_2]).all()
    assert np.isfinite(trade_off.per_list["ild@5"]).all()


def test_variety_is_measured_in_categories_where_there_are_any(make_world):
    world = make_world(2)
    trade_off = measure(world.ground_truth, world.paths)
    values = trade_off.curve.values
    np.testing.assert_array_equal(values["ild@5"], values["ild_categories@5"])
    assert not np.array_equal(values["ild@5"], values["ild_text@5"])


def test_only_restricts_the_work(make_world):
    world = make_world(2)
    curve = measure(world.ground_truth, world.paths, only=["ndcg", "gini"]).curve
    assert list(curve.values) == ["ndcg@5", "gini@5"]
    with pytest.raises(SettingError, match="No metric named magic"):
        measure(world.ground_truth, world.paths, only=["magic"])


def test_without_any_user_to_measure_it_is_a_data_error(make_world):
    world = make_world(2)
    target = world.ground_truth.target
    nobody = target.where(np.zeros(len(target), bool))
    with pytest.raises(DataError, match="No user has a liked item"):
        measure(replace(world.ground_truth, target=nobody), world.paths)


@pytest.mark.parametrize("lambda_", [-0.1, 1.1, float("nan")])
def test_lambda_outside_its_range_is_refused(make_world, lambda_):
    world = make_world(2)
    curve = measure(world.ground_truth, world.paths).curve
    with pytest.raises(ValueError, match="lambda must lie in"):
        curve.at(lambda_)


def test_a_frame_has_one_row_per_setting(make_world):
    world = make_world(3)
    curve = measure(world.ground_truth, world.paths).curve
    frame = curve.frame()
    assert len(frame) == 101 and frame.index.name == "lambda" and list(frame) == list(curve.values)
    assert curve.frame(np.array([0.25])).to_dict("records") == [curve.at(0.25)]


def test_some_users_are_measured_as_if_they_were_all(make_world):
    world = make_world(11, n_users=9)
    trade_off = measure(world.ground_truth, world.paths)
    chosen = trade_off.users[[3, 1, 3]]
    part = trade_off.of_users(chosen)
    assert len(part.users) == 3
    for point in (0.0, 0.4, 1.0):
        np.testing.assert_array_equal(part.paths.at(point), trade_off.paths.at(point)[chosen])
        at = part.curve.at(point)
        of_user = dict(zip(trade_off.users, trade_off.per_user("ndcg@5", point), strict=True))
        assert at["ndcg@5"] == pytest.approx(np.mean([of_user[user] for user in chosen]))
        counts = coverage.exposure(part.paths.at(point), 30)
        assert at["gini@5"] == pytest.approx(coverage.gini(counts))
