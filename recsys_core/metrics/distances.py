"""Distances between the items of a list, in one space of meaning."""

from __future__ import annotations

import numpy as np

from recsys_core.compilation import compiled
from recsys_core.types import BoolArray, FloatArray, IndexArray, ItemSpace

_TABLE_LIMIT = 6000  # items: a table of 6,000 by 6,000 float32 takes 144 MB; beyond, vectors are multiplied


class Distances:
    """Distance = 1 - similarity between any two items, looked up where the catalogue is small.

    A pair with an item that the space knows nothing about has similarity 1, hence distance 0: what is
    unknown never counts as diverse.
    """

    def __init__(self, space: ItemSpace) -> None:
        self.space = space
        n_items = len(space.vectors)
        self._table: FloatArray | None = None
        if n_items <= _TABLE_LIMIT:
            everything = np.arange(n_items)
            self._table = np.float32(1.0) - space.similarity(everything, everything)

    def pairs(self, lists: IndexArray) -> FloatArray:
        """Distances within each list.

        Args:
            lists: (n, k) item indices, -1 where a list is shorter.

        Returns:
            (n, k · (k - 1) / 2) float32: pairs of ranks (0, 1), (0, 2), …, (1, 2), …; NaN with a padded rank.
            Cosine distances lie in [0, 2], Jaccard's in [0, 1].
        """
        lists = np.ascontiguousarray(lists, dtype=np.int32)
        n, k = lists.shape
        out = np.empty((n, k * (k - 1) // 2), dtype=np.float32)
        if self._table is not None:
            _look_up(lists, self._table, out)
        else:
            vectors = np.ascontiguousarray(self.space.vectors, dtype=np.float32)
            _multiply(lists, vectors, self.space.known, self.space.kind == "jaccard", out)
        return out


@compiled
def _look_up(lists: IndexArray, table: FloatArray, out: FloatArray) -> None:
    n, k = lists.shape
    for row in range(n):
        pair = 0
        for i in range(k):
            for j in range(i + 1, k):
                a, b = lists[row, i], lists[row, j]
                out[row, pair] = table[a, b] if a >= 0 and b >= 0 else np.nan
                pair += 1


@compiled(fastmath={"reassoc", "contract"})
def _multiply(
    lists: IndexArray, vectors: FloatArray, known: BoolArray, jaccard: bool, out: FloatArray
) -> None:
    n, k = lists.shape
    for row in range(n):
        pair = 0
        for i in range(k):
            for j in range(i + 1, k):
                a, b = lists[row, i], lists[row, j]
                value = np.float32(np.nan)
                if a >= 0 and b >= 0:
                    value = np.float32(0.0)
                    if known[a] and known[b]:
                        shared, union = np.float32(0.0), np.float32(0.0)
                        for d in range(vectors.shape[1]):
                            shared += vectors[a, d] * vectors[b, d]
                            union += vectors[a, d] + vectors[b, d]
                        if jaccard:
                            shared /= max(union - shared, np.float32(1e-12))
                        value = np.float32(1.0) - min(max(shared, np.float32(-1.0)), np.float32(1.0))
                out[row, pair] = value
                pair += 1
