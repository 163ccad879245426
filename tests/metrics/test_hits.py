import numpy as np
import pytest
from scipy import sparse

from recsys_core.metrics.hits import hits

TARGET = sparse.csr_matrix(np.array([[0, 1, 1, 0], [1, 0, 0, 0]], float))


def test_hits_by_hand_with_padding_and_several_lists_of_one_user():
    lists = np.array([[1, 0, 2], [3, 1, -1], [0, 1, 2]])
    found = hits(lists, np.array([0, 0, 1]), TARGET)
    assert found.tolist() == [[True, False, True], [False, True, False], [True, False, False]]


def test_a_repeated_item_counts_once():
    assert hits(np.array([[1, 1, 2]]), np.array([0]), TARGET).tolist() == [[True, False, True]]


def test_stored_zeros_and_unsorted_columns_do_not_mislead():
    stored = (np.array([1.0, 1.0, 0.0]), np.array([2, 1, 3]), np.array([0, 3, 3]))
    odd = sparse.csr_matrix(stored, shape=(2, 4))
    assert hits(np.array([[1, 2, 3]]), np.array([0]), odd).tolist() == [[True, True, False]]
    assert odd.indices.tolist() == [2, 1, 3]  # the caller's matrix is left as it was


@pytest.mark.parametrize(
    ("lists", "user_idx", "message"),
    [
        ([[4]], [0], "item indices"),
        ([[-2]], [0], "item indices"),
        ([[1]], [2], "user indices"),
        ([[1]], [0, 1], "expected lists"),
    ],
)
def test_impossible_input_is_refused(lists, user_idx, message):
    with pytest.raises(ValueError, match=message):
        hits(np.array(lists), np.array(user_idx), TARGET)


def test_no_lists_give_no_hits():
    assert hits(np.empty((0, 3), int), np.empty(0, int), TARGET).shape == (0, 3)
