import numpy as np

from recsys_core.models.classic.rating_factors import fold_in


def test_fold_in_is_a_ridge_regression(build):
    """One factor, items at 1 and -1, residuals 1 and 0, penalty 1/2: the Gram matrix is 3 I."""
    history = build([(1, 0, 5), (1, 1, 4)], 2, 2)
    bias, factors = fold_in(history, np.array([0, 1]), np.array([1.0, 0.0]), np.array([[1.0], [-1.0]]), 0.5)
    np.testing.assert_allclose(bias, [0.0, 1 / 3])
    np.testing.assert_allclose(factors, [[0.0], [1 / 3]])
