"""Implicit alternating least squares: factors that explain interactions and their levels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import sparse

from recsys_core.models.checks import check_above, check_at_least, check_catalogue, check_fitted
from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.models.classic.recency import LEVEL_WEIGHTS, level_values
from recsys_core.runtime.threads import one_blas_thread
from recsys_core.types import FloatArray, Interactions

if TYPE_CHECKING:
    from implicit.cpu.als import AlternatingLeastSquares


class ImplicitAls:
    """Weighted matrix factorisation (Hu, Koren & Volinsky, ICDM 2008), by the library `implicit`.

    All users are scored by factors folded in from the passed history: the least-squares solution under the
    fitted item factors, which is one more half-step of the fit. Users of the fit and unseen users are treated
    alike.

    Args:
        n_factors: at least 1.
        regularization: ridge penalty on all factors, above 0.
        alpha: confidence of an interaction of level weight 1, against 1 for a missing pair; above 0.
        n_iterations: alternations, at least 1.
        level_weights: weight of levels 1..5.
        seed: of the starting factors.
    """

    name = "als"

    def __init__(
        self,
        *,
        n_factors: int = 128,
        regularization: float = 20.0,
        alpha: float = 5.0,
        n_iterations: int = 30,
        level_weights: tuple[float, ...] = LEVEL_WEIGHTS,
        seed: int = 0,
    ) -> None:
        check_at_least(1, n_factors=n_factors, n_iterations=n_iterations)
        check_above(0, regularization=regularization, alpha=alpha)
        self.n_factors = n_factors
        self.regularization = regularization
        self.alpha = alpha
        self.n_iterations = n_iterations
        self.level_weights = level_weights
        self.seed = seed
        self._item_factors: FloatArray | None = None
        self._popularity: FloatArray | None = None

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Alternate; ``after_epoch`` is called with 1, 2, ... after each alternation and may score."""
        self._popularity = popularity_scores(history)
        with one_blas_thread():  # the library runs users in parallel; BLAS threads would compete with it
            solver = self._solver()

            def report(iteration: int, *_: object) -> None:
                self._item_factors = solver.item_factors
                if after_epoch is not None:
                    after_epoch(iteration + 1)

            solver.fit(self._matrix(history), show_progress=False, callback=report)
        self._item_factors = solver.item_factors
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a user without a history gets popularity."""
        check_fitted(self.name, self._item_factors is not None)
        assert self._item_factors is not None and self._popularity is not None
        check_catalogue(history, len(self._item_factors))
        with one_blas_thread():
            solver = self._solver()  # a new one: the fitted one may cache products of older item factors
            solver.item_factors = self._item_factors
            users = solver.recalculate_user(np.arange(history.n_users), self._matrix(history))
        scores = users @ self._item_factors.T
        scores[history.counts == 0] = self._popularity
        return scores

    def _solver(self) -> AlternatingLeastSquares:
        from implicit.cpu.als import AlternatingLeastSquares  # takes a second to import

        return AlternatingLeastSquares(
            factors=self.n_factors,
            regularization=self.regularization,
            alpha=self.alpha,
            iterations=self.n_iterations,
            random_state=self.seed,
        )

    def _matrix(self, history: Interactions) -> sparse.csr_matrix:
        return history.matrix(level_values(history, self.level_weights)).astype(np.float32)
