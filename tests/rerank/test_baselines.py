import numpy as np
import pytest

from recsys_core.rerank import chance, relevance_only


def test_relevance_only_ignores_lambda():
    relevance = np.array([0.2, 0.9, 0.2, 0.5])
    for lambda_ in (0.0, 0.5, 1.0):
        assert relevance_only(relevance, 4, lambda_=lambda_).tolist() == [1, 3, 0, 2]


def test_chance_follows_items_and_seed():
    relevance, items = np.full(50, 0.5), np.arange(50) * 3
    first = chance(relevance, items, 10, lambda_=1.0, seed=1)
    assert first.tolist() == chance(relevance, items, 10, lambda_=1.0, seed=1).tolist()
    assert first.tolist() != chance(relevance, items, 10, lambda_=1.0, seed=2).tolist()
    turned = chance(relevance, items[::-1], 10, lambda_=1.0, seed=1)
    assert (items[::-1][turned]).tolist() == items[first].tolist()
    with pytest.raises(ValueError, match="items must have shape"):
        chance(relevance, items[:3], 10, lambda_=1.0)


def test_chance_is_fair():
    relevance = np.zeros(20)
    counts = np.zeros(20)
    for seed in range(2000):
        counts[chance(relevance, np.arange(20), 1, lambda_=1.0, seed=seed)] += 1
    assert counts.min() > 60 and counts.max() < 145  # 100 expected, standard deviation 9.7
