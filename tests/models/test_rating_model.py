import numpy as np
import pytest

from recsys_core.errors import DataError
from recsys_core.models.base import check_ratings, fold_in
from recsys_core.types import Interactions


def test_fold_in_is_a_ridge_regression(build):
    """One factor, items at 1 and -1, residuals 1 and 0, penalty 1/2: the gram is 3 times the identity."""
    history = build([(1, 0, 5), (1, 1, 4)], 2, 2)
    bias, factors = fold_in(
        history, np.array([0, 1]), np.array([1.0, 0.0]), np.array([[1.0], [-1.0]]), 0.5
    )
    np.testing.assert_allclose(bias, [0.0, 1 / 3])
    np.testing.assert_allclose(factors, [[0.0], [1 / 3]])


def test_a_missing_rating_is_refused():
    one = np.array([0])
    history = Interactions(one, one, np.array([np.nan]), np.array([5]), np.array([0.0]), 1, 1)
    with pytest.raises(DataError, match="some are missing"):
        check_ratings("biased_mf", history)
