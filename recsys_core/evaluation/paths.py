"""The exact trade-off path: every list a user can ever get, and the λ at which each takes over.

Given the list so far, every candidate's score is a straight line in λ, so the next pick as a function of λ is
the upper envelope of those lines. Walking the greedy tree depth first and splitting the interval wherever the
pick changes visits every distinct list once, in λ order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from recsys_core.evaluation.enumeration import enumerate_lists
from recsys_core.rerank.batch import check_all_feasible, rerank, walk_of
from recsys_core.rerank.checks import check_length
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.method import Reranker
from recsys_core.types import BoolArray, FloatArray, IndexArray

MOST_LISTS = 8192
"""Lists kept for one user; a user with more gets the grid below and is marked as not exact."""

FALLBACK_POINTS = 1001
"""Values of λ tried for a user with too many lists."""

USERS_AT_ONCE = 512
"""Users computed together: memory beside the result does not grow with their number."""


class UserPath(NamedTuple):
    """One user's lists over the whole axis.

    Attributes:
        breakpoints: (n_lists,) λ at which each list takes over, ascending from 0.0.
        lists: (n_lists, k) item indices, padded with -1.
    """

    breakpoints: FloatArray
    lists: IndexArray

    def index_at(self, lambda_: float) -> int:
        """Row of the list in force; at a breakpoint the new list."""
        return int(np.searchsorted(self.breakpoints, lambda_, side="right")) - 1

    def at(self, lambda_: float) -> IndexArray:
        """(k,) the list in force."""
        return self.lists[self.index_at(lambda_)]

    def entered_at(self, item: int, lambda_: float) -> float | None:
        """λ since which an item listed at ``lambda_`` has been listed without a break; None if it is not.

        0.0 if it has been listed from the start.
        """
        return self._since((self.lists == item).any(axis=1), lambda_)

    def left_at(self, item: int, lambda_: float) -> float | None:
        """λ since which an item missing at ``lambda_`` has been so without a break; None if it is listed."""
        return self._since(~(self.lists == item).any(axis=1), lambda_)

    def _since(self, holds: BoolArray, lambda_: float) -> float | None:
        row = self.index_at(lambda_)
        if not holds[row]:
            return None
        breaks = np.flatnonzero(~holds[:row])
        return float(self.breakpoints[breaks[-1] + 1 if len(breaks) else 0])


@dataclass(frozen=True, eq=False)
class Paths:
    """All users' lists over the whole axis, user after user, each user's from λ = 0 to λ = 1.

    Attributes:
        reranker: what made them.
        k: list length.
        offsets: (n_users + 1,) int64, the lists of user u are ``offsets[u]:offsets[u + 1]``, at least one.
        breakpoints: (n_lists,) float64, λ at which the list takes over, the first of every user 0.0.
        items: (n_lists, k) int32 item indices, padded with -1 where a user has fewer candidates.
        exact: (n_users,) whether the path is exact, or a grid of λ stands in for it.
    """

    reranker: Reranker
    k: int
    offsets: IndexArray
    breakpoints: FloatArray
    items: IndexArray
    exact: BoolArray

    @property
    def n_users(self) -> int:
        """Number of users."""
        return len(self.offsets) - 1

    @property
    def n_lists(self) -> IndexArray:
        """(n_users,) number of distinct lists in each user's path."""
        return np.diff(self.offsets)

    def index_at(self, lambdas: float | FloatArray) -> IndexArray:
        """(n_users,) row of each user's list in force; at a breakpoint the new list.

        Args:
            lambdas: one λ, or (n_users,) one for each user.

        Raises:
            ValueError: a λ is outside [0, 1].
        """
        lambdas = np.asarray(lambdas, np.float64)
        if not np.all((lambdas >= 0) & (lambdas <= 1)):
            raise ValueError(f"lambda_ must lie in [0, 1], got {lambdas}")
        if lambdas.ndim:
            lambdas = np.repeat(lambdas, self.n_lists)
        passed = np.concatenate([[0], np.cumsum(self.breakpoints <= lambdas)])
        return self.offsets[:-1] + passed[self.offsets[1:]] - passed[self.offsets[:-1]] - 1

    def rows_at(self, lambdas: FloatArray) -> IndexArray:
        """(n_users, m) ``index_at`` for each of ``lambdas`` (m,), in one pass over the breakpoints.

        Raises:
            ValueError: a λ is outside [0, 1], or they do not ascend.
        """
        lambdas = np.asarray(lambdas, np.float64)
        if not np.all((lambdas >= 0) & (lambdas <= 1)):
            raise ValueError(f"lambda_ must lie in [0, 1], got {lambdas}")
        if np.any(np.diff(lambdas) < 0):
            raise ValueError(f"lambdas must ascend, got {lambdas}")
        width = len(lambdas) + 1
        # Where each breakpoint is first passed; one that none of them passes falls into the last place.
        first = np.searchsorted(lambdas, self.breakpoints, side="left")
        owner = np.repeat(np.arange(self.n_users), self.n_lists)
        new = np.bincount(owner * width + first, minlength=self.n_users * width)
        passed = np.cumsum(new.reshape(self.n_users, width)[:, :-1], axis=1)
        return self.offsets[:-1, None] + passed - 1

    def at(self, lambda_: float) -> IndexArray:
        """(n_users, k) each user's items at one λ."""
        return self.items[self.index_at(lambda_)]

    def of_user(self, user: int) -> UserPath:
        """The path of one user."""
        rows = slice(self.offsets[user], self.offsets[user + 1])
        return UserPath(self.breakpoints[rows], self.items[rows])


def exact_paths(inputs: RerankInputs, reranker: Reranker, k: int) -> Paths:
    """All lists of all users with the λ at which each takes over.

    The lists are those of greedy reranking at every λ; a tie goes to the candidate that comes first. At a
    breakpoint, where the old and the new list score the same, the new one counts. Intervals of λ narrower
    than 1e-12 are dropped. The list at λ = 0 is relevance order; where equal relevance makes the list just
    right of 0 another one, that takes over at the smallest number above 0. A user with more than
    ``MOST_LISTS`` lists gets those of ``FALLBACK_POINTS`` values of λ, and ``exact`` is false.

    Args:
        inputs: all users.
        reranker: which gain.
        k: list length.

    Returns:
        The paths; a user without candidates has one list of padding.

    Raises:
        ValueError: k < 1.
        SettingError: the reranker needs data that are missing, or the rules contradict each other.
    """
    return join(list(path_chunks(inputs, reranker, k)), reranker, k)


def path_chunks(
    inputs: RerankInputs, reranker: Reranker, k: int, users_at_once: int = USERS_AT_ONCE
) -> Iterator[Paths]:
    """The paths in chunks of consecutive users, for callers that cannot hold all lists at once.

    Raises:
        ValueError: k < 1.
        SettingError: the reranker needs data that are missing, or the rules contradict each other.
    """
    check_length(k)
    inputs.rules.check(k, len(inputs.space.vectors))
    for first in range(0, inputs.n_users, users_at_once):
        yield _chunk(inputs.of_users(slice(first, first + users_at_once)), reranker, k)


def join(parts: list[Paths], reranker: Reranker, k: int) -> Paths:
    """Paths of several groups of users as one, in order."""
    if len(parts) == 1:
        return parts[0]
    lengths = [part.n_lists for part in parts]
    offsets = np.concatenate([[0], *lengths]).cumsum().astype(np.int64)
    nobody = np.empty((0, k), dtype=np.int32)
    return Paths(
        reranker,
        k,
        offsets,
        np.concatenate([np.empty(0), *(part.breakpoints for part in parts)]),
        np.concatenate([nobody, *(part.items for part in parts)]),
        np.concatenate([np.empty(0, dtype=bool), *(part.exact for part in parts)]),
    )


def _chunk(inputs: RerankInputs, reranker: Reranker, k: int) -> Paths:
    found = enumerate_lists(walk_of(reranker), inputs.problem(reranker), k, MOST_LISTS)
    check_all_feasible(inputs, k, found.feasible)
    whole = Paths(reranker, k, found.offsets, found.breakpoints, found.lists, found.finished)
    if inputs.rules:
        whole = _with_lists_at_zero(whole, rerank(inputs, reranker, k, np.zeros(1))[:, 0])
    if whole.exact.all():
        return whole
    pieces, lambdas = [], np.linspace(0.0, 1.0, FALLBACK_POINTS)
    for user in range(inputs.n_users):
        if whole.exact[user]:
            starts, lists = whole.of_user(user)
            offsets = np.array([0, len(starts)], dtype=np.int64)
            pieces.append(Paths(reranker, k, offsets, starts, lists, np.array([True])))
        else:
            pieces.append(grid_paths(inputs.of_users(slice(user, user + 1)), reranker, k, lambdas))
    return join(pieces, reranker, k)


def _with_lists_at_zero(paths: Paths, lists: IndexArray) -> Paths:
    """Insert the lists of λ = 0 where those just right of 0 differ."""
    first = paths.offsets[:-1]
    other = (paths.items[first] != lists).any(axis=1)
    breakpoints = paths.breakpoints.copy()
    breakpoints[first[other]] = np.nextafter(0.0, 1.0)
    shift = np.concatenate([[0], np.cumsum(other)])
    return replace(
        paths,
        offsets=paths.offsets + shift,
        breakpoints=np.insert(breakpoints, first[other], 0.0),
        items=np.insert(paths.items, first[other], lists[other], axis=0),
    )


def grid_paths(inputs: RerankInputs, reranker: Reranker, k: int, lambdas: FloatArray) -> Paths:
    """The lists at ``lambdas`` alone (m,), ascending from 0: each holds from its λ up to the next one.

    Raises:
        ValueError: k < 1.
        SettingError: the reranker needs data that are missing, or the rules contradict each other.
    """
    lists = rerank(inputs, reranker, k, lambdas)
    new = np.ones(lists.shape[:2], dtype=bool)
    new[:, 1:] = (lists[:, 1:] != lists[:, :-1]).any(axis=2)
    offsets = np.concatenate([[0], np.cumsum(new.sum(axis=1))])
    starts = np.broadcast_to(lambdas, new.shape)[new]
    return Paths(reranker, k, offsets, starts, lists[new], np.zeros(inputs.n_users, dtype=bool))
