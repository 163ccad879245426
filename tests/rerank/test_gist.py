import numpy as np
import pytest

from recsys_core.evaluation.paths import exact_paths
from recsys_core.rerank import REGISTRY, RerankInputs, candidate_similarity, gist, rerank
from recsys_core.types import ItemSpace


def test_three_items_by_hand():
    relevance = np.array([1.0, 0.9, 0.5])
    similarity = np.array([[1.0, 0.8, 0.0], [0.8, 1.0, 0.1], [0.0, 0.1, 1.0]])
    # {0, 1}: mean 0.95, apart 0.2; {0, 2}: mean 0.75, apart 1: equal at (1-x) 0.2 = 0.8 x, x = 0.2
    assert gist(relevance, similarity, 2, lambda_=0.2 - 1e-9).tolist() == [0, 1]
    assert gist(relevance, similarity, 2, lambda_=0.2 + 1e-9).tolist() == [0, 2]


def test_rising_relevance_is_refused():
    with pytest.raises(ValueError, match="best first"):
        gist(np.array([0.1, 0.2]), np.eye(2), 2, lambda_=0.5)


@pytest.mark.parametrize(
    "shape", [{}, {"dim": 2}, {"unknown": 3}, {"twins": 4}, {"levels": 4}, {"ragged": True}], ids=str
)
def test_engine_and_path_equal_the_plain_function(make_inputs, shape):
    inputs, reranker = make_inputs(**shape), REGISTRY["gist"]
    lambdas = np.concatenate([[0.0, 1.0], np.random.default_rng(0).random(8)])
    lists, paths = rerank(inputs, reranker, 6, lambdas), exact_paths(inputs, reranker, 6)
    assert paths.exact.all()
    for at, lambda_ in enumerate(lambdas):
        assert np.array_equal(paths.at(lambda_), lists[:, at])
        for user in range(inputs.n_users):
            items = inputs.items[user][inputs.items[user] >= 0]
            similarity = candidate_similarity(inputs.space, items, reranker.repeats)
            picked = gist(inputs.relevance[user, : len(items)], similarity, 6, lambda_=lambda_)
            assert lists[user, at, : len(picked)].tolist() == items[picked].tolist()


def test_the_closest_pair_moves_apart_with_lambda():
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((60, 3)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    items = np.arange(60, dtype=np.int32)[None]
    inputs = RerankInputs(-np.sort(-rng.random((1, 60))), items, ItemSpace("text", vectors))
    _, lists = exact_paths(inputs, REGISTRY["gist"], 5).of_user(0)
    apart = [(1 - (vectors[row] @ vectors[row].T)[np.triu_indices(5, 1)]).min() for row in lists]
    assert len(lists) > 3 and np.all(np.diff(apart) > 0)
