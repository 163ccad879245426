"""Implicit alternating least squares: factors that explain who met what, and how gladly."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import sparse

from recsys_core.models.base import check_catalogue, check_fitted
from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.models.classic.recency import LEVEL_WEIGHTS, level_values
from recsys_core.runtime.threads import one_blas_thread
from recsys_core.types import FloatArray, Interactions

if TYPE_CHECKING:
    from implicit.cpu.als import AlternatingLeastSquares


class ImplicitAls:
    """Weighted matrix factorisation (Hu, Koren & Volinsky, ICDM 2008), by the library `implicit`.

    Everyone is scored by factors folded in from the passed history: the least-squares solution under the
    fitted item factors, which is what one more half-step of the fit would give. So people of the fit and
    unseen people are treated alike.

    Args:
        n_factors: at least 1.
        regularization: ridge penalty on all factors, above 0.
        alpha: confidence of an interaction of level weight 1, against 1 for a pair never met; above 0.
        n_iterations: alternations, at least 1.
        level_weights: weight of levels 1..5.
        seed: of the starting factors.
    """

    name = "als"

    def __init__(
        self, *, n_factors: int = 128, regularization: float = 20.0, alpha: float = 5.0,
        n_iterations: int = 30, level_weights: tuple[float, ...] = LEVEL_WEIGHTS, seed: int = 0,
    ) -> None:
        for setting, value in (("n_factors", n_factors), ("n_iterations", n_iterations)):
            if value < 1:
                raise ValueError(f"{setting} must be at least 1, got {value}")
        for setting, amount in (("regularization", regularization), ("alpha", alpha)):
            if amount <= 0:
                raise ValueError(f"{setting} must be above 0, got {amount}")
        self.n_factors = n_factors
        self.regularization = regularization
        self.alpha = alpha
        self.n_iterations = n_iterations
        self.level_weights = level_weights
        self.seed = seed
        self._model: AlternatingLeastSquares | None = None
        self._popularity: FloatArray | None = None

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Alternate; ``after_epoch`` gets 1, 2, ... after each alternation and may score."""
        from implicit.cpu.als import AlternatingLeastSquares  # takes a second, so only who fits it waits

        with one_blas_thread():  # the library parallelises over people; BLAS threads fight it
            model = AlternatingLeastSquares(
                factors=self.n_factors, regularization=self.regularization, alpha=self.alpha,
                iterations=self.n_iterations, random_state=self.seed,
            )
            self._model, self._popularity = model, popularity_scores(history)

            def report(iteration: int, *_: object) -> None:
                model._YtY = None  # the cache of the last fold-in belongs to older factors
                if after_epoch is not None:
                    after_epoch(iteration + 1)

            model.fit(self._matrix(history), show_progress=False, callback=report)
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a person without a history gets popularity."""
        check_fitted(self.name, self._model is not None)
        assert self._model is not None and self._popularity is not None
        check_catalogue(history, len(self._model.item_factors))
        with one_blas_thread():
            people = self._model.recalculate_user(np.arange(history.n_users), self._matrix(history))
        scores = people @ self._model.item_factors.T
        scores[history.counts == 0] = self._popularity
        return scores

    def _matrix(self, history: Interactions) -> sparse.csr_matrix:
        return history.matrix(level_values(history, self.level_weights)).astype(np.float32)
