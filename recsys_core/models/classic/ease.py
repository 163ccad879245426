"""EASE: a linear item-to-item model with a closed-form solution."""

from __future__ import annotations

from typing import Self

import numpy as np
from scipy import linalg, sparse

from recsys_core.models.checks import check_above, check_catalogue, check_fitted
from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.models.classic.recency import LEVEL_WEIGHTS, Recency, history_values, level_values
from recsys_core.models.sizes import check_dense_matrix
from recsys_core.types import FloatArray, Interactions


class Ease:
    """Embarrassingly shallow autoencoder (Steck, WWW 2019).

    With X the (users, items) matrix of level weights, B minimises ``|X - X B|² + l2 |B|²`` under a zero
    diagonal, and a user's scores are ``x B``.

    Args:
        l2: ridge penalty, above 0.
        level_weights: weight of levels 1..5 in X.
        recency: forgetting applied to scored histories; the fit ignores it.
        name: the key in the registry.
    """

    def __init__(
        self,
        *,
        l2: float = 100.0,
        level_weights: tuple[float, ...] = LEVEL_WEIGHTS,
        recency: Recency | None = None,
        name: str = "ease",
    ) -> None:
        check_above(0, l2=l2)
        self.name = name
        self.l2 = l2
        self.level_weights = level_weights
        self.recency = recency
        self._weights: FloatArray | None = None
        self._popularity: FloatArray | None = None

    def fit(self, history: Interactions) -> Self:
        """Solve for B: one inverse of an (n_items, n_items) matrix.

        Raises:
            SettingError: the matrix does not fit into the free memory.
        """
        self._weights = ease_weights(history.matrix(level_values(history, self.level_weights)), self.l2)
        self._popularity = popularity_scores(history)
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a user without a history gets popularity."""
        check_fitted(self.name, self._weights is not None)
        assert self._weights is not None and self._popularity is not None
        check_catalogue(history, len(self._weights))
        values = history_values(history, self.level_weights, self.recency)
        scores = history.matrix(values.astype(np.float32)) @ self._weights
        scores[history.counts == 0] = self._popularity
        return scores


def ease_recency() -> Ease:
    """EASE on a history whose newest items weigh most: the fair baseline for sequence-aware models."""
    return Ease(l2=300.0, recency=Recency(decay=10.0, floor=0.1), name="ease_recency")


def ease_weights(matrix: sparse.csr_matrix, l2: float) -> FloatArray:
    """The item-by-item matrix B of EASE.

    Args:
        matrix: (n_users, n_items) interaction weights.
        l2: ridge penalty, above 0.

    Returns:
        (n_items, n_items) float32 with a zero diagonal; ``user_row @ B`` are the user's scores.

    Raises:
        SettingError: the matrix does not fit into the free memory.
    """
    precision = inverse_gram(matrix, l2)
    weights = (precision / -np.diag(precision)).astype(np.float32)
    np.fill_diagonal(weights, 0.0)
    return weights


def inverse_gram(matrix: sparse.csr_matrix, l2: float) -> FloatArray:
    """(n_items, n_items) float64: the inverse of ``XᵀX + l2 · I``.

    Raises:
        SettingError: the matrix does not fit into the free memory.
    """
    n_items = matrix.shape[1]
    check_dense_matrix(n_items)
    gram = np.asarray((matrix.T @ matrix).todense(), np.float64)
    gram[np.diag_indices(n_items)] += l2
    return linalg.inv(gram, overwrite_a=True, check_finite=False, assume_a="pos")
