"""How many directions a set of vectors really uses: whether training has let the space collapse."""

from __future__ import annotations

import numpy as np

from recsys_core.types import FloatArray


def effective_rank(vectors: FloatArray, *, centred: bool = True) -> float:
    """Effective rank (Roy & Vetterli, EUSIPCO 2007): exp of the entropy of the normalised singular values.

    With singular values s and ``p = s / sum(s)`` it is ``exp(-sum p log p)``: d where d directions are
    equally strong, 1 where all vectors lie on one line. Scaling all vectors or turning them changes nothing.

    Args:
        vectors: (n, d), one a row.
        centred: take the mean off first, as only differences between items tell them apart. The paper's own
            form is ``centred=False``.

    Returns:
        In [1, min(n, d)]; 0 where nothing is left, as for no vector or, centred, for equal ones.

    Raises:
        ValueError: the array has not two axes, or holds what is no number.
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
    strength = strength[strength > 1e-12 * scale]  # less is rounding
    if not len(strength):
        return 0.0
    share = strength / strength.sum()
    return float(np.exp(-(share * np.log(share)).sum()))
