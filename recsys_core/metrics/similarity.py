"""The one home of the formulas that metrics, rerankers and the health report share.

Cosine and Jaccard similarity, unit rows, category shares, a user's taste, the Gini index, and Shannon
entropy, which is in bits everywhere (a KL divergence, as in ``calibration``, stays in nats like its paper).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from recsys_core.runtime.compilation import borrowing
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions, ItemSpace

EMPTY_UNION = 1e-12  # two items without any category divide by this instead of by 0


def similarity_matrix(
    left: FloatArray, right: FloatArray, kind: Literal["cosine", "jaccard"] = "cosine"
) -> FloatArray:
    """Similarity of every row of ``left`` to every row of ``right``.

    >>> similarity_matrix(np.array([[1.0, 0.0]]), np.array([[0.6, 0.8]]))
    array([[0.6]])
    >>> similarity_matrix(np.array([[1.0, 1.0, 0.0]]), np.array([[0.0, 1.0, 1.0]]), "jaccard").round(3)
    array([[0.333]])

    Args:
        left: (n, n_dimensions): unit rows for "cosine", 0/1 membership rows for "jaccard".
        right: (m, n_dimensions), likewise.
        kind: "cosine" is the dot product; "jaccard" is |A and B| / |A or B|.

    Returns:
        (n, m) in the dtype of the rows, clipped to [-1, 1]; 0 where a row is all zeros.
    """
    shared = left @ right.T
    if kind == "jaccard":
        union = left.sum(axis=1)[:, None] + right.sum(axis=1)[None] - shared
        shared /= np.maximum(union, EMPTY_UNION)
    return np.clip(shared, -1.0, 1.0, out=shared)


@borrowing(fastmath={"reassoc", "contract"})
def compiled_similarity(left: FloatArray, right: FloatArray, jaccard: bool, zero: np.floating) -> np.floating:
    """``similarity_matrix`` for one pair of rows inside a kernel; ``zero`` sets the precision of the sums."""
    shared, total = zero, zero
    for d in range(left.shape[0]):
        a, b = zero + left[d], zero + right[d]
        shared += a * b
        total += a + b
    if jaccard:
        shared /= max(total - shared, zero + np.float32(EMPTY_UNION))
    return min(max(shared, zero - np.float32(1.0)), zero + np.float32(1.0))


def space_similarity(space: ItemSpace, rows: IndexArray, columns: IndexArray) -> FloatArray:
    """Similarity of items in a space; a pair with an item that nothing is known about counts as alike.

    Args:
        space: the item space.
        rows: (n,) item indices.
        columns: (m,) item indices.

    Returns:
        (n, m) float32; 1 where either item is unknown, so that missing data never count as diverse.
    """
    found = similarity_matrix(space.vectors[rows], space.vectors[columns], space.kind)
    unknown = ~space.known[rows][:, None] | ~space.known[columns][None]
    return np.where(unknown, np.float32(1.0), found).astype(np.float32)


def unit_rows(vectors: FloatArray, known: BoolArray | None = None) -> FloatArray:
    """(n, d) float32: rows scaled to length 1.

    >>> unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]]))
    array([[0.6, 0.8],
           [0. , 0. ]], dtype=float32)

    Args:
        vectors: (n, d).
        known: (n,) rows to keep, all by default; the others become zeros, as do rows of (almost) no length.
    """
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 1e-9)
    if known is not None:
        scaled[~known] = 0.0
    return scaled.astype(np.float32)


def aspect_shares(aspects: FloatArray) -> FloatArray:
    """(n_items, n_aspects) float64: each row of memberships scaled to sum to 1; a row of zeros stays.

    >>> aspect_shares(np.array([[1, 1, 0], [0, 0, 0]]))
    array([[0.5, 0.5, 0. ],
           [0. , 0. , 0. ]])
    """
    weights = np.asarray(aspects, np.float64)
    total = weights.sum(axis=1, keepdims=True)
    return np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)


def taste_profile(shares: FloatArray, history: Interactions) -> FloatArray:
    """p(aspect | user): the mean aspect shares of the items that a user liked (Steck, RecSys 2018).

    Rerankers aim at this profile and calibration is measured against it.

    Args:
        shares: (n_items, n_aspects) from ``aspect_shares``.
        history: what each user did.

    Returns:
        (n_users, n_aspects), rows summing to 1. A user who liked nothing with an aspect is described by the
        whole history, and by zeros where that has no aspect either.
    """
    liked = history.where(history.liked).matrix() @ shares
    everything = history.matrix() @ shares
    return aspect_shares(np.where(liked.sum(axis=1, keepdims=True) > 0, liked, everything))


def gini(counts: IndexArray) -> float:
    """Gini index ``Σ_i (2 i - n - 1) x_i / (n Σ x)`` with x ascending and i from 1.

    0 when all counts are equal, ``1 - 1/n`` when one holds everything, 0 when there is nothing.

    >>> round(gini(np.array([1, 0, 2, 0])), 4)  # ascending 0 0 1 2: (1 · 1 + 3 · 2) / (4 · 3)
    0.5833
    """
    ordered = np.sort(np.asarray(counts, dtype=np.int64))
    n, total = len(ordered), int(ordered.sum())
    if not total:
        return 0.0
    return float((2 * np.arange(1, n + 1, dtype=np.int64) - n - 1) @ ordered / (n * total))


def entropy(shares: FloatArray) -> FloatArray:
    """Shannon entropy ``-Σ p log2 p`` in bits along the last axis; a share of 0 adds nothing.

    >>> entropy(np.array([[0.5, 0.5], [1.0, 0.0]]))
    array([1., 0.])
    """
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.maximum(0.0, 0.0 - (shares * logs).sum(axis=-1))  # 0 - x, because -0.0 would be shown
