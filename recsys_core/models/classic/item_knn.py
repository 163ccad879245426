"""Item neighbourhoods: an item is worth showing when it resembles what a person has met."""

from __future__ import annotations

from typing import Self

import numpy as np
from scipy import sparse

from recsys_core.models.base import check_catalogue, check_fitted
from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.models.classic.recency import LEVEL_WEIGHTS, Recency, level_values
from recsys_core.types import FloatArray, Interactions

_COLUMNS_AT_ONCE = 1024  # bounds the dense work array at some 160 MB for a catalogue of 20,000


class ItemKnn:
    """Item-based collaborative filtering (Sarwar et al., WWW 2001; Deshpande & Karypis, TOIS 2004).

    Two items are as similar as their columns of level weights, ``x_i·x_j / (|x_i|^2a |x_j|^2a + shrinkage)``:
    the cosine for a = 1/2 and no shrinkage. An item scores the sum, over a person's history, of weight times
    similarity, counting only the item's own ``n_neighbours`` most similar items.

    Args:
        n_neighbours: neighbours kept an item, at least 1; more than there are keeps all. Ties go to the
            lower item index.
        shrinkage: pulls similarities that few people support towards 0; at least 0.
        norm_exponent: a; below 1/2 it lets popular items through, above 1/2 it holds them back.
        level_weights: weight of levels 1..5.
        recency: forgetting applied to the history that is scored; similarities are fitted without it.
        name: the key in the registry.
    """

    def __init__(
        self, *, n_neighbours: int = 900, shrinkage: float = 0.6, norm_exponent: float = 0.61,
        level_weights: tuple[float, ...] = LEVEL_WEIGHTS, recency: Recency | None = None,
        name: str = "item_knn",
    ) -> None:
        if n_neighbours < 1:
            raise ValueError(f"n_neighbours must be at least 1, got {n_neighbours}")
        if shrinkage < 0:
            raise ValueError(f"shrinkage must be at least 0, got {shrinkage}")
        if norm_exponent < 0:
            raise ValueError(f"norm_exponent must be at least 0, got {norm_exponent}")
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
        self._neighbours = nearest_columns(matrix, self.n_neighbours, self.shrinkage, self.norm_exponent)
        self._popularity = popularity_scores(history)
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a person without a history gets popularity."""
        check_fitted(self.name, self._neighbours is not None)
        assert self._neighbours is not None and self._popularity is not None
        check_catalogue(history, self._neighbours.shape[0])
        values = level_values(history, self.level_weights)
        if self.recency is not None:
            values = values * self.recency.weights(history)
        scores = (history.matrix(values) @ self._neighbours).toarray().astype(np.float32)
        scores[history.counts == 0] = self._popularity
        return scores


def item_knn_recency() -> ItemKnn:
    """Item neighbourhoods over a history whose newest items weigh most."""
    return ItemKnn(
        n_neighbours=580, shrinkage=3.0, norm_exponent=0.604, recency=Recency(decay=6.8, floor=0.093),
        name="item_knn_recency",
    )


def nearest_columns(
    matrix: sparse.csc_matrix, n_neighbours: int, shrinkage: float, norm_exponent: float
) -> sparse.csr_matrix:
    """Similarities of each column to its nearest others.

    Returns:
        (n_columns, n_columns) CSR; column i holds the similarities of i's ``n_neighbours`` nearest columns,
        its own and those of 0 left out.
    """
    n_columns = matrix.shape[1]
    norms = np.asarray(matrix.multiply(matrix).sum(axis=0), np.float64).ravel() ** norm_exponent
    kept = []
    for start in range(0, n_columns, _COLUMNS_AT_ONCE):
        block = np.arange(start, min(start + _COLUMNS_AT_ONCE, n_columns))
        shared = (matrix[:, block].T @ matrix).toarray()
        similarity = shared / np.maximum(norms[block, None] * norms + shrinkage, 1e-12)
        similarity[np.arange(len(block)), block] = 0.0
        kept.append(sparse.csr_matrix(_keep_largest(similarity, n_neighbours)))
    return sparse.vstack(kept).T.tocsr()


def _keep_largest(rows: FloatArray, n: int) -> FloatArray:
    """Zero all but the ``n`` largest values of each row, ties to the lower column."""
    if n >= rows.shape[1]:
        return rows
    border = np.partition(rows, rows.shape[1] - n, axis=1)[:, [rows.shape[1] - n]]
    above = rows > border
    at_border = rows == border
    room = n - above.sum(axis=1, keepdims=True)
    return np.where(above | (at_border & (np.cumsum(at_border, axis=1) <= room)), rows, 0.0)
