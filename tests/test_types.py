import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recsys_core.types import Candidates, Interactions, ItemSpace


def interactions(users=(0, 0, 2), items=(1, 0, 1), levels=(5, 2, 4)):
    n = len(users)
    return Interactions(
        np.array(users, np.int32),
        np.array(items, np.int32),
        np.array(levels, np.float32),
        np.array(levels, np.int8),
        np.arange(n, dtype=float),
        n_users=3,
        n_items=2,
    )


def test_counts_include_users_without_a_row():
    assert interactions().counts.tolist() == [2, 0, 1]


def test_users_are_picked_in_the_order_asked_for():
    picked = interactions().of_users(np.array([2, 1, 0]))
    assert picked.user_idx.tolist() == [0, 2, 2]
    assert picked.item_idx.tolist() == [1, 1, 0]
    assert picked.n_users == 3


def test_nobody_can_be_picked():
    assert len(interactions().of_users(np.array([], int))) == 0


def test_liked_is_level_four_and_up():
    assert interactions().liked.tolist() == [True, False, True]


def test_matrix_places_values():
    assert interactions().matrix().toarray().tolist() == [[1, 1], [0, 0], [0, 1]]


def test_unsorted_users_are_refused():
    with pytest.raises(ValueError, match="ascending"):
        interactions(users=(1, 0, 2))


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="one length"):
        interactions(levels=(5, 2))


def test_relevance_by_hand():
    candidates = Candidates(
        np.array([[4, 2, 0], [3, -1, -1]]), np.array([[9.0, 5.0, 1.0], [7.0, -np.inf, -np.inf]])
    )
    assert candidates.relevance.tolist() == [[1.0, 0.5, 0.0], [1.0, 0.0, 0.0]]
    assert candidates.counts.tolist() == [3, 1]


def test_equal_scores_are_all_relevant():
    assert Candidates(np.array([[1, 0]]), np.array([[2.0, 2.0]])).relevance.tolist() == [[1.0, 1.0]]


@given(
    arrays(np.float64, (3, 6), elements=st.floats(-50, 50)),
    st.floats(0.01, 100),
    st.floats(-100, 100),
)
def test_relevance_ignores_scale_and_shift(scores, factor, shift):
    scores = -np.sort(-np.round(scores, 3), axis=1)
    items = np.tile(np.arange(6), (3, 1))
    plain = Candidates(items, scores).relevance
    moved = Candidates(items, scores * factor + shift).relevance
    np.testing.assert_allclose(plain, moved, atol=1e-6)
    assert plain.min() >= 0 and plain.max() == 1


def test_shapes_of_candidates_must_agree():
    with pytest.raises(ValueError, match="one 2-d shape"):
        Candidates(np.zeros((2, 3), int), np.zeros((2, 2)))


def test_an_item_with_a_zero_row_is_unknown():
    space = ItemSpace("text", np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], np.float32))
    assert space.known.tolist() == [True, True, False]
