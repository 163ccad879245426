"""Room for the lists of many people, whose numbers nobody knows beforehand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from recsys_core.rerank.arrays import Problem
from recsys_core.rerank.threads import for_all
from recsys_core.types import BoolArray, FloatArray, IndexArray

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
