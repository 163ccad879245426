"""Whether a list keeps the proportions of a person's interests."""

from __future__ import annotations

import numpy as np

from recsys_core.runtime.compilation import compiled
from recsys_core.types import FloatArray, IndexArray, Interactions


def taste(history: Interactions, aspects: FloatArray) -> FloatArray:
    """p(aspect | user): mean over the liked items of the history of each item's own aspect shares.

    Args:
        history: what is known of each person.
        aspects: (n_items, n_aspects); each row is scaled to sum 1, rows of zeros say nothing.

    Returns:
        (n_users, n_aspects) rows summing to 1; a person without a liked item is described by all of the
        history, one without any item with an aspect gets zeros.
    """
    shares = item_shares(aspects)
    liked = history.where(history.liked).matrix() @ shares
    everything = history.matrix() @ shares
    weights = np.where(liked.sum(axis=1, keepdims=True) > 0, liked, everything)
    total = weights.sum(axis=1, keepdims=True)
    return np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)


def item_shares(aspects: FloatArray) -> FloatArray:
    """(n_items, n_aspects) float64: rows of ``aspects`` scaled to sum 1, zeros stay zeros."""
    weights = np.asarray(aspects, np.float64)
    total = weights.sum(axis=1, keepdims=True)
    return np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)


def miscalibration(
    lists: IndexArray, shares: FloatArray, profile: FloatArray, *, smoothing: float = 0.01
) -> FloatArray:
    """KL divergence of the list's aspect shares from the person's, in nats (Steck, RecSys 2018).

    ``Σ p log(p / q')`` with ``q' = (1 - smoothing) q + smoothing p``; every shown item weighs the same.

    Args:
        lists: (n, k) item indices, -1 where a list is shorter.
        shares: (n_items, n_aspects) from ``item_shares``.
        profile: (n, n_aspects) the person's shares p, from ``taste``.
        smoothing: in (0, 1); Steck's choice is 0.01.

    Returns:
        (n,) in [0, -log(smoothing)]: 0 where the proportions match, the maximum where nothing of the
        person's taste is shown; 0 where the person has no profile.

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
        out[row] = max(out[row], 0.0)  # rounding can leave a match a hair below zero
