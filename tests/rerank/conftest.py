import numpy as np
import pytest

from recsys_core.rerank import REGISTRY, RerankInputs
from recsys_core.rerank.greedy import greedy
from recsys_core.rerank.one_user import plain_gain
from recsys_core.types import ItemSpace

LINEAR = [name for name, reranker in REGISTRY.items() if reranker.linear]


@pytest.fixture(params=LINEAR)
def reranker(request):
    return REGISTRY[request.param]


@pytest.fixture(params=[name for name, reranker in REGISTRY.items() if "space" in reranker.needs])
def spatial(request):
    return REGISTRY[request.param]


@pytest.fixture(scope="session")
def make_inputs():
    """Random people; every trap on request."""

    def make(
        seed=0, n_users=4, n_candidates=30, n_items=80, dim=8, unknown=0, twins=0, levels=None, ragged=False
    ):
        rng = np.random.default_rng(seed)
        vectors = rng.standard_normal((n_items, dim)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        if twins:
            vectors[1::twins] = vectors[0]
        if unknown:
            vectors[::unknown] = 0
        items = np.stack([rng.permutation(n_items)[:n_candidates] for _ in range(n_users)]).astype(np.int32)
        relevance = -np.sort(-rng.random((n_users, n_candidates)), axis=1)
        if levels:
            relevance = np.round(relevance * levels) / levels
        if ragged:
            for user in range(n_users):
                items[user, user:] = -1
        aspects = (rng.random((n_items, 6)) < 0.3).astype(float)
        return RerankInputs(relevance, items, ItemSpace("text", vectors), aspects, rng.random((n_users, 6)))

    return make


@pytest.fixture(scope="session")
def gain_of():
    """The plain gain function of one person: from positions taken to what each candidate adds."""

    def build(inputs, reranker, user):
        return plain_gain(inputs.of_users(np.array([user])), reranker)[0]

    return build


@pytest.fixture(scope="session")
def plain(gain_of):
    """Item indices of the plain numpy reference, padded with -1."""

    def build(inputs, reranker, user, k, lambda_):
        items = inputs.items[user][inputs.items[user] >= 0]
        picked = greedy(inputs.relevance[user, : len(items)], k, lambda_, gain_of(inputs, reranker, user))
        return np.concatenate([items[picked], np.full(k - len(picked), -1)])

    return build


@pytest.fixture(scope="session")
def assert_greedy(gain_of):
    """Every pick is a best one, up to rounding; what ties within rounding may come in either order."""

    def check(inputs, reranker, user, lambda_, listed, slack=1e-9):
        items = list(inputs.items[user][inputs.items[user] >= 0])
        relevance = inputs.relevance[user, : len(items)]
        gain = gain_of(inputs, reranker, user)
        picked = [items.index(item) for item in listed if item >= 0]
        assert len(set(picked)) == len(picked) == min(len(listed), len(items))
        for rank, pick in enumerate(picked):
            so_far = np.array(picked[:rank], dtype=np.intp)
            score = (1 - lambda_) * relevance + lambda_ * gain(so_far)
            score[so_far] = -np.inf
            assert score[pick] >= score.max() - slack, (reranker.name, lambda_, rank)

    return check
