import dataclasses

import numpy as np
import pytest
from scipy import stats

from recsys_core.metrics.similarity import (
    aspect_shares,
    compiled_similarity,
    entropy,
    gini,
    similarity_matrix,
    space_similarity,
    taste_profile,
    unit_rows,
)
from recsys_core.types import Interactions, ItemSpace

ASPECTS = np.array([[1, 0], [1, 1], [0, 1], [0, 0]])


def interactions(user_idx, item_idx, level, n_users=3, n_items=4):
    n = len(user_idx)
    return Interactions(
        np.array(user_idx, np.int32), np.array(item_idx, np.int32), np.ones(n, np.float32),
        np.array(level, np.int8), np.arange(n, dtype=float), n_users, n_items,
    )  # fmt: skip


def test_cosine_and_jaccard_by_hand():
    left, right = np.array([[1.0, 0.0], [0.6, 0.8]]), np.array([[0.0, 1.0], [-1.0, 0.0]])
    assert similarity_matrix(left, right).tolist() == [[0.0, -1.0], [0.8, -0.6]]
    sets = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
    expected = [[1, 1 / 3, 0], [1 / 3, 1, 0], [0, 0, 0]]
    np.testing.assert_allclose(similarity_matrix(sets, sets, "jaccard"), expected)


def test_rounding_never_leaves_the_range():
    rows = unit_rows(np.random.default_rng(0).normal(size=(200, 30)))
    found = similarity_matrix(rows, rows)
    assert found.max() <= 1.0 and found.min() >= -1.0


@pytest.mark.parametrize("kind", ["cosine", "jaccard"])
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float32, 1e-6), (np.float64, 1e-6)])
def test_the_compiled_pair_equals_the_matrix(kind, dtype, tolerance):
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(20, 9)) if kind == "cosine" else (rng.random((20, 9)) < 0.4).astype(float)
    rows = unit_rows(vectors) if kind == "cosine" else vectors.astype(np.float32)
    expected = similarity_matrix(rows.astype(np.float64), rows.astype(np.float64), kind)
    for i in range(20):
        for j in range(20):
            found = compiled_similarity(rows[i], rows[j], kind == "jaccard", dtype(0.0))
            assert found == pytest.approx(expected[i, j], abs=tolerance)


def test_unknown_items_count_as_alike():
    space = ItemSpace("text", np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], np.float32))
    found = space_similarity(space, np.arange(3), np.arange(3))
    assert found.tolist() == [[1, 0, 1], [0, 1, 1], [1, 1, 1]]
    assert found.dtype == np.float32


def test_unit_rows_keep_zeros_and_drop_what_is_not_known():
    found = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0], [5.0, 0.0]]), np.array([True, True, False]))
    np.testing.assert_allclose(found, [[0.6, 0.8], [0, 0], [0, 0]])


def test_an_item_is_shared_between_its_aspects():
    assert aspect_shares(ASPECTS).tolist() == [[1, 0], [0.5, 0.5], [0, 1], [0, 0]]


def test_a_profile_is_the_mean_share_of_liked_items():
    rows = interactions([0, 0, 0, 1, 2], [0, 1, 2, 2, 3], [5, 4, 1, 2, 5])
    # user 0 liked items 0 and 1; user 1 nothing, so all of the history counts; user 2 an item without aspects
    np.testing.assert_allclose(taste_profile(aspect_shares(ASPECTS), rows), [[0.75, 0.25], [0, 1], [0, 0]])


def test_a_user_who_liked_nothing_is_described_by_the_whole_history():
    rows = interactions([0, 0], [0, 1], [5, 4])
    disliked = dataclasses.replace(rows, level=np.array([1, 2], np.int8))
    for history in (rows, disliked):
        assert taste_profile(aspect_shares(ASPECTS), history)[0].tolist() == [0.75, 0.25]


def test_gini_and_entropy_by_hand():
    assert gini(np.array([1, 0, 2, 0])) == pytest.approx(7 / 12)
    assert gini(np.zeros(3, int)) == 0.0
    np.testing.assert_allclose(entropy(np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 0.0]])), [0, 1, 0])


def test_entropy_is_scipys_in_bits():
    shares = np.random.default_rng(2).dirichlet(np.ones(7), 20)
    np.testing.assert_allclose(entropy(shares), stats.entropy(shares, base=2, axis=1))
