import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.rerank import dpp
from recsys_core.rerank.dpp import dpp_gain


def kernel(seed, n, dim):
    vectors = np.random.default_rng(seed).standard_normal((n, dim))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors @ vectors.T


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(1, 4))
def test_gain_is_the_ratio_of_determinants(seed, size):
    similarity = kernel(seed, 8, 6)
    listed = np.random.default_rng(seed).permutation(8)[:size]
    _, before = np.linalg.slogdet(similarity[np.ix_(listed, listed)])
    for item in set(range(8)) - set(listed.tolist()):
        both = [*listed, item]
        _, after = np.linalg.slogdet(similarity[np.ix_(both, both)])
        assert np.isclose(dpp_gain(similarity, listed)[item], max(after - before, np.log(1e-6)), atol=1e-6)


def test_past_the_rank_relevance_decides():
    similarity = kernel(0, 20, 4)
    relevance = np.linspace(1, 0, 20)
    for lambda_ in (0.5, 0.9, 1.0):
        tail = dpp(relevance, similarity, 12, lambda_=lambda_)[4:]
        assert tail.tolist() == sorted(tail.tolist())


def test_twins_and_unknown_items_come_last():
    similarity = kernel(1, 6, 6)
    similarity[1] = similarity[0]
    similarity[:, 1] = similarity[:, 0]  # 1 is 0 again
    similarity[2] = 0.0
    similarity[:, 2] = 0.0  # nothing is known about 2
    assert set(dpp(np.ones(6), similarity, 6, lambda_=1.0)[-2:].tolist()) == {1, 2}
