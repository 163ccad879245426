"""The exact trade-off path: every list a person can ever get, and the λ at which each takes over.

Given the list so far, every candidate's score is a straight line in λ, so the next pick as a function of λ is
the upper envelope of those lines. Walking the greedy tree depth first and splitting the interval wherever the
pick changes visits every distinct list once, in λ order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from recsys_core.rerank.batch import require_all, rerank, walk_of
from recsys_core.rerank.checks import check_lambda, check_length
from recsys_core.rerank.engine.arrays import Problem
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.registry import Reranker
from recsys_core.runtime.threads import for_all
from recsys_core.types import BoolArray, FloatArray, IndexArray

MOST_LISTS = 8192
"""Lists kept for one person; somebody with more gets the grid below and is marked as not exact."""

FALLBACK_POINTS = 1001
"""Values of λ tried for somebody with too many lists."""

USERS_AT_ONCE = 512
"""People worked on together: memory beside the result does not grow with their number."""


@dataclass(frozen=True, eq=False)
class Paths:
    """Everybody's lists over the whole axis, user after user, each user's from λ = 0 to λ = 1.

    Attributes:
        reranker: what made them.
        k: list length.
        offsets: (n_users + 1,) int64, the lists of user u are ``offsets[u]:offsets[u + 1]``, at least one.
        breakpoints: (n_lists,) float64, the λ at which the list takes over, first of every user 0.0.
        items: (n_lists, k) int32 item indices, -1 where a user has fewer candidates.
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
        """Number of people."""
        return len(self.offsets) - 1

    def index_at(self, lambda_: float) -> IndexArray:
        """(n_users,) row of everybody's list in force; at a breakpoint the new list.

        Raises:
            ValueError: lambda_ is outside [0, 1].
        """
        check_lambda(lambda_)
        passed = np.concatenate([[0], np.cumsum(self.breakpoints <= lambda_)])
        return self.offsets[:-1] + passed[self.offsets[1:]] - passed[self.offsets[:-1]] - 1

    def at(self, lambda_: float) -> IndexArray:
        """(n_users, k) everybody's items at one λ."""
        return self.items[self.index_at(lambda_)]

    def of_user(self, user: int) -> tuple[FloatArray, IndexArray]:
        """Breakpoints (n,) and items (n, k) of one person."""
        rows = slice(self.offsets[user], self.offsets[user + 1])
        return self.breakpoints[rows], self.items[rows]


def exact_paths(inputs: RerankInputs, reranker: Reranker, k: int) -> Paths:
    """All lists of all people with the λ at which each takes over.

    The lists are those of greedy reranking at every λ, a tie going to the candidate that comes first. Right
    at a breakpoint, where old and new list score the same, the new one counts. Stretches of λ narrower than
    1e-12 are dropped. The list at λ = 0 is relevance order; where equal relevance makes the list just right
    of 0 another one, it takes over at the smallest number above 0. A person with more than ``MOST_LISTS``
    lists gets those of ``FALLBACK_POINTS`` values of λ and ``exact`` false.

    Args:
        inputs: all people.
        reranker: which gain.
        k: list length.

    Returns:
        The paths; a person without candidates has one list of padding.

    Raises:
        ValueError: k < 1.
        SettingError: the reranker needs what is not there, or the rules clash.
    """
    return join(list(path_chunks(inputs, reranker, k)), reranker, k)


def path_chunks(
    inputs: RerankInputs, reranker: Reranker, k: int, users_at_once: int = USERS_AT_ONCE
) -> Iterator[Paths]:
    """The same in pieces of consecutive people, for those who cannot hold all lists at once.

    Raises:
        ValueError: k < 1.
        SettingError: the reranker needs what is not there, or the rules clash.
    """
    check_length(k)
    inputs.rules.check(k, len(inputs.space.vectors))
    for first in range(0, inputs.n_users, users_at_once):
        yield _path_of_some(inputs.of_users(slice(first, first + users_at_once)), reranker, k)


def _path_of_some(inputs: RerankInputs, reranker: Reranker, k: int) -> Paths:
    found = all_lists(walk_of(reranker), inputs.problem(reranker), k, MOST_LISTS)
    offsets, breakpoints, items, exact, kept = found
    require_all(inputs, k, kept)
    whole = Paths(reranker, k, offsets, breakpoints, items, exact)
    if inputs.rules:
        whole = _at_zero_alone(whole, rerank(inputs, reranker, k, np.zeros(1))[:, 0])
    if whole.exact.all():
        return whole
    pieces = []
    for user in range(inputs.n_users):
        if whole.exact[user]:
            starts, items = whole.of_user(user)
            offsets = np.array([0, len(starts)], dtype=np.int64)
            pieces.append(Paths(reranker, k, offsets, starts, items, np.array([True])))
        else:
            pieces.append(_on_a_grid(inputs.of_users(slice(user, user + 1)), reranker, k))
    return join(pieces, reranker, k)


def _at_zero_alone(paths: Paths, lists: IndexArray) -> Paths:
    """Put the lists of λ = 0 in front where those just right of 0 are others."""
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


def _on_a_grid(inputs: RerankInputs, reranker: Reranker, k: int) -> Paths:
    lambdas = np.linspace(0.0, 1.0, FALLBACK_POINTS)
    lists = rerank(inputs, reranker, k, lambdas)
    new = np.ones(lists.shape[:2], dtype=bool)
    new[:, 1:] = (lists[:, 1:] != lists[:, :-1]).any(axis=2)
    offsets = np.concatenate([[0], np.cumsum(new.sum(axis=1))])
    starts = np.broadcast_to(lambdas, new.shape)[new]
    return Paths(reranker, k, offsets, starts, lists[new], np.zeros(inputs.n_users, dtype=bool))


def join(parts: list[Paths], reranker: Reranker, k: int) -> Paths:
    """Paths of several groups of people as one, in order."""
    if len(parts) == 1:
        return parts[0]
    lengths = [np.diff(part.offsets) for part in parts]
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


# --- Room for the lists of many people, whose numbers nobody knows beforehand

FIRST_ROOM = 128
"""Lists a person has room for at first; who needs more is walked again with room for eight times as many."""

AT_ONCE = 1 << 17
"""Lists there is room for in all: bounds the memory of one call."""


def all_lists(
    kernel: Callable[..., None], problem: Problem, k: int, most_lists: int
) -> tuple[IndexArray, FloatArray, IndexArray, BoolArray, BoolArray]:
    """Walk the tree of every person.

    Args:
        kernel: ``batch.walk_of`` the reranker.
        problem: all people.
        k: list length.
        most_lists: a person with more is given up.

    Returns:
        offsets (n_users + 1,), breakpoints (n_lists,), items (n_lists, k), whether the person was finished
        (n_users,), and whether there is a list that keeps the rules (n_users,). Who was not finished has one
        list, who has none that keeps the rules one of padding.
    """
    n_users = len(problem.counts)
    found = np.zeros(n_users, dtype=np.int64)
    kept = np.ones(n_users, dtype=np.bool_)
    everywhere = np.empty(0)  # no grid: all of [0, 1]
    parts: list[tuple[IndexArray, FloatArray, IndexArray]] = []  # people, their breakpoints, their lists
    waiting, room = np.arange(n_users), min(FIRST_ROOM, most_lists)
    while len(waiting):
        over: list[IndexArray] = []
        step = max(1, AT_ONCE // room)
        for first in range(0, len(waiting), step):
            users = waiting[first : first + step]
            starts: FloatArray = np.empty((len(users), room))
            items: IndexArray = np.empty((len(users), room, k), dtype=np.int32)
            counts = np.empty(len(users), dtype=np.int64)
            for_all(len(users), partial(kernel, problem, k, everywhere, users, starts, items, counts))
            given_up = (counts > room) & (room == most_lists)
            done = (counts <= room) | given_up
            found[users] = np.where(given_up, -1, counts)
            kept[users] = counts >= 0
            counts[given_up | (counts < 0)] = 1
            filled = (np.arange(room) < counts[:, None]) & done[:, None]
            parts.append((users[done], starts[filled], items[filled]))
            over.append(users[~done])
        waiting, room = np.concatenate(over), min(8 * room, most_lists)
    exact = found > 0
    lengths = np.where(exact, found, 1)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    if len(parts) == 1:
        return offsets, parts[0][1], parts[0][2], exact, kept
    breakpoints = np.empty(offsets[-1])
    lists = np.empty((offsets[-1], k), dtype=np.int32)
    for people, their_starts, their_items in parts:
        sizes = lengths[people]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        rows = np.repeat(offsets[people], sizes) + within
        breakpoints[rows], lists[rows] = their_starts, their_items
    return offsets, breakpoints, lists, exact, kept
