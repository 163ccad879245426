"""EASE under other weights, with each fitted person's own rows taken out of the matrix."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from scipy import linalg, sparse

from recsys_core.models.classic.ease import check_size
from recsys_core.models.classic.recency import level_values
from recsys_core.types import BoolArray, FloatArray, Interactions

Worth = Callable[[Interactions], FloatArray]


class LeaveOneOutEase:
    """EASE (Steck, WWW 2019) in which nobody predicts themselves.

    A matrix that has seen a person's own rows predicts them too well, so a model trained on top would trust
    it too much. Taking row x out of the Gram matrix changes its inverse P by a term of rank one (Sherman
    and Morrison, 1950): ``P' = P + v v^T`` with ``v = P x / sqrt(1 - x^T P x)``. Scores follow without
    forming P', so everyone has a matrix of their own at the price of one inverse.

    Who is in the fit is told by the history itself: a person counts as fitted when what is scored is item by
    item what was fitted. Anyone else, also with one more item, is scored by the matrix of all.

    Args:
        history: what EASE is solved on.
        l2: ridge penalty, above 0; it keeps ``x^T P x`` below 1.
        worth: (n,) of interactions, what each counts in the fit.

    Attributes:
        precision: (n_items, n_items) float32, the P above.
        diagonal: (n_items,) float32, its diagonal.

    Raises:
        SettingError: the catalogue is too large for a dense matrix.
    """

    def __init__(self, history: Interactions, l2: float, worth: Worth = level_values) -> None:
        check_size(history.n_items)
        self._worth = worth
        matrix = history.matrix(worth(history))
        gram = np.asarray((matrix.T @ matrix).todense(), np.float64)
        gram[np.diag_indices(len(gram))] += l2
        precision = linalg.inv(gram, overwrite_a=True, check_finite=False, assume_a="pos")
        self.precision: FloatArray = precision.astype(np.float32)
        self.diagonal: FloatArray = np.diag(self.precision).copy()
        self._fitted = set(_digests(history))

    def scores(self, history: Interactions, inputs: sparse.csr_matrix) -> FloatArray:
        """Scores of histories under other weights than those of the fit.

        Args:
            history: whose scores; it tells who was fitted.
            inputs: (n_users, n_items) what is multiplied with the matrix of items by items.

        Returns:
            (n_users, n_items) float32, ``inputs @ B'`` with a zero diagonal in each B'.
        """
        numerator = inputs @ self.precision
        denominator = np.broadcast_to(self.diagonal, numerator.shape)
        known = self.knows(history)
        if known.any():
            direction = self.directions(history) * known[:, None]
            along = np.asarray(inputs.multiply(direction).sum(axis=1), np.float32).reshape(-1, 1)
            numerator = numerator + along * direction
            denominator = denominator + np.square(direction)
        return inputs.toarray() - numerator / denominator

    def rows(self, history: Interactions) -> FloatArray:
        """(n, n_items) float32: the row of B' of each interaction of one person, who has a B' of their own.

        ``scores`` of this person is the sum of these rows under the inputs.
        """
        items = history.item_idx
        rows = self.precision[items]
        denominator = self.diagonal
        if self.knows(history)[0]:
            direction = self.directions(history)[0]
            rows = rows + np.outer(direction[items], direction)
            denominator = denominator + np.square(direction)
        rows = -rows / denominator
        rows[np.arange(len(items)), items] = 0.0
        return rows.astype(np.float32)

    def knows(self, history: Interactions) -> BoolArray:
        """(n_users,): whose history is one of those fitted."""
        return np.array([digest in self._fitted for digest in _digests(history)], np.bool_)

    def directions(self, history: Interactions) -> FloatArray:
        """(n_users, n_items) float32: the v above of everyone in ``history``."""
        matrix = history.matrix(self._worth(history).astype(np.float32))
        direction = matrix @ self.precision
        taken = np.asarray(matrix.multiply(direction).sum(axis=1)).reshape(-1, 1)
        return (direction / np.sqrt(np.maximum(1.0 - taken, 1e-6))).astype(np.float32)


def met_values(history: Interactions) -> FloatArray:
    """(n,) ones: a rating says that a person met the item, whatever they thought of it."""
    return np.ones(len(history))


WORTHS: tuple[Worth, ...] = (level_values, met_values)
"""Of the matrices of a wide branch, in their order: what people liked, and what they met."""


def wide_matrices(history: Interactions, l2: Sequence[float]) -> tuple[LeaveOneOutEase, ...]:
    """The matrices of a wide branch, one for each penalty in ``l2``, at most as many as WORTHS."""
    return tuple(
        LeaveOneOutEase(history, float(penalty), worth)
        for penalty, worth in zip(l2, WORTHS[: len(l2)], strict=True))


def _digests(history: Interactions) -> list[bytes]:
    """One a person, from their items and levels in time order."""
    items = np.ascontiguousarray(history.item_idx, np.int32)
    levels = np.ascontiguousarray(history.level, np.int8)
    ranges = zip(history.offsets[:-1], history.offsets[1:], strict=True)
    return [
        hashlib.blake2b(items[start:stop].tobytes() + levels[start:stop].tobytes(), digest_size=16).digest()
        for start, stop in ranges
    ]
