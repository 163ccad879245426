"""Whether a list keeps the proportions of a user's interests."""

from __future__ import annotations

import numpy as np

from recsys_core.runtime.compilation import compiled
from recsys_core.types import FloatArray, IndexArray


def miscalibration(
    lists: IndexArray, shares: FloatArray, profile: FloatArray, *, smoothing: float = 0.01
) -> FloatArray:
    """KL divergence of the list's aspect shares from the user's, in nats (Steck, RecSys 2018).

    ``Σ p log(p / q')`` with ``q' = (1 - smoothing) q + smoothing p``; every shown item has the same weight.
    Natural logarithms, as in the paper.

    >>> shares = np.array([[1.0, 0.0], [0.0, 1.0]])  # one item of each category
    >>> profile = np.array([[0.5, 0.5], [0.5, 0.5]])
    >>> miscalibration(np.array([[0, 1], [0, 0]]), shares, profile).round(3)
    array([0.   , 1.959])

    Args:
        lists: (n, k) item indices, padded with -1.
        shares: (n_items, n_aspects) from ``similarity.aspect_shares``.
        profile: (n, n_aspects) the user's shares p, from ``similarity.taste_profile``.
        smoothing: in (0, 1); Steck uses 0.01.

    Returns:
        (n,) in [0, -log(smoothing)]: 0 where the proportions match, the maximum where the list shows nothing
        of the user's taste; 0 where the user has no profile.

    Raises:
        ValueError: smoothing is outside (0, 1).
    """
    if not 0 < smoothing < 1:
        raise ValueError(f"smoothing must lie in (0, 1), got {smoothing}")
    out = np.zeros(len(lists))
    _divergence(lists, shares, profile, smoothing, out)
    return out


@compiled
def _divergence(
    lists: IndexArray, shares: FloatArray, profile: FloatArray, smoothing: float, out: FloatArray
) -> None:
    shown = np.empty(shares.shape[1])
    for row in range(len(lists)):
        shown[:] = 0.0
        for item in lists[row]:
            if item >= 0:
                shown += shares[item]
        total = shown.sum()
        for aspect in range(len(shown)):
            p = profile[row, aspect]
            if p > 0:
                q = shown[aspect] / total if total > 0 else 0.0
                out[row] += p * np.log(p / ((1.0 - smoothing) * q + smoothing * p))
        out[row] = max(out[row], 0.0)  # rounding can leave a perfect match just below zero
