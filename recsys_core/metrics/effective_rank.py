"""How many directions a set of vectors really uses: shows whether training has let a space collapse."""

from __future__ import annotations

import numpy as np

from recsys_core.metrics.similarity import entropy
from recsys_core.types import FloatArray

ROUNDING = 1e-12  # singular values below this share of the whole are rounding


def effective_rank(vectors: FloatArray, *, centred: bool = True) -> float:
    """Effective rank: the exponential of the entropy of the singular values (Roy & Vetterli, EUSIPCO 2007).

    With singular values s and ``p = s / sum(s)`` it is ``exp(-sum p log p)``: d when d directions are equally
    strong, 1 when all vectors lie on one line. Scaling or rotating all vectors changes nothing.

    >>> round(effective_rank(np.eye(3), centred=False), 6)
    3.0

    Args:
        vectors: (n, d), one a row.
        centred: subtract the mean first, because only differences tell items apart. The paper's own form is
            ``centred=False``.

    Returns:
        In [1, min(n, d)]; 0 where nothing is left: no vectors, or equal ones once centred.

    Raises:
        ValueError: the array is not two-dimensional, or holds NaN or infinity.
    """
    vectors = np.asarray(vectors, np.float64)
    if vectors.ndim != 2:
        raise ValueError(f"expected vectors of shape (n, d), got {vectors.shape}")
    if not np.isfinite(vectors).all():
        raise ValueError("vectors must be finite, got nan or infinity")
    if not vectors.size:
        return 0.0
    scale = np.linalg.norm(vectors)
    if centred:
        vectors = vectors - vectors.mean(axis=0, keepdims=True)
    strength = np.linalg.svd(vectors, compute_uv=False)
    strength = strength[strength > ROUNDING * scale]
    return float(2.0 ** entropy(strength / strength.sum())) if len(strength) else 0.0
