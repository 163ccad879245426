"""How different the items of one list are from each other.

Every function takes ``distances`` (n, k · (k - 1) / 2) from ``Distances.pairs``: the pairs of ranks (0, 1),
(0, 2), …, (1, 2), …, NaN where a rank is padded. They return (n,) float64, one value a list; a list with
fewer than two items gets 0.
"""

from __future__ import annotations

import numpy as np

from recsys_core.runtime.compilation import compiled
from recsys_core.types import BoolArray, FloatArray


def intra_list_distance(distances: FloatArray) -> FloatArray:
    """ILD: mean distance over all pairs of the list (Smyth & McClave, ICCBR 2001; Ziegler et al., WWW 2005).

    Ziegler's intra-list *similarity* is a sum of similarities; this is the mean of 1 - similarity.

    >>> intra_list_distance(np.array([[1.0, 0.5, 0.0]]))  # three items, two of them alike
    array([0.5])
    """
    present = ~np.isnan(distances)
    total = np.where(present, distances, 0.0).sum(axis=1, dtype=np.float64)
    return total / np.maximum(present.sum(axis=1), 1)


def minimum_distance(distances: FloatArray) -> FloatArray:
    """ILMD: distance of the two closest items; 0 as soon as one item has a duplicate in the list.

    The mean (ILD) can rise while two near-copies stay side by side; the minimum cannot
    (dispersion in max-min diversification, Gollapudi & Sharma, WWW 2009).

    >>> minimum_distance(np.array([[1.0, 0.5, 0.25]]))
    array([0.25])
    """
    if not distances.shape[1]:
        return np.zeros(len(distances))
    nearest = np.where(np.isnan(distances), np.inf, distances).min(axis=1)
    return np.where(np.isinf(nearest), 0.0, nearest).astype(np.float64)


def expected_distance(
    distances: FloatArray, hits: BoolArray | None = None, *, discount: float = 0.85
) -> FloatArray:
    """EILD: the distance that a user is expected to see, with rank and relevance discounts.

    Vargas & Castells (RecSys 2011): ``C Σ_i disc(i) rel(i) C_i Σ_{j≠i} disc(j | i) rel(j) d(i, j)`` with
    ``disc(i) = discount^i``, ranks from 0, and ``disc(j | i) = disc(max(0, j - i))``: at item i, everything
    above it has been read. ``C_i = 1 / Σ_{j≠i} disc(j | i) rel(j)`` and ``C = 1 / Σ_i disc(i)``, so a flat
    discount without relevance gives exactly ILD.

    >>> pairs = np.array([[1.0, 0.5, 0.0]])
    >>> expected_distance(pairs, discount=1.0)
    array([0.5])
    >>> expected_distance(pairs, np.array([[True, False, True]]), discount=1.0).round(3)  # ranks 1, 3
    array([0.333])

    Args:
        distances: (n, n_pairs), NaN where padded.
        hits: (n, k) bool, or None to discount by rank alone. A hit has relevance 1, any other item 0: only
            pairs of relevant items count, and a list with fewer than two of them gets 0.
        discount: in (0, 1]; 1 is flat, 0.85 is the default of RankSys.

    Returns:
        (n,) float64 in the units of the distance.

    Raises:
        ValueError: the discount is outside (0, 1], or hits and distances describe lists of different lengths.
    """
    if not 0 < discount <= 1:
        raise ValueError(f"discount must lie in (0, 1], got {discount}")
    k = round((1 + (1 + 8 * distances.shape[1]) ** 0.5) / 2)
    relevant = np.ones((len(distances), k), np.bool_) if hits is None else np.ascontiguousarray(hits)
    if relevant.shape != (len(distances), k) and distances.shape[1]:
        raise ValueError(f"expected hits {(len(distances), k)}, got {relevant.shape}")
    out = np.zeros(len(distances))
    if distances.shape[1]:
        _expected(distances, relevant, discount ** np.arange(k), out)
    return out


@compiled
def _expected(distances: FloatArray, relevant: BoolArray, weight: FloatArray, out: FloatArray) -> None:
    k = relevant.shape[1]
    inner, norm, shown = np.empty(k), np.empty(k), np.empty(k)
    for row in range(len(distances)):
        inner[:], norm[:], shown[:] = 0.0, 0.0, 0.0
        pair = 0
        for i in range(k):
            for j in range(i + 1, k):
                distance = np.float64(distances[row, pair])
                pair += 1
                if np.isnan(distance):
                    continue
                shown[i], shown[j] = 1.0, 1.0
                if relevant[row, i] and relevant[row, j]:
                    inner[i] += weight[j - i] * distance
                    norm[i] += weight[j - i]
                    inner[j] += distance
                    norm[j] += 1.0
        total, reading = 0.0, 0.0
        for i in range(k):
            reading += weight[i] * shown[i]
            if norm[i] > 0:
                total += weight[i] * inner[i] / norm[i]
        out[row] = total / reading if reading > 0 else 0.0
