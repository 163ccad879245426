"""BPR: factors that rank what a user liked above everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np

from recsys_core.models.checks import check_above, check_at_least, check_catalogue, check_fitted
from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.runtime.compilation import compiled
from recsys_core.types import FloatArray, IndexArray, Interactions

_START_SCALE = 0.1  # standard deviation of the starting factors


class Bpr:
    """Matrix factorisation under Bayesian personalised ranking (Rendle et al., UAI 2009).

    For a liked item i and an item j sampled uniformly from those the user has not liked, ascend
    ``log sigmoid(x_i - x_j)`` with ``x_i = p·q_i + b_i``. An epoch samples as many pairs as there are likes.

    The paper learns p in the fit, which leaves out unseen users. Here all users are scored by a p folded in
    from the passed history: the same ascent with q and b fixed, a step size falling to 0, and the same random
    samples for every user, so that a history always gives the same scores.

    Args:
        n_factors: at least 1.
        learning_rate: step size, above 0.
        regularization: weight decay of all factors, at least 0.
        n_epochs: passes of the fit, at least 1.
        n_fold_in_epochs: passes over a user's likes when scoring, at least 1.
        seed: of starting factors and samples.
    """

    name = "bpr"

    def __init__(
        self,
        *,
        n_factors: int = 64,
        learning_rate: float = 0.05,
        regularization: float = 0.01,
        n_epochs: int = 200,
        n_fold_in_epochs: int = 50,
        seed: int = 0,
    ) -> None:
        check_at_least(1, n_factors=n_factors, n_epochs=n_epochs, n_fold_in_epochs=n_fold_in_epochs)
        check_above(0, learning_rate=learning_rate)
        check_at_least(0, regularization=regularization)
        self.n_factors = n_factors
        self.learning_rate = learning_rate
        self.regularization = regularization
        self.n_epochs = n_epochs
        self.n_fold_in_epochs = n_fold_in_epochs
        self.seed = seed
        self._items: FloatArray | None = None
        self._bias: FloatArray | None = None
        self._popularity: FloatArray | None = None

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Ascend; ``after_epoch`` is called with 1, 2, ... after each epoch and may score."""
        rng = np.random.default_rng(self.seed)
        users = rng.normal(0.0, _START_SCALE, (history.n_users, self.n_factors))
        self._items = rng.normal(0.0, _START_SCALE, (history.n_items, self.n_factors))
        self._bias = np.zeros(history.n_items)
        self._popularity = popularity_scores(history)
        likes = history.where(history.liked).matrix()
        likes.sort_indices()
        owners = np.repeat(np.arange(history.n_users), np.diff(likes.indptr))
        for epoch in range(self.n_epochs):
            _ascend(
                owners,
                likes.indptr,
                likes.indices,
                users,
                self._items,
                self._bias,
                self.learning_rate,
                self.regularization,
                self.seed + epoch,
            )
            if after_epoch is not None:
                after_epoch(epoch + 1)
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a user without likes gets popularity."""
        check_fitted(self.name, self._items is not None)
        assert self._items is not None and self._bias is not None and self._popularity is not None
        check_catalogue(history, len(self._items))
        likes = history.where(history.liked).matrix()
        likes.sort_indices()
        users = _fold_in(
            likes.indptr,
            likes.indices,
            self._items,
            self._bias,
            self.learning_rate,
            self.regularization,
            self.n_fold_in_epochs,
            self.seed,
        )
        scores = (users @ self._items.T + self._bias).astype(np.float32)
        scores[np.diff(likes.indptr) == 0] = self._popularity
        return scores


@compiled
def _ascend(
    owners: IndexArray,
    indptr: IndexArray,
    indices: IndexArray,
    users: FloatArray,
    items: FloatArray,
    bias: FloatArray,
    rate: float,
    decay: float,
    seed: int,
) -> None:
    """One epoch, a step per sampled pair, in place."""
    np.random.seed(seed)  # noqa: NPY002 - inside compiled code this is numba's own generator
    n_items, n_factors = items.shape
    for _ in range(len(owners)):
        row = np.random.randint(len(owners))  # noqa: NPY002
        user, liked = owners[row], indices[row]
        other = _sample_not_liked(indices, indptr[user], indptr[user + 1], n_items)
        if other < 0:
            continue
        margin = bias[liked] - bias[other]
        for f in range(n_factors):
            margin += users[user, f] * (items[liked, f] - items[other, f])
        pull = rate / (1.0 + np.exp(margin))
        shrink = rate * decay
        bias[liked] += pull - shrink * bias[liked]
        bias[other] -= pull + shrink * bias[other]
        for f in range(n_factors):
            p, q, r = users[user, f], items[liked, f], items[other, f]
            users[user, f] += pull * (q - r) - shrink * p
            items[liked, f] += pull * p - shrink * q
            items[other, f] -= pull * p + shrink * r


@compiled
def _fold_in(
    indptr: IndexArray,
    indices: IndexArray,
    items: FloatArray,
    bias: FloatArray,
    rate: float,
    decay: float,
    n_epochs: int,
    seed: int,
) -> FloatArray:
    """(n_users, n_factors): the factors of each user under fixed items."""
    n_items, n_factors = items.shape
    users = np.zeros((len(indptr) - 1, n_factors))
    for user in range(len(users)):
        np.random.seed(seed)  # noqa: NPY002 - the same samples for every user
        start, end = indptr[user], indptr[user + 1]
        for epoch in range(n_epochs):
            step = rate * (1.0 - epoch / n_epochs)
            for row in range(start, end):
                liked, other = indices[row], _sample_not_liked(indices, start, end, n_items)
                if other < 0:
                    continue
                margin = bias[liked] - bias[other]
                for f in range(n_factors):
                    margin += users[user, f] * (items[liked, f] - items[other, f])
                pull = step / (1.0 + np.exp(margin))
                for f in range(n_factors):
                    gain = pull * (items[liked, f] - items[other, f])
                    users[user, f] += gain - step * decay * users[user, f]
    return users


@compiled
def _sample_not_liked(indices: IndexArray, start: int, end: int, n_items: int) -> int:
    """A uniformly sampled item that is not in the sorted ``indices[start:end]``; -1 when there is none."""
    if end - start >= n_items:
        return -1
    while True:
        item = np.random.randint(n_items)  # noqa: NPY002
        low, high = start, end
        while low < high:
            middle = (low + high) // 2
            if indices[middle] < item:
                low = middle + 1
            else:
                high = middle
        if low == end or indices[low] != item:
            return item
