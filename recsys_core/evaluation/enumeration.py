"""Collect the lists of many users from the kernels, when nobody knows beforehand how many there are.

Each user is walked with room for a few lists; users who need more are walked again with eight times the room.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from recsys_core.rerank.engine.arrays import Problem
from recsys_core.runtime.threads import for_all
from recsys_core.types import BoolArray, FloatArray, IndexArray

FIRST_ROOM = 128
"""Lists that each user has room for at first."""

AT_ONCE = 1 << 17
"""Lists that one call has room for in all: bounds its memory."""


class Enumeration(NamedTuple):
    """The lists of all users.

    Attributes:
        offsets: (n_users + 1,) the lists of user u are rows ``offsets[u]:offsets[u + 1]``.
        breakpoints: (n_lists,) λ at which each list takes over.
        lists: (n_lists, k) item indices.
        finished: (n_users,) whether all lists are there; an unfinished user has one list.
        feasible: (n_users,) whether some list keeps the rules; otherwise the user has one list of padding.
    """

    offsets: IndexArray
    breakpoints: FloatArray
    lists: IndexArray
    finished: BoolArray
    feasible: BoolArray


def enumerate_lists(kernel: Callable[..., None], problem: Problem, k: int, most_lists: int) -> Enumeration:
    """Walk the tree of every user.

    Args:
        kernel: ``batch.walk_of`` the reranker.
        problem: all users.
        k: list length.
        most_lists: a user with more is given up.
    """
    n_users = len(problem.counts)
    n_found = np.zeros(n_users, dtype=np.int64)
    feasible = np.ones(n_users, dtype=np.bool_)
    everywhere = np.empty(0)  # no grid: all of [0, 1]
    parts: list[tuple[IndexArray, FloatArray, IndexArray]] = []  # users, their breakpoints, their lists
    waiting, room = np.arange(n_users), min(FIRST_ROOM, most_lists)
    while len(waiting):
        over: list[IndexArray] = []
        step = max(1, AT_ONCE // room)
        for first in range(0, len(waiting), step):
            users = waiting[first : first + step]
            starts: FloatArray = np.empty((len(users), room))
            lists: IndexArray = np.empty((len(users), room, k), dtype=np.int32)
            counts = np.empty(len(users), dtype=np.int64)
            for_all(len(users), partial(kernel, problem, k, everywhere, users, starts, lists, counts))
            given_up = (counts > room) & (room == most_lists)
            done = (counts <= room) | given_up
            n_found[users] = np.where(given_up, -1, counts)
            feasible[users] = counts >= 0
            counts[given_up | (counts < 0)] = 1
            filled = (np.arange(room) < counts[:, None]) & done[:, None]
            parts.append((users[done], starts[filled], lists[filled]))
            over.append(users[~done])
        waiting, room = np.concatenate(over), min(8 * room, most_lists)
    finished = n_found > 0
    lengths = np.where(finished, n_found, 1)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    if len(parts) == 1:
        return Enumeration(offsets, parts[0][1], parts[0][2], finished, feasible)
    breakpoints = np.empty(offsets[-1])
    items: IndexArray = np.empty((offsets[-1], k), dtype=np.int32)
    for their_users, their_starts, their_lists in parts:
        sizes = lengths[their_users]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        rows = np.repeat(offsets[their_users], sizes) + within
        breakpoints[rows], items[rows] = their_starts, their_lists
    return Enumeration(offsets, breakpoints, items, finished, feasible)
