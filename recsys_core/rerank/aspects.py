"""Aspects (categories) as shares: what an item is made of, what a person wants."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from recsys_core.types import FloatArray, IndexArray


def shares(aspects: FloatArray) -> FloatArray:
    """(n, n_aspects) memberships scaled so that each row sums to 1; a row of zeros stays."""
    total = aspects.sum(axis=1, keepdims=True)
    return aspects / np.where(total > 0, total, 1.0)


def wishes(profile: FloatArray, *, uniform_if_empty: bool) -> FloatArray:
    """(n_users, n_aspects) profiles scaled to sum to 1; who has no history wants all alike, or nothing."""
    wanted = shares(np.asarray(profile, dtype=np.float64))
    if uniform_if_empty:
        wanted[wanted.sum(axis=1) == 0] = 1.0 / max(1, wanted.shape[1])
    return wanted


def compressed(aspects: FloatArray) -> tuple[IndexArray, IndexArray, FloatArray]:
    """Offsets (n + 1,), aspect indices and shares of each item's own aspects: most items have few."""
    rows = sparse.csr_array(shares(np.asarray(aspects, dtype=np.float64)))
    return rows.indptr.astype(np.int64), rows.indices.astype(np.int64), rows.data
