"""Aspects (categories) as shares: what an item is made of, what a person wants."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from recsys_core.metrics.similarity import aspect_shares
from recsys_core.types import FloatArray, IndexArray


def wanted_aspects(profile: FloatArray, *, uniform_if_empty: bool) -> FloatArray:
    """(n_users, n_aspects) profiles scaled to sum to 1; who has no history wants all alike, or nothing."""
    wanted = aspect_shares(profile)
    if uniform_if_empty:
        wanted[wanted.sum(axis=1) == 0] = 1.0 / max(1, wanted.shape[1])
    return wanted


def compressed(aspects: FloatArray) -> tuple[IndexArray, IndexArray, FloatArray]:
    """Offsets (n + 1,), aspect indices and shares of each item's own aspects: most items have few."""
    if not aspects.size:
        return np.zeros(len(aspects) + 1, np.int64), np.zeros(0, np.int64), np.zeros(0)
    rows = sparse.csr_array(aspect_shares(aspects))
    return rows.indptr.astype(np.int64), rows.indices.astype(np.int64), rows.data
