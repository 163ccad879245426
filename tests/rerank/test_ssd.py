import numpy as np
import pytest

from recsys_core.rerank import ssd
from recsys_core.rerank.ssd import ssd_gain


def test_gain_is_the_length_outside_the_last_items():
    vectors = np.array([[1.0, 0, 0], [0, 1, 0], [0.6, 0.8, 0], [0, 0, 1]])
    similarity = vectors @ vectors.T
    assert ssd_gain(similarity, np.array([0]))[2] == pytest.approx(0.8)
    assert ssd_gain(similarity, np.array([0, 1]))[2] == pytest.approx(0.001)
    assert ssd_gain(similarity, np.array([0, 1]), window=1)[2] == pytest.approx(0.6)


def test_what_left_the_window_may_come_back():
    vectors = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1.0, 0, 0]])  # 3 repeats 0
    relevance = np.array([1.0, 0.9, 0.8, 0.85])
    order = [ssd(relevance, vectors @ vectors.T, 4, lambda_=0.9, window=w).tolist() for w in (1, 5)]
    assert order == [[0, 1, 3, 2], [0, 1, 2, 3]]


def test_the_window_that_pyversity_uses_gives_its_lists():
    import pyversity

    rng = np.random.default_rng(3)
    vectors = rng.standard_normal((30, 12)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    relevance = -np.sort(-rng.random(30))
    for window in (2, 4, 10):
        for lambda_ in (0.2, 0.5, 0.8):
            theirs = pyversity.diversify(
                vectors,
                relevance,
                10,
                pyversity.Strategy.SSD,
                lambda_,
                window=window,
                append_bias=False,
                normalize_scores=False,
            ).indices
            ours = ssd(relevance, vectors.astype(float) @ vectors.T, 10, lambda_=lambda_, window=window)
            assert ours.tolist()[1:] == theirs.tolist()[1:] and ours[0] == theirs[0]


def test_a_window_holds_at_least_one():
    with pytest.raises(ValueError, match="window must be at least 1, got 0"):
        ssd(np.ones(2), np.eye(2), 2, lambda_=0.5, window=0)
