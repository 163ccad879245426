"""PureSVD: users and items in the space of the strongest co-occurrence patterns."""

from __future__ import annotations

from typing import Self

import numpy as np
from scipy.sparse import linalg

from recsys_core.models.checks import check_at_least, check_catalogue, check_fitted
from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.models.classic.recency import LEVEL_WEIGHTS, level_values
from recsys_core.types import FloatArray, Interactions


class PureSvd:
    """Truncated singular value decomposition of the weight matrix (Cremonesi et al., RecSys 2010).

    With X ≈ U S Vᵀ, a user's scores are ``x V Vᵀ``: the history projected onto the first singular directions.
    Users have no parameters of their own, so unseen users are projected in the same way.

    Args:
        n_factors: directions to keep, at least 1; a matrix of lower rank keeps all it has.
        level_weights: weight of levels 1..5 in X.
    """

    name = "pure_svd"

    def __init__(self, *, n_factors: int = 22, level_weights: tuple[float, ...] = LEVEL_WEIGHTS) -> None:
        check_at_least(1, n_factors=n_factors)
        self.n_factors = n_factors
        self.level_weights = level_weights
        self._directions: FloatArray | None = None
        self._popularity: FloatArray | None = None

    def fit(self, history: Interactions) -> Self:
        """Decompose; the starting vector is fixed, so equal histories give equal directions."""
        matrix = history.matrix(level_values(history, self.level_weights))
        smaller_side = min(matrix.shape)
        if self.n_factors < smaller_side:
            start = np.full(smaller_side, 1 / np.sqrt(smaller_side))
            _, strength, directions = linalg.svds(matrix, k=self.n_factors, v0=start)
        else:  # svds cannot return all directions
            _, strength, directions = np.linalg.svd(matrix.toarray(), full_matrices=False)
        nonzero = strength > 1e-9 * max(strength.max(initial=0.0), 1e-300)
        self._directions = directions[nonzero].astype(np.float32)
        self._popularity = popularity_scores(history)
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a user without a history gets popularity."""
        check_fitted(self.name, self._directions is not None)
        assert self._directions is not None and self._popularity is not None
        check_catalogue(history, self._directions.shape[1])
        values = level_values(history, self.level_weights).astype(np.float32)
        scores = (history.matrix(values) @ self._directions.T) @ self._directions
        scores[history.counts == 0] = self._popularity
        return scores
