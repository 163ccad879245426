import numpy as np
import pytest

from recsys_core.data import features, load
from recsys_core.data.features import category_space, co_rating_space
from recsys_core.metrics.similarity import space_similarity
from recsys_core.types import Interactions


def history(pairs, n_users, n_items):
    """Interactions from (user, item, level)."""
    rows = np.array(sorted(pairs), dtype=np.int32)
    n = len(rows)
    return Interactions(
        rows[:, 0],
        rows[:, 1],
        np.ones(n, np.float32),
        rows[:, 2].astype(np.int8),
        np.arange(n) * 1.0,
        n_users,
        n_items,
    )


def test_categories_by_hand(layouts):
    dataset = load(layouts["100k"])
    dataset.items["categories"] = [("A", "B"), ("B",), (), ("A", "B")]
    space = category_space(dataset)
    everything = np.arange(4)
    # an item without categories counts as like every other
    expected = [[1, 0.5, 1, 1], [0.5, 1, 1, 0.5], [1, 1, 1, 1], [1, 0.5, 1, 1]]
    assert space_similarity(space, everything, everything).tolist() == expected
    assert space.known.tolist() == [True, True, False, True]


def test_no_categories_at_all(layouts):
    dataset = load(layouts["100k"])
    dataset.items["categories"] = [(), (), (), ()]
    assert not category_space(dataset).known.any()


def test_co_rating_by_hand():
    # liked by: item 0 {0, 1}, item 1 {0}, item 2 nobody (rated 3), item 3 {2}
    space = co_rating_space(history([(0, 0, 5), (1, 0, 4), (0, 1, 5), (1, 2, 3), (2, 3, 4)], 3, 4))
    assert space.known.tolist() == [True, True, False, True]
    similarity = space_similarity(space, np.array([0]), np.arange(4))[0]
    assert similarity == pytest.approx([1, 1 / np.sqrt(2), 1, 0])
    assert np.linalg.norm(space.vectors, axis=1) == pytest.approx([1, 1, 0, 1])


def test_reduced_vectors_are_unit_rows_near_the_exact_cosines(monkeypatch):
    rng = np.random.default_rng(3)
    taste = rng.integers(0, 4, 60)  # items fall in four groups, and people keep to one
    pairs = [(user, item, 5) for user in range(80) for item in range(60)
             if item != 7 and rng.random() < (0.8 if taste[item] == user % 4 else 0.05)]  # fmt: skip
    rows = history(pairs, 80, 60)
    exact = co_rating_space(rows)
    monkeypatch.setattr(features, "DENSE_CELLS", 0)
    monkeypatch.setattr(features, "REDUCED", 40)
    reduced, again = co_rating_space(rows), co_rating_space(rows)
    assert reduced.vectors.shape == (60, 40)
    assert np.array_equal(reduced.known, exact.known) and not reduced.known[7]
    assert np.linalg.norm(reduced.vectors[reduced.known], axis=1) == pytest.approx(1, abs=1e-5)
    everything = np.arange(60)
    found, expected = (space_similarity(space, everything, everything) for space in (reduced, exact))
    assert np.abs(found - expected).max() < 0.15
    np.testing.assert_allclose(reduced.vectors, again.vectors, atol=1e-6)
