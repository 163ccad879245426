"""EASE that leaves each fitted user's own history out of the matrix: the wide branch of the recommender."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse

from recsys_core.models.classic.ease import inverse_gram
from recsys_core.models.classic.recency import level_values
from recsys_core.types import BoolArray, FloatArray, Interactions

WeightFunction = Callable[[Interactions], FloatArray]
"""(n,) weights of n interactions in the fit of a matrix."""


def uniform_values(history: Interactions) -> FloatArray:
    """(n,) ones: every interaction counts the same, whatever its level."""
    return np.ones(len(history))


WEIGHT_FUNCTIONS: tuple[WeightFunction, ...] = (level_values, uniform_values)
"""Of a wide branch's matrices, in order: what users liked, then what they interacted with."""


class LeaveOneOutEase:
    """EASE (Steck, WWW 2019) in which no user predicts themselves.

    A matrix fitted with a user's own history predicts it too well, and a model trained on top would trust the
    matrix too much. Removing row x from the Gram matrix changes its inverse P by a term of rank one (Sherman
    and Morrison, 1950): ``P' = P + v v^T`` with ``v = P x / sqrt(1 - x^T P x)``. Scores follow without
    forming P', so each user has a matrix of their own for the cost of a single inverse.

    Users are recognised by their history: one whose items and levels equal a fitted history, in the same
    order, is scored by P'. Anyone else, also after one more interaction, is scored by P.

    Args:
        history: what EASE is solved on.
        l2: ridge penalty, above 0; it keeps ``x^T P x`` below 1.
        weigh: gives each interaction's weight in the fit.

    Attributes:
        precision: (n_items, n_items) float32, the P above.
        diagonal: (n_items,) float32, its diagonal.

    Raises:
        SettingError: the catalogue is too large for a dense matrix.
    """

    def __init__(self, history: Interactions, l2: float, weigh: WeightFunction = level_values) -> None:
        self._weigh = weigh
        self.precision: FloatArray = inverse_gram(history.matrix(weigh(history)), l2).astype(np.float32)
        self.diagonal: FloatArray = np.diag(self.precision).copy()
        self._fitted = set(_digests(history))

    def scores(self, history: Interactions, inputs: sparse.csr_matrix) -> FloatArray:
        """Scores of histories whose weights differ from those of the fit.

        Args:
            history: decides which users were fitted.
            inputs: (n_users, n_items) weights to multiply with each user's item-by-item matrix.

        Returns:
            (n_users, n_items) float32, ``inputs @ B'`` with a zero diagonal in each B'.
        """
        numerator = inputs @ self.precision
        denominator = np.broadcast_to(self.diagonal, numerator.shape)
        fitted = self.fitted_users(history)
        if fitted.any():
            direction = self.directions(history) * fitted[:, None]
            along = np.asarray(inputs.multiply(direction).sum(axis=1), np.float32).reshape(-1, 1)
            numerator = numerator + along * direction
            denominator = denominator + np.square(direction)
        return inputs.toarray() - numerator / denominator

    def rows(self, history: Interactions) -> FloatArray:
        """(n, n_items) float32: the rows of one user's B' at their n interactions.

        The user's ``scores`` are the sum of these rows, weighted by the inputs.
        """
        items = history.item_idx
        rows = self.precision[items]
        denominator = self.diagonal
        if self.fitted_users(history)[0]:
            direction = self.directions(history)[0]
            rows = rows + np.outer(direction[items], direction)
            denominator = denominator + np.square(direction)
        rows = -rows / denominator
        rows[np.arange(len(items)), items] = 0.0
        return rows.astype(np.float32)

    def fitted_users(self, history: Interactions) -> BoolArray:
        """(n_users,): whether a user's history is one of the fitted ones."""
        return np.array([digest in self._fitted for digest in _digests(history)], np.bool_)

    def directions(self, history: Interactions) -> FloatArray:
        """(n_users, n_items) float32: the v of every user in ``history``."""
        matrix = history.matrix(self._weigh(history).astype(np.float32))
        direction = matrix @ self.precision
        removed = np.asarray(matrix.multiply(direction).sum(axis=1)).reshape(-1, 1)
        return (direction / np.sqrt(np.maximum(1.0 - removed, 1e-6))).astype(np.float32)


def wide_matrices(history: Interactions, l2: Sequence[float]) -> tuple[LeaveOneOutEase, ...]:
    """The matrices of a wide branch, one per penalty in ``l2``; at most as many as WEIGHT_FUNCTIONS."""
    return tuple(
        LeaveOneOutEase(history, float(penalty), weigh)
        for penalty, weigh in zip(l2, WEIGHT_FUNCTIONS[: len(l2)], strict=True)
    )


def _digests(history: Interactions) -> list[bytes]:
    """One per user, of their items and levels in time order."""
    items = np.ascontiguousarray(history.item_idx, np.int32)
    levels = np.ascontiguousarray(history.level, np.int8)
    ranges = zip(history.offsets[:-1], history.offsets[1:], strict=True)
    return [
        hashlib.blake2b(items[start:stop].tobytes() + levels[start:stop].tobytes(), digest_size=16).digest()
        for start, stop in ranges
    ]
