"""Distances between items in one space: within a list, and from a list to a user's history."""

from __future__ import annotations

import numpy as np

from recsys_core.metrics.similarity import compiled_similarity, space_similarity
from recsys_core.runtime.compilation import compiled
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions, ItemSpace

_NEAR_ITEMS = 128
_TABLE_LIMIT = 6000  # items: a table of 6,000 by 6,000 float32 takes 144 MB; beyond, vectors are multiplied


class Distances:
    """Distance = 1 - similarity between any two items, read from a table where the catalogue is small.

    A pair with an item that nothing is known about has similarity 1, hence distance 0: missing data never
    count as diverse. Cosine distances lie in [0, 2], Jaccard distances in [0, 1].
    """

    def __init__(self, space: ItemSpace) -> None:
        self.space = space
        n_items = len(space.vectors)
        self._vectors = np.ascontiguousarray(space.vectors, dtype=np.float32)
        self._known, self._jaccard = space.known, space.kind == "jaccard"
        self._table = np.empty((0, 0), np.float32)
        if n_items <= _TABLE_LIMIT:
            everything = np.arange(n_items)
            self._table = np.float32(1.0) - space_similarity(space, everything, everything)

    def pairs(self, lists: IndexArray) -> FloatArray:
        """Distances within each list.

        >>> space = ItemSpace("text", np.array([[1, 0], [0, 1], [-1, 0]], np.float32))
        >>> Distances(space).pairs(np.array([[0, 1, 2], [0, 2, -1]]))
        array([[ 1.,  2.,  1.],
               [ 2., nan, nan]], dtype=float32)

        Args:
            lists: (n, k) item indices, padded with -1.

        Returns:
            (n, k · (k - 1) / 2) float32: the pairs of ranks (0, 1), (0, 2), …, (1, 2), …; NaN where a rank is
            padded.
        """
        lists = np.ascontiguousarray(lists, dtype=np.int32)
        n, k = lists.shape
        out = np.empty((n, k * (k - 1) // 2), dtype=np.float32)
        _pairs(lists, self._table, self._vectors, self._known, self._jaccard, out)
        return out

    def to_history(self, lists: IndexArray, user_idx: IndexArray, history: Interactions) -> FloatArray:
        """Mean distance of each shown item from every item in the user's history.

        Args:
            lists: (n, k) item indices, padded with -1.
            user_idx: (n,) the user of each list; neighbouring lists of one user share the work.
            history: what each user knows.

        Returns:
            (n, k) float32, NaN where padded; 0 for a user without history.
        """
        lists = np.ascontiguousarray(lists, dtype=np.int32)
        out = np.empty(lists.shape, dtype=np.float32)
        known_items = np.ascontiguousarray(history.item_idx, dtype=np.int32)
        _to_history(
            lists,
            user_idx,
            history.offsets,
            known_items,
            self._table,
            self._vectors,
            self._known,
            self._jaccard,
            out,
        )
        return out


@compiled
def _distance(
    a: int, b: int, table: FloatArray, vectors: FloatArray, known: BoolArray, jaccard: bool
) -> np.floating:
    if table.shape[0]:
        # A matrix product rounds (a, b) and (b, a) differently: one of the two is used for both.
        return table[min(a, b), max(a, b)]
    if not (known[a] and known[b]):
        return np.float32(0.0)
    return np.float32(1.0) - compiled_similarity(vectors[a], vectors[b], jaccard, np.float32(0.0))


@compiled(nogil=True)
def _pairs(
    lists: IndexArray,
    table: FloatArray,
    vectors: FloatArray,
    known: BoolArray,
    jaccard: bool,
    out: FloatArray,
) -> None:
    n, k = lists.shape
    # Neighbouring lists hold much the same items: a small table of these stays in the processor's cache and
    # computes each distance once. It starts afresh when it is full.
    size = max(_NEAR_ITEMS, 4 * k)
    near = np.empty((size, size), np.float32)
    in_table = np.empty(size, np.int32)
    n_in_table = 0
    row_of = np.zeros(len(known), np.int32)
    rows = np.empty(k, np.int32)
    for row in range(n):
        if n_in_table + k > size:
            n_in_table = 0
        for rank in range(k):
            item = lists[row, rank]
            rows[rank] = -1
            if item >= 0:
                if row_of[item] >= n_in_table or in_table[row_of[item]] != item:
                    row_of[item], in_table[n_in_table] = n_in_table, item
                    near[n_in_table, : n_in_table + 1] = np.nan
                    near[:n_in_table, n_in_table] = np.nan
                    n_in_table += 1
                rows[rank] = row_of[item]
        pair = 0
        for i in range(k):
            for j in range(i + 1, k):
                a, b = rows[i], rows[j]
                out[row, pair] = np.nan
                if a >= 0 and b >= 0:
                    if np.isnan(near[a, b]):
                        near[a, b] = _distance(in_table[a], in_table[b], table, vectors, known, jaccard)
                        near[b, a] = near[a, b]
                    out[row, pair] = near[a, b]
                pair += 1


@compiled(nogil=True)
def _to_history(
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
    computed_for = np.full(len(known), -1, np.int64)  # the next lists often hold the same items
    for row in range(len(lists)):
        user = user_idx[row]
        start, end = offsets[user], offsets[user + 1]
        for rank in range(lists.shape[1]):
            item = lists[row, rank]
            if item < 0:
                out[row, rank] = np.nan
                continue
            if computed_for[item] != user:
                total = 0.0
                for position in range(start, end):
                    total += _distance(item, history[position], table, vectors, known, jaccard)
                mean[item] = total / (end - start) if end > start else 0.0
                computed_for[item] = user
            out[row, rank] = mean[item]
