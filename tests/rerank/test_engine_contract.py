"""What holds for every reranker: the engine gives what the plain function gives, traps included."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.errors import SettingError
from recsys_core.rerank import REGISTRY, RerankInputs, find, rerank
from recsys_core.types import Candidates, ItemSpace

LAMBDAS = np.array([0.0, 0.05, 0.3, 0.5, 0.77, 0.95, 0.999, 1.0])


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"n_candidates": 60, "dim": 40},
        {"dim": 3},  # k exceeds the rank
        {"unknown": 3},
        {"twins": 4},
        {"levels": 4},
        {"levels": 1e-9},  # all scores equal
        {"unknown": 1},  # nothing is known about anything
        {"ragged": True},  # none, one, two, three candidates
        {"n_candidates": 5},
    ],
    ids=str,
)
def test_engine_equals_plain_function(make_inputs, plain, assert_greedy, reranker, shape):
    inputs = make_inputs(**shape)
    lists = rerank(inputs, reranker, 10, LAMBDAS)
    same = 0
    for user in range(inputs.n_users):
        for at, lambda_ in enumerate(LAMBDAS):
            assert_greedy(inputs, reranker, user, lambda_, lists[user, at])
            same += np.array_equal(lists[user, at], plain(inputs, reranker, user, 10, lambda_))
    rounding_decides = reranker.name in {"dpp", "ssd", "calibration", "xquad"}
    assert same >= (0.9 if rounding_decides else 1.0) * lists.shape[0] * lists.shape[1]


def test_zero_keeps_relevance_order_and_ties_go_to_the_lower_position(make_inputs, reranker):
    inputs = make_inputs(levels=3)
    assert np.array_equal(rerank(inputs, reranker, 10, [0.0])[:, 0], inputs.items[:, :10])


def test_lambda_comes_back_in_the_order_asked_for(make_inputs, reranker):
    inputs = make_inputs()
    forward = rerank(inputs, reranker, 6, LAMBDAS)
    assert np.array_equal(rerank(inputs, reranker, 6, LAMBDAS[::-1]), forward[:, ::-1])


def test_scaling_scores_changes_no_list(make_inputs, reranker):
    inputs = make_inputs()
    base = Candidates(inputs.items, inputs.relevance * 3.0 - 1.0)
    moved = Candidates(inputs.items, inputs.relevance * 700.0 + 20.0)
    rest = (inputs.space, inputs.aspects, inputs.profile)
    lists = [rerank(RerankInputs(c.relevance, c.items, *rest), reranker, 8, LAMBDAS) for c in (base, moved)]
    assert np.array_equal(*lists)


@pytest.mark.parametrize("name", [name for name in REGISTRY if name != "random"])  # draws follow the numbers
def test_renumbering_items_changes_no_list(make_inputs, name):
    reranker = REGISTRY[name]
    inputs = make_inputs()
    new = np.random.default_rng(5).permutation(len(inputs.space.vectors))
    old = np.argsort(new)
    moved = RerankInputs(
        inputs.relevance,
        new[inputs.items].astype(np.int32),
        ItemSpace("text", inputs.space.vectors[old]),
        inputs.aspects[old],
        inputs.profile,
    )
    assert np.array_equal(rerank(moved, reranker, 8, LAMBDAS), new[rerank(inputs, reranker, 8, LAMBDAS)])


def test_unknown_items_are_never_sought(make_inputs, spatial):
    inputs = make_inputs(unknown=2, n_candidates=40, dim=24)
    lists = rerank(inputs, spatial, 10, [1.0])[:, 0]
    known = inputs.space.known[lists]
    assert known[:, 1:].all()  # the first pick may be the most relevant item, whatever it is


def test_one_unknown_item_on_top_does_not_switch_variety_off(make_inputs, spatial):
    inputs = make_inputs(n_candidates=40, n_users=1)
    vectors = inputs.space.vectors.copy()
    vectors[inputs.items[:, 0]] = 0
    blind = RerankInputs(inputs.relevance, inputs.items, ItemSpace("text", vectors))
    listed = rerank(blind, spatial, 8, [0.9])[0, 0]
    assert listed[0] == inputs.items[0, 0] or blind.space.known[listed].all()
    assert len(set(listed) - set(inputs.items[0, :8])) >= 2


def test_large_catalogues_without_a_table_give_the_same(make_inputs, reranker, monkeypatch):
    inputs = make_inputs(unknown=7, dim=24)
    with_table = rerank(inputs, reranker, 8, LAMBDAS)
    monkeypatch.setattr("recsys_core.rerank.similarity.LARGEST_TABLE", 10)
    fresh = RerankInputs(inputs.relevance, inputs.items, inputs.space, inputs.aspects, inputs.profile)
    assert np.array_equal(rerank(fresh, reranker, 8, LAMBDAS), with_table)


def test_overlap_of_categories_as_similarity(make_inputs, assert_greedy, reranker):
    base = make_inputs()
    inputs = RerankInputs(
        base.relevance,
        base.items,
        ItemSpace("categories", base.aspects.astype(np.float32), "jaccard"),
        base.aspects,
        base.profile,
    )
    lists = rerank(inputs, reranker, 10, LAMBDAS)
    for user in range(inputs.n_users):
        for at, lambda_ in enumerate(LAMBDAS):
            assert_greedy(inputs, reranker, user, lambda_, lists[user, at], slack=1e-6)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(set(REGISTRY) - {"gist"})))
def test_small_coarse_arrays(data, name, assert_greedy):
    n, k = data.draw(st.integers(0, 6)), data.draw(st.integers(1, 8))
    grid = st.integers(-2, 2)
    vectors = np.array(data.draw(st.lists(st.tuples(grid, grid, grid), min_size=8, max_size=8)), np.float32)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = (vectors / np.where(length > 0, length, 1)).astype(np.float32)
    relevance = sorted(data.draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)), reverse=True)
    aspects = np.abs(np.round(vectors))
    inputs = RerankInputs(
        np.array([relevance], float).reshape(1, n) / 4,
        np.arange(n, dtype=np.int32)[None],
        ItemSpace("text", vectors),
        aspects,
        np.array([[1.0, 0.0, 2.0]]),
    )
    if "aspects" in REGISTRY[name].needs and not aspects.any():
        with pytest.raises(SettingError):
            rerank(inputs, REGISTRY[name], k, [0.5])
        return
    lambdas = np.array(data.draw(st.lists(st.floats(0, 1), min_size=1, max_size=5)))
    lists = rerank(inputs, REGISTRY[name], k, lambdas)
    for at, lambda_ in enumerate(lambdas):
        assert_greedy(inputs, REGISTRY[name], 0, lambda_, lists[0, at], slack=1e-5)


def test_registry_speaks_plainly():
    for name, entry in REGISTRY.items():
        assert entry.name == name
        assert len(entry.title) < 60 and 20 < len(entry.good_at) < 110
    assert find("mmr") is REGISTRY["mmr"]
    with pytest.raises(SettingError, match="no reranker 'mrm'; choose one of mmr"):
        find("mrm")


@pytest.mark.parametrize(("k", "lambdas"), [(0, [0.5]), (3, [1.5]), (3, [np.nan])])
def test_slips_are_named(make_inputs, k, lambdas):
    with pytest.raises(ValueError, match="k must be|lambda_ must lie"):
        rerank(make_inputs(), REGISTRY["mmr"], k, lambdas)


def test_missing_needs_are_named(make_inputs):
    inputs = make_inputs()
    bare = RerankInputs(inputs.relevance, inputs.items, inputs.space)
    with pytest.raises(SettingError, match="needs item categories"):
        rerank(bare, REGISTRY["xquad"], 3, [0.5])
    no_profile = RerankInputs(inputs.relevance, inputs.items, inputs.space, inputs.aspects)
    with pytest.raises(SettingError, match="category shares"):
        rerank(no_profile, REGISTRY["calibration"], 3, [0.5])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda r, i: (r[:, ::-1], i), "best first"),
        (lambda r, i: (r[:, :-1], i), "share one 2-d shape"),
        (lambda r, i: (np.where(r == r.max(), np.nan, r), i), "finite"),
        (lambda r, i: (r, np.where(i == i[0, 0], -1, i)), "padding"),
        (lambda r, i: (r, i + 1000), "below"),
    ],
)
def test_inputs_are_checked(make_inputs, change, message):
    inputs = make_inputs()
    with pytest.raises(ValueError, match=message):
        RerankInputs(*change(inputs.relevance, inputs.items), inputs.space)
