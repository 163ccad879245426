"""Item neighbourhoods: recommend items similar to those in a user's history."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Self

import numpy as np
from scipy import sparse

from recsys_core.models.best_items import best_stored
from recsys_core.models.checks import check_at_least, check_catalogue, check_fitted
from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.models.classic.recency import LEVEL_WEIGHTS, Recency, history_values, level_values
from recsys_core.runtime.threads import n_threads
from recsys_core.types import FloatArray, IndexArray, Interactions

_COLUMNS_PER_BLOCK = 256  # of 30,000 items that share users with all others, 92 MB a thread

MOST_PAIRS = 6_000_000
"""Neighbours kept of all items together: 200 an item at 30,000 items. Memory must not grow with items²."""
_ROWS_AT_ONCE = 64


class ItemKnn:
    """Item-based collaborative filtering (Sarwar et al., WWW 2001; Deshpande & Karypis, TOIS 2004).

    Two items are as similar as their columns of level weights, ``x_i·x_j / (|x_i|^2a |x_j|^2a + shrinkage)``:
    the cosine for a = 1/2 and no shrinkage. An item's score is the sum, over a user's history, of weight
    times similarity, counting only the item's own ``n_neighbours`` most similar items.

    Args:
        n_neighbours: neighbours kept per item, at least 1; a smaller catalogue keeps all, and a large one
            fewer, so that no more than ``MOST_PAIRS`` are kept in all. Ties go to the lower item index.
        shrinkage: pulls similarities with little support towards 0; at least 0.
        norm_exponent: a; below 1/2 it favours popular items, above 1/2 it penalises them. At least 0.
        level_weights: weight of levels 1..5.
        recency: forgetting applied to scored histories; the fit ignores it.
        name: the key in the registry.
    """

    def __init__(
        self,
        *,
        n_neighbours: int = 900,
        shrinkage: float = 0.6,
        norm_exponent: float = 0.61,
        level_weights: tuple[float, ...] = LEVEL_WEIGHTS,
        recency: Recency | None = None,
        name: str = "item_knn",
    ) -> None:
        check_at_least(1, n_neighbours=n_neighbours)
        check_at_least(0, shrinkage=shrinkage, norm_exponent=norm_exponent)
        self.name = name
        self.n_neighbours = n_neighbours
        self.shrinkage = shrinkage
        self.norm_exponent = norm_exponent
        self.level_weights = level_weights
        self.recency = recency
        self._neighbours: sparse.csr_matrix | None = None
        self._popularity: FloatArray | None = None

    def fit(self, history: Interactions) -> Self:
        """Find every item's neighbours."""
        matrix = history.matrix(level_values(history, self.level_weights)).tocsc()
        n = max(1, min(self.n_neighbours, MOST_PAIRS // max(1, matrix.shape[1])))
        self._neighbours = nearest_columns(matrix, n, self.shrinkage, self.norm_exponent)
        self._popularity = popularity_scores(history)
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a user without a history gets popularity."""
        check_fitted(self.name, self._neighbours is not None)
        assert self._neighbours is not None and self._popularity is not None
        check_catalogue(history, self._neighbours.shape[0])
        values = history_values(history, self.level_weights, self.recency)
        scores = _product(history.matrix(values), self._neighbours)
        scores[history.counts == 0] = self._popularity
        return scores


def item_knn_recency() -> ItemKnn:
    """Item neighbourhoods on a history whose newest items weigh most."""
    return ItemKnn(
        n_neighbours=580,
        shrinkage=3.0,
        norm_exponent=0.604,
        recency=Recency(decay=6.8, floor=0.093),
        name="item_knn_recency",
    )


def _product(rows: sparse.csr_matrix, columns: sparse.csr_matrix) -> FloatArray:
    """Their product as a dense float32 array, some rows a thread: scipy multiplies outside the lock."""
    out = np.empty((rows.shape[0], columns.shape[1]), np.float32)

    def multiply(start: int) -> None:
        some = slice(start, start + _ROWS_AT_ONCE)
        out[some] = (rows[some] @ columns).toarray()

    with ThreadPoolExecutor(n_threads()) as pool:
        list(pool.map(multiply, range(0, rows.shape[0], _ROWS_AT_ONCE)))
    return out


def nearest_columns(
    matrix: sparse.csc_matrix, n_neighbours: int, shrinkage: float, norm_exponent: float
) -> sparse.csr_matrix:
    """Similarities of each column to its nearest others.

    Returns:
        (n_columns, n_columns) CSR; column i holds the similarities of i's ``n_neighbours`` nearest columns,
        without i itself and without zeros.
    """
    n_columns = matrix.shape[1]
    norms = np.asarray(matrix.multiply(matrix).sum(axis=0), np.float64).ravel() ** norm_exponent
    rows = matrix.tocsr()
    n = min(n_neighbours, n_columns)

    def nearest(start: int) -> tuple[IndexArray, FloatArray]:
        """(columns, n) neighbours of some columns and how similar they are."""
        block = np.arange(start, min(start + _COLUMNS_PER_BLOCK, n_columns))
        shared = (matrix[:, block].T @ rows).tocsr()
        own = np.repeat(block, np.diff(shared.indptr))
        shared.data /= np.maximum(norms[own] * norms[shared.indices] + shrinkage, 1e-12)
        shared.data[(shared.indices == own) | (shared.data == 0)] = -np.inf
        return best_stored(shared, n)

    with ThreadPoolExecutor(n_threads()) as pool:
        found = list(pool.map(nearest, range(0, n_columns, _COLUMNS_PER_BLOCK)))
    columns, similarity = (np.concatenate(part) for part in zip(*found, strict=True))
    kept = columns >= 0
    owners = np.repeat(np.arange(n_columns), kept.sum(axis=1))
    return sparse.csr_matrix((similarity[kept], (columns[kept], owners)), shape=(n_columns, n_columns))
