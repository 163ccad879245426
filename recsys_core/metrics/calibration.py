"""Whether a list keeps the proportions of a person's interests."""

from __future__ import annotations

import numpy as np

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
    shown = np.zeros(profile.shape)
    for rank in range(lists.shape[1]):  # one rank at a time: no (n, k, n_aspects) temporary
        shown += np.where(lists[:, rank, None] >= 0, shares[np.maximum(lists[:, rank], 0)], 0.0)
    total = shown.sum(axis=1, keepdims=True)
    shown = np.divide(shown, total, out=np.zeros_like(shown), where=total > 0)
    mixed = (1 - smoothing) * shown + smoothing * profile
    ratio = np.divide(profile, mixed, out=np.ones_like(mixed), where=profile > 0)
    # Rounding can leave a match a hair below zero.
    return np.maximum((profile * np.log(ratio)).sum(axis=1), 0.0)
