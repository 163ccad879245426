import numpy as np
import pytest

from recsys_core.models.kernel_ridge import propagate


def test_one_warm_item_gives_its_score_by_likeness():
    """Cosine 1 gives 1 / (1 + 1) of the score, cosine 0 the share exp(-2) of that."""
    vectors = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    found = propagate(np.array([[4.0, 9.0, 9.0]]), vectors, np.array([0]), np.array([1, 2]), ridge=1.0)
    np.testing.assert_allclose(found, [[2.0, 2.0 * np.exp(-2.0)]], rtol=1e-6)


def test_almost_no_ridge_gives_a_twin_its_twins_score():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(5, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[4] = vectors[2]
    scores = rng.normal(size=(3, 5))
    found = propagate(scores, vectors, np.arange(4), np.array([4]), ridge=1e-9)
    np.testing.assert_allclose(found[:, 0], scores[:, 2], atol=1e-5)


def test_it_is_the_same_as_moving_the_item_vectors():
    rng = np.random.default_rng(1)
    text = rng.normal(size=(6, 4))
    text /= np.linalg.norm(text, axis=1, keepdims=True)
    people, items = rng.normal(size=(7, 3)), rng.normal(size=(6, 3))
    warm, cold = np.arange(4), np.array([4, 5])
    moved = propagate(items.T, text, warm, cold).T
    np.testing.assert_allclose(propagate(people @ items.T, text, warm, cold), people @ moved.T, atol=1e-5)


def test_wrong_settings_are_refused():
    one = np.array([0])
    with pytest.raises(ValueError, match="warm item"):
        propagate(np.ones((1, 1)), np.ones((1, 1)), np.array([], int), one)
    with pytest.raises(ValueError, match="ridge"):
        propagate(np.ones((1, 1)), np.ones((1, 1)), one, one, ridge=0.0)
