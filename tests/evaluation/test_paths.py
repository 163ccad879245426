"""The path is direct greedy reranking at every λ."""

import numpy as np
import pytest

from recsys_core.evaluation import paths
from recsys_core.evaluation.paths import UserPath, exact_paths, path_chunks
from recsys_core.rerank import REGISTRY, RerankInputs, rerank
from recsys_core.types import ItemSpace

LINEAR = [name for name, reranker in REGISTRY.items() if reranker.linear]


def people(seed=0, n_users=6, n_candidates=40, n_items=90, dim=8, levels=None):
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((n_items, dim)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    items = np.stack([rng.permutation(n_items)[:n_candidates] for _ in range(n_users)]).astype(np.int32)
    relevance = -np.sort(-rng.random((n_users, n_candidates)), axis=1)
    if levels:
        relevance = np.round(relevance * levels) / levels
    aspects = (rng.random((n_items, 6)) < 0.3).astype(float)
    return RerankInputs(relevance, items, ItemSpace("text", vectors), aspects, rng.random((n_users, 6)))


@pytest.fixture(params=LINEAR)
def reranker(request):
    return REGISTRY[request.param]


@pytest.mark.parametrize(
    "shape",
    [{}, {"n_candidates": 90, "dim": 40}, {"dim": 3}, {"n_candidates": 6}, {"n_candidates": 1}],
    ids=str,
)
def test_equals_direct_greedy_at_random_lambda(reranker, shape):
    inputs = people(**shape)
    paths = exact_paths(inputs, reranker, 8)
    lambdas = np.concatenate([[0.0, 1.0], np.random.default_rng(1).random(60)])
    direct = rerank(inputs, reranker, 8, lambdas)
    for at, lambda_ in enumerate(lambdas):
        assert np.array_equal(paths.at(lambda_), direct[:, at]), lambda_
    assert paths.exact.all()


def test_equals_direct_greedy_just_beside_each_breakpoint(reranker):
    inputs = people(seed=2)
    paths = exact_paths(inputs, reranker, 8)
    for user in range(inputs.n_users):
        alone = inputs.of_users(slice(user, user + 1))
        starts, lists = paths.of_user(user)
        ends = np.append(starts[1:], 1.0)
        wide = ends - starts > 3e-9
        assert wide.mean() > 0.95
        right = rerank(alone, reranker, 8, starts[wide] + 1e-9)[0]
        left = rerank(alone, reranker, 8, ends[wide] - 1e-9)[0]
        assert np.array_equal(right, lists[wide])
        assert np.array_equal(left, lists[wide])


def test_every_list_is_another_one_and_breakpoints_rise(reranker):
    paths = exact_paths(people(seed=3), reranker, 8)
    for user in range(paths.n_users):
        starts, lists = paths.of_user(user)
        assert starts[0] == 0 and np.all(np.diff(starts) > 0) and starts[-1] < 1
        assert len(np.unique(lists, axis=0)) == len(lists)


def test_a_dense_grid_finds_no_list_that_the_path_misses(reranker):
    inputs = people(seed=4, n_users=2)
    paths = exact_paths(inputs, reranker, 6)
    grid = rerank(inputs, reranker, 6, np.linspace(0, 1, 3001))
    for user in range(2):
        known = {tuple(row) for row in paths.of_user(user)[1]}
        assert {tuple(row) for row in grid[user]} <= known


def test_relevance_order_at_zero_stands_alone_when_relevance_ties(reranker):
    inputs = people(levels=2)
    paths = exact_paths(inputs, reranker, 8)
    assert np.array_equal(paths.at(0.0), inputs.items[:, :8])
    just_right = rerank(inputs, reranker, 8, [1e-10])[:, 0]
    assert np.array_equal(paths.at(1e-10), just_right)
    if reranker.name in {"mmr", "msd", "cover"}:
        assert not np.array_equal(just_right, inputs.items[:, :8])
        assert np.nextafter(0.0, 1.0) in paths.breakpoints


def test_hand_checked_crossing():
    # a on top, b its twin (similarity 0.8), c unrelated: b follows a until (1-x)·0.9 - 0.8x = (1-x)·0.5
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    relevance, items = np.array([[1.0, 0.9, 0.5]]), np.array([[0, 1, 2]], np.int32)
    inputs = RerankInputs(relevance, items, ItemSpace("text", vectors))
    starts, lists = exact_paths(inputs, REGISTRY["mmr"], 2).of_user(0)
    assert lists.tolist() == [[0, 1], [0, 2]]
    assert starts == pytest.approx([0.0, 0.4 / 1.2])


def test_people_with_few_or_no_candidates():
    inputs = people(n_candidates=3)
    items = inputs.items.copy()
    items[0] = -1
    items[1, 1:] = -1
    paths = exact_paths(RerankInputs(inputs.relevance, items, inputs.space), REGISTRY["mmr"], 5)
    assert paths.of_user(0)[1].tolist() == [[-1] * 5]
    assert paths.of_user(1)[1].tolist() == [[items[1, 0], -1, -1, -1, -1]]
    assert paths.at(0.5).shape == (6, 5)


def test_nobody():
    inputs = people()
    none = RerankInputs(inputs.relevance[:0], inputs.items[:0], inputs.space)
    paths = exact_paths(none, REGISTRY["mmr"], 5)
    assert paths.n_users == 0 and paths.at(0.3).shape == (0, 5)


def test_chunks_are_the_same_people(reranker):
    inputs = people(n_users=7)
    whole = exact_paths(inputs, reranker, 5)
    parts = list(path_chunks(inputs, reranker, 5, users_at_once=3))
    assert [part.n_users for part in parts] == [3, 3, 1]
    assert np.array_equal(np.concatenate([part.items for part in parts]), whole.items)
    assert np.array_equal(np.concatenate([part.breakpoints for part in parts]), whole.breakpoints)


def test_too_many_lists_fall_back_to_a_grid_and_say_so(monkeypatch):
    inputs = people(n_users=5)
    full = exact_paths(inputs, REGISTRY["msd"], 8)
    sizes = np.diff(full.offsets)
    limit = int(np.sort(sizes)[2])
    monkeypatch.setattr(paths, "MOST_LISTS", limit)
    cut = exact_paths(inputs, REGISTRY["msd"], 8)
    assert np.array_equal(cut.exact, sizes <= limit)
    lambdas = np.linspace(0, 1, paths.FALLBACK_POINTS)[::25]
    direct = rerank(inputs, REGISTRY["msd"], 8, lambdas)
    for at, lambda_ in enumerate(lambdas):
        assert np.array_equal(cut.at(lambda_), direct[:, at])


def test_room_grows_until_everybody_fits(monkeypatch):
    inputs = people(n_users=9)
    wide = exact_paths(inputs, REGISTRY["msd"], 8)
    monkeypatch.setattr("recsys_core.evaluation.enumeration.FIRST_ROOM", 2)
    monkeypatch.setattr("recsys_core.evaluation.enumeration.AT_ONCE", 4)
    narrow = exact_paths(inputs, REGISTRY["msd"], 8)
    assert np.array_equal(narrow.items, wide.items)
    assert np.array_equal(narrow.breakpoints, wide.breakpoints)
    assert np.array_equal(narrow.offsets, wide.offsets) and narrow.exact.all()


def test_each_user_can_have_a_setting_of_their_own():
    paths = exact_paths(people(), REGISTRY["mmr"], 5)
    lambdas = np.random.default_rng(0).random(paths.n_users)
    expected = [paths.index_at(lambdas[user])[user] for user in range(paths.n_users)]
    assert paths.index_at(lambdas).tolist() == expected


def test_the_rows_of_many_settings_are_those_of_each():
    paths = exact_paths(people(), REGISTRY["mmr"], 5)
    lambdas = np.sort(np.concatenate([np.linspace(0, 1, 41), paths.breakpoints[::3]]))  # on a jump and beside
    expected = np.stack([paths.index_at(lambda_) for lambda_ in lambdas], axis=1)
    assert np.array_equal(paths.rows_at(lambdas), expected)
    assert paths.rows_at(np.empty(0)).shape == (paths.n_users, 0)


@pytest.mark.parametrize(("lambdas", "words"), [([0.5, 0.2], "ascend"), ([0.5, 1.2], "lie in")])
def test_settings_out_of_order_or_out_of_range_are_refused(lambdas, words):
    with pytest.raises(ValueError, match=words):
        exact_paths(people(), REGISTRY["mmr"], 5).rows_at(np.array(lambdas))


def test_when_an_item_enters_and_leaves():
    path = UserPath(np.array([0.0, 0.2, 0.5, 0.7]), np.array([[0, 1], [0, 2], [2, 1], [2, 1]]))
    assert path.entered_at(2, 0.9) == 0.2
    assert path.entered_at(1, 0.9) == 0.5  # it was away in between
    assert path.entered_at(1, 0.1) == 0.0
    assert path.entered_at(0, 0.9) is None
    assert path.left_at(0, 0.9) == 0.5
    assert path.left_at(1, 0.2) == 0.2
    assert path.left_at(2, 0.2) is None


@pytest.mark.parametrize("lambda_", [-0.1, 1.1, np.nan])
def test_lambda_outside_the_axis(lambda_):
    with pytest.raises(ValueError, match="lambda_ must lie"):
        exact_paths(people(), REGISTRY["none"], 3).at(lambda_)
