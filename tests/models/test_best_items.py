import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from recsys_core.models.best_items import best_items, best_stored


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12))
def test_best_items_equal_a_stable_sort_also_with_ties_and_masked_columns(seed, n):
    rng = np.random.default_rng(seed)
    scores = rng.integers(-2, 4, (4, 12)).astype(np.float32)
    scores[rng.random((4, 12)) < 0.3] = -np.inf
    items, values = best_items(scores, n)
    expected = np.argsort(-scores, axis=1, kind="stable")[:, :n]
    sorted_values = np.take_along_axis(scores, expected, axis=1)
    np.testing.assert_array_equal(values, sorted_values)
    np.testing.assert_array_equal(items, np.where(sorted_values == -np.inf, -1, expected))


def test_what_a_sparse_matrix_does_not_store_is_never_chosen():
    matrix = sparse.csr_matrix(np.array([[0.0, -1.0, 2.0], [0.0, 0.0, 0.0], [5.0, 5.0, 5.0]]))
    items, values = best_stored(matrix, 2)
    assert items.tolist() == [[2, 1], [-1, -1], [0, 1]]
    assert values.tolist() == [[2.0, -1.0], [-np.inf, -np.inf], [5.0, 5.0]]


def test_of_equal_stored_values_the_lower_column_is_chosen_whatever_their_order():
    matrix = sparse.csr_matrix(([3.0, 3.0, 3.0, 4.0], [2, 0, 1, 3], [0, 4]), shape=(1, 4))
    assert best_stored(matrix, 2)[0].tolist() == [[3, 0]]
