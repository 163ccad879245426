import numpy as np
import pytest

from recsys_core.rerank import mmr

RELEVANCE = np.array([1.0, 0.9, 0.5])
SIMILARITY = np.array([[1.0, 0.8, 0.0], [0.8, 1.0, 0.1], [0.0, 0.1, 1.0]])


def test_zero_keeps_relevance_order():
    assert mmr(RELEVANCE, SIMILARITY, 3, lambda_=0.0).tolist() == [0, 1, 2]


def test_the_near_twin_waits():
    # second pick: item 1 scores 0.5 · 0.9 - 0.5 · 0.8 = 0.05, item 2 scores 0.5 · 0.5 - 0 = 0.25
    assert mmr(RELEVANCE, SIMILARITY, 3, lambda_=0.5).tolist() == [0, 2, 1]


def test_the_crossing_is_where_arithmetic_puts_it():
    # (1-x) 0.9 - 0.8 x = (1-x) 0.5 at x = 1/3
    assert mmr(RELEVANCE, SIMILARITY, 2, lambda_=1 / 3 - 1e-9).tolist() == [0, 1]
    assert mmr(RELEVANCE, SIMILARITY, 2, lambda_=1 / 3 + 1e-9).tolist() == [0, 2]


def test_negative_similarity_is_more_welcome_than_none():
    similarity = np.array([[1.0, 0.0, -0.5], [0.0, 1.0, 0.0], [-0.5, 0.0, 1.0]])
    assert mmr(RELEVANCE, similarity, 2, lambda_=0.9).tolist() == [0, 2]


def test_fewer_candidates_than_k_one_and_none():
    assert mmr(RELEVANCE, SIMILARITY, 9, lambda_=0.5).tolist() == [0, 2, 1]
    assert mmr(RELEVANCE[:1], SIMILARITY[:1, :1], 3, lambda_=1.0).tolist() == [0]
    assert mmr(RELEVANCE[:0], SIMILARITY[:0, :0], 3, lambda_=1.0).tolist() == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((RELEVANCE, SIMILARITY[:2], 2, 0.5), r"shape \(3, 3\)"),
        ((RELEVANCE, SIMILARITY, 0, 0.5), "k must be at least 1, got 0"),
        ((RELEVANCE, SIMILARITY, 2, -0.1), r"lambda_ must lie in \[0, 1\], got -0.1"),
        ((RELEVANCE, SIMILARITY * np.nan, 2, 0.5), "similarity must be finite"),
        ((RELEVANCE * np.inf, SIMILARITY, 2, 0.5), "relevance must be finite"),
        ((RELEVANCE[None], SIMILARITY, 2, 0.5), r"shape \(n_candidates,\)"),
    ],
)
def test_slips_are_named(arguments, message):
    relevance, similarity, k, lambda_ = arguments
    with pytest.raises(ValueError, match=message):
        mmr(relevance, similarity, k, lambda_=lambda_)
