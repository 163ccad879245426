"""Scores for items that nobody has met, read off the scores of items whose texts are like theirs."""

from __future__ import annotations

import numpy as np
from scipy import linalg

from recsys_core.types import FloatArray, IndexArray

SHARPNESS = 2.0
RIDGE = 3.0


def propagate(
    scores: FloatArray, vectors: FloatArray, warm: IndexArray, cold: IndexArray,
    *, ridge: float = RIDGE, sharpness: float = SHARPNESS,
) -> FloatArray:
    """Kernel ridge regression from text to score, one regression a person, solved for all at once.

    With ``K = exp(-sharpness · (1 - cosine))`` a person's scores of cold items are
    ``s_warm (K_ww + ridge · I)^-1 K_wc``. Where the scores are ``h_u · h_i`` this is the same as giving a
    cold item the vector ``K_cw (K_ww + ridge · I)^-1 H_warm``, so nothing about people is learned anew.

    Args:
        scores: (n_people, n_items); columns of cold items are not looked at.
        vectors: (n_items, d) unit rows.
        warm: (w,) items with a score to trust, at least one.
        cold: (c,) items to score.
        ridge: above 0; more of it trusts single warm items less.
        sharpness: above 0; more of it makes fewer items count as alike.

    Returns:
        (n_people, c) float32.

    Raises:
        ValueError: there is no warm item, or ridge or sharpness is not above 0.
    """
    if not len(warm):
        raise ValueError("there must be at least one warm item, got none")
    if ridge <= 0 or sharpness <= 0:
        raise ValueError(f"ridge and sharpness must be above 0, got {ridge} and {sharpness}")
    known, new = vectors[warm].astype(np.float64), vectors[cold].astype(np.float64)
    kernel = np.exp(sharpness * (known @ known.T - 1.0))
    kernel[np.diag_indices(len(kernel))] += ridge
    weights = linalg.solve(kernel, np.exp(sharpness * (known @ new.T - 1.0)), assume_a="pos")
    return (scores[:, warm] @ weights).astype(np.float32)
