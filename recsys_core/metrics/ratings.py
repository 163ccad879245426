"""How far predicted ratings are from given ones, per user and overall.

Every function takes ``predicted`` and ``given`` (n,) in the data's own rating units. With ``user_idx`` (n,)
the error is computed per user and then averaged over users, so that heavy raters do not dominate; without it
every rating counts once, as in the literature and in scikit-learn.
"""

from __future__ import annotations

import numpy as np

from recsys_core.types import FloatArray, IndexArray


def mae(predicted: FloatArray, given: FloatArray, user_idx: IndexArray | None = None) -> float:
    """Mean absolute error (Herlocker et al., TOIS 2004).

    >>> mae(np.array([4.0, 3.0]), np.array([3.0, 3.0]))
    0.5

    Raises:
        ValueError: lengths disagree, or there is no rating.
    """
    return float(_per_user(np.abs(_difference(predicted, given)), user_idx).mean())


def mse(predicted: FloatArray, given: FloatArray, user_idx: IndexArray | None = None) -> float:
    """Mean squared error, in squared rating units.

    >>> mse(np.array([5.0, 3.0]), np.array([3.0, 3.0]))
    2.0

    Raises:
        ValueError: lengths disagree, or there is no rating.
    """
    return float(_per_user(_difference(predicted, given) ** 2, user_idx).mean())


def rmse(predicted: FloatArray, given: FloatArray, user_idx: IndexArray | None = None) -> float:
    """Root mean squared error (Bennett & Lanning, 2007).

    Per user, the root is taken before the mean over users; that mean is at most the root of the mean.

    >>> rmse(np.array([5.0, 5.0]), np.array([3.0, 3.0]))
    2.0

    Raises:
        ValueError: lengths disagree, or there is no rating.
    """
    squared = _difference(predicted, given) ** 2
    if user_idx is None:
        return float(np.sqrt(squared.mean()))
    return float(np.sqrt(_per_user(squared, user_idx)).mean())


def _difference(predicted: FloatArray, given: FloatArray) -> FloatArray:
    predicted, given = np.asarray(predicted, np.float64), np.asarray(given, np.float64)
    if predicted.shape != given.shape or predicted.ndim != 1:
        raise ValueError(f"expected two arrays (n,), got {predicted.shape} and {given.shape}")
    if not len(given):
        raise ValueError("there is no rating to compare with")
    return predicted - given


def _per_user(errors: FloatArray, user_idx: IndexArray | None) -> FloatArray:
    if user_idx is None:
        return errors
    if len(user_idx) != len(errors):
        raise ValueError(f"expected user_idx of length {len(errors)}, got {len(user_idx)}")
    counts = np.bincount(user_idx)
    return np.bincount(user_idx, weights=errors)[counts > 0] / counts[counts > 0]
