import numpy as np
import pytest


@pytest.fixture
def three():
    """Item 1 is nearly a copy of item 0, item 2 is unlike both."""
    relevance = np.array([1.0, 0.9, 0.5])
    similarity = np.array([[1.0, 0.8, 0.0], [0.8, 1.0, 0.1], [0.0, 0.1, 1.0]])
    return relevance, similarity


def _random(seed, n=7):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(n, 3))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    relevance = np.sort(rng.random(n))[::-1]
    return relevance, np.clip(vectors @ vectors.T, -1, 1)


@pytest.fixture
def random_case():
    return _random
