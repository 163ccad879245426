"""Distances between items in one space of meaning: within a list, and from a list to a history."""

from __future__ import annotations

import numpy as np

from recsys_core.runtime.compilation import compiled
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions, ItemSpace

_NEAR_ITEMS = 128
_TABLE_LIMIT = 6000  # items: a table of 6,000 by 6,000 float32 takes 144 MB; beyond, vectors are multiplied


class Distances:
    """Distance = 1 - similarity between any two items, looked up where the catalogue is small.

    A pair with an item that the space knows nothing about has similarity 1, hence distance 0: what is
    unknown never counts as diverse. Cosine distances lie in [0, 2], Jaccard's in [0, 1].
    """

    def __init__(self, space: ItemSpace) -> None:
        self.space = space
        n_items = len(space.vectors)
        self._vectors = np.ascontiguousarray(space.vectors, dtype=np.float32)
        self._known, self._jaccard = space.known, space.kind == "jaccard"
        self._table = np.empty((0, 0), np.float32)
        if n_items <= _TABLE_LIMIT:
            everything = np.arange(n_items)
            self._table = np.float32(1.0) - space.similarity(everything, everything)

    def pairs(self, lists: IndexArray) -> FloatArray:
        """Distances within each list.

        Args:
            lists: (n, k) item indices, -1 where a list is shorter.

        Returns:
            (n, k · (k - 1) / 2) float32: pairs of ranks (0, 1), (0, 2), …, (1, 2), …; NaN with a padded rank.
        """
        lists = np.ascontiguousarray(lists, dtype=np.int32)
        n, k = lists.shape
        out = np.empty((n, k * (k - 1) // 2), dtype=np.float32)
        _within(lists, self._table, self._vectors, self._known, self._jaccard, out)
        return out

    def to_history(self, lists: IndexArray, user_idx: IndexArray, history: Interactions) -> FloatArray:
        """Mean distance of each shown item from everything in the person's history.

        Args:
            lists: (n, k) item indices, -1 where a list is shorter.
            user_idx: (n,) whose list each is; lists of one user side by side share the work.
            history: what each person knows.

        Returns:
            (n, k) float32, NaN where padded; 0 for a person without history, to whom nothing is expected.
        """
        lists = np.ascontiguousarray(lists, dtype=np.int32)
        out = np.empty(lists.shape, dtype=np.float32)
        known_items = np.ascontiguousarray(history.item_idx, dtype=np.int32)
        _outward(
            lists, user_idx, history.offsets, known_items, self._table, self._vectors, self._known,
            self._jaccard, out,
        )
        return out


@compiled(fastmath={"reassoc", "contract"})
def _distance(
    a: int, b: int, table: FloatArray, vectors: FloatArray, known: BoolArray, jaccard: bool
) -> np.floating:
    if table.shape[0]:
        # A product of matrices rounds (a, b) and (b, a) differently: one of the two is used for both.
        return table[min(a, b), max(a, b)]
    if not (known[a] and known[b]):
        return np.float32(0.0)
    shared, both = np.float32(0.0), np.float32(0.0)
    for d in range(vectors.shape[1]):
        shared += vectors[a, d] * vectors[b, d]
        both += vectors[a, d] + vectors[b, d]
    if jaccard:
        shared /= max(both - shared, np.float32(1e-12))
    return np.float32(1.0) - min(max(shared, np.float32(-1.0)), np.float32(1.0))


@compiled
def _within(
    lists: IndexArray,
    table: FloatArray,
    vectors: FloatArray,
    known: BoolArray,
    jaccard: bool,
    out: FloatArray,
) -> None:
    n, k = lists.shape
    # Lists side by side hold much the same items: a small table of theirs stays in the processor's cache and
    # asks for each distance once. It starts afresh when it is full.
    size = max(_NEAR_ITEMS, 4 * k)
    near = np.empty((size, size), np.float32)
    held = np.empty(size, np.int32)
    n_held = 0
    place = np.zeros(len(known), np.int32)
    here = np.empty(k, np.int32)
    for row in range(n):
        if n_held + k > size:
            n_held = 0
        for rank in range(k):
            item = lists[row, rank]
            here[rank] = -1
            if item >= 0:
                if place[item] >= n_held or held[place[item]] != item:
                    place[item], held[n_held] = n_held, item
                    near[n_held, : n_held + 1] = np.nan
                    near[:n_held, n_held] = np.nan
                    n_held += 1
                here[rank] = place[item]
        pair = 0
        for i in range(k):
            for j in range(i + 1, k):
                a, b = here[i], here[j]
                out[row, pair] = np.nan
                if a >= 0 and b >= 0:
                    if np.isnan(near[a, b]):
                        near[a, b] = _distance(held[a], held[b], table, vectors, known, jaccard)
                        near[b, a] = near[a, b]
                    out[row, pair] = near[a, b]
                pair += 1


@compiled
def _outward(
    lists: IndexArray,
    user_idx: IndexArray,
    offsets: IndexArray,
    history: IndexArray,
    table: FloatArray,
    vectors: FloatArray,
    known: BoolArray,
    jaccard: bool,
    out: FloatArray,
) -> None:
    mean = np.empty(len(known), np.float32)
    made_for = np.full(len(known), -1, np.int64)  # the list after next often holds the same items
    for row in range(len(lists)):
        user = user_idx[row]
        start, end = offsets[user], offsets[user + 1]
        for rank in range(lists.shape[1]):
            item = lists[row, rank]
            if item < 0:
                out[row, rank] = np.nan
                continue
            if made_for[item] != user:
                total = 0.0
                for position in range(start, end):
                    total += _distance(item, history[position], table, vectors, known, jaccard)
                mean[item] = total / (end - start) if end > start else 0.0
                made_for[item] = user
            out[row, rank] = mean[item]


# --- How many directions a set of vectors really uses: whether training has let the space collapse

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
