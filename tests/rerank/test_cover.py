import numpy as np
import pytest

from recsys_core.rerank import cover
from recsys_core.rerank.cover import cover_gain

SIMILARITY = np.array([[1.0, 0.0, 0.64], [0.0, 1.0, -0.5], [0.64, -0.5, 1.0]])


def test_gain_by_hand():
    assert cover_gain(SIMILARITY, np.array([], int)) == pytest.approx([(1 + 0.8) / 3, 1 / 3, (0.8 + 1) / 3])
    # after item 0: customers are served 1, 0, 0.64
    before = 1 + 0 + 0.8
    after = np.sqrt(1 + 0.64) + 0 + np.sqrt(0.64 + 1)
    assert cover_gain(SIMILARITY, np.array([0]))[2] == pytest.approx((after - before) / 3)


def test_gain_falls_as_the_list_grows():
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((12, 5))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similarity = vectors @ vectors.T
    gains = [cover_gain(similarity, np.arange(size)) for size in range(6)]
    assert all(np.all(later <= earlier + 1e-12) for earlier, later in zip(gains, gains[1:], strict=False))


def test_the_lonely_group_gets_its_turn():
    similarity = np.kron(np.eye(2), np.ones((2, 2)))  # two pairs of twins
    relevance = np.array([1.0, 0.9, 0.2, 0.1])
    assert cover(relevance, similarity, 2, lambda_=0.0).tolist() == [0, 1]
    assert cover(relevance, similarity, 2, lambda_=0.9).tolist() == [0, 2]
