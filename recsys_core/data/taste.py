"""Categories as aspects: what share of an item, and of a person's history, each one makes up."""

from __future__ import annotations

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.data.spaces import category_space
from recsys_core.types import FloatArray, Interactions


def category_shares(dataset: Dataset) -> FloatArray:
    """(n_items, n_categories) share of each category in an item; rows sum to 1, or to 0 without one."""
    membership = category_space(dataset).vectors.astype(np.float64)
    return membership / np.maximum(membership.sum(axis=1, keepdims=True), 1.0)


def taste_profile(shares: FloatArray, history: Interactions) -> FloatArray:
    """(n_users, n_categories) share of each category in what a person liked; rows sum to 1.

    Somebody who liked nothing with a category is described by all of the history, and by zeros where that
    holds no category either. ``metrics.calibration.taste`` says the same, so that what a reranker aims at is
    what it is measured against.
    """
    liked = history.where(history.liked).matrix() @ shares
    everything = history.matrix() @ shares
    profile = np.where(liked.sum(axis=1, keepdims=True) > 0, liked, everything)
    total = profile.sum(axis=1, keepdims=True)
    return np.divide(profile, total, out=np.zeros_like(profile), where=total > 0)
