"""The depth-first walk over the greedy tree, for many people side by side."""

from __future__ import annotations

import numba
import numpy as np

from recsys_core.compilation import compiled
from recsys_core.rerank.arrays import Lists, Person, Problem, new_lists, new_person, seat
from recsys_core.rerank.batch import ONE_AT_A_TIME
from recsys_core.rerank.gains import start, take, untake
from recsys_core.rerank.winners import envelope
from recsys_core.types import BoolArray, FloatArray, IndexArray

FIRST_ROOM = 128
"""Lists a person has room for at first; who needs more is walked again with room for eight times as many."""

AT_ONCE = 1 << 17
"""Lists there is room for in all: bounds the memory of one call."""


def walk_everybody(
    problem: Problem, k: int, most_lists: int
) -> tuple[IndexArray, FloatArray, IndexArray, BoolArray]:
    """Walk the tree of every person.

    Args:
        problem: all people.
        k: list length.
        most_lists: a person with more is given up.

    Returns:
        offsets (n_users + 1,), breakpoints (n_lists,), items (n_lists, k) and whether the person was finished
        (n_users,); who was not has one list, that of λ = 0.
    """
    n_users = len(problem.counts)
    found = np.zeros(n_users, dtype=np.int64)
    kept: list[tuple[IndexArray, FloatArray, IndexArray]] = []  # people, their breakpoints, their lists
    waiting, room = np.arange(n_users), min(FIRST_ROOM, most_lists)
    while len(waiting):
        over: list[IndexArray] = []
        step = max(1, AT_ONCE // room)
        for first in range(0, len(waiting), step):
            users = waiting[first : first + step]
            starts: FloatArray = np.empty((len(users), room))
            items: IndexArray = np.empty((len(users), room, k), dtype=np.int32)
            counts = np.empty(len(users), dtype=np.int64)
            with ONE_AT_A_TIME:
                _walk(problem, k, users, starts, items, counts)
            given_up = (counts > room) & (room == most_lists)
            done = (counts <= room) | given_up
            found[users] = np.where(given_up, -1, counts)
            counts[given_up] = 1
            filled = (np.arange(room) < counts[:, None]) & done[:, None]
            kept.append((users[done], starts[filled], items[filled]))
            over.append(users[~done])
        waiting, room = np.concatenate(over), min(8 * room, most_lists)
    exact = found > 0
    lengths = np.where(exact, found, 1)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    if len(kept) == 1:
        return offsets, kept[0][1], kept[0][2], exact
    breakpoints = np.empty(offsets[-1])
    lists = np.empty((offsets[-1], k), dtype=np.int32)
    for people, their_starts, their_items in kept:
        sizes = lengths[people]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        rows = np.repeat(offsets[people], sizes) + within
        breakpoints[rows], lists[rows] = their_starts, their_items
    return offsets, breakpoints, lists, exact


@compiled(parallel=True)
def _walk(
    problem: Problem, k: int, users: IndexArray, starts: FloatArray, items: IndexArray, counts: IndexArray
) -> None:
    n_blocks = (len(users) + 15) // 16  # room is made once a block
    for block in numba.prange(n_blocks):
        person, lists = new_person(problem), new_lists(problem, k)
        for at in range(16 * block, min(len(users), 16 * block + 16)):
            counts[at] = walk_one(problem, users[at], person, lists, k, starts[at], items[at])


@compiled
def walk_one(
    problem: Problem, user: int, person: Person, lists: Lists, k: int, starts: FloatArray, items: IndexArray
) -> int:
    """Write one person's lists in λ order; returns how many there are, or one more than there is room for."""
    room = len(starts)
    items[0] = -1
    starts[0] = 0.0
    n = seat(problem, user, person)
    length = min(k, n)
    if length == 0:
        return 1
    for rank in range(length):
        items[0, rank] = person.items[rank]  # candidates come best first
    scores = np.empty((2, n), np.float64)
    near = np.empty(n, np.int64)
    begins = np.empty((length, n), np.float64)  # stretches of λ at each rank: begin and pick
    picks = np.empty((length, n), np.int64)
    stretches = np.empty(length, np.int64)
    at = np.zeros(length, np.int64)
    ends = np.empty(length, np.float64)
    found, depth = 0, 0
    ends[0] = 1.0
    start(problem, person, lists, n)
    stretches[0] = envelope(
        person.relevance, lists.gain[0], n, 0.0, 1.0, scores, near, begins[0], picks[0]
    )
    while depth >= 0:
        if at[depth] == stretches[depth]:
            depth -= 1
            if depth >= 0:
                untake(problem, user, person, lists, depth)
            continue
        stretch = at[depth]
        at[depth] += 1
        low = begins[depth, stretch]
        high = begins[depth, stretch + 1] if stretch + 1 < stretches[depth] else ends[depth]
        lists.chosen[depth] = picks[depth, stretch]
        if depth + 1 < length:
            take(problem, person, lists, n, depth)
            depth += 1
            at[depth], ends[depth] = 0, high
            stretches[depth] = envelope(
                person.relevance, lists.gain[depth], n, low, high, scores, near, begins[depth], picks[depth]
            )
            continue
        if found == 0:  # is the list just right of 0 the one at 0?
            same = True
            for rank in range(length):
                same = same and lists.chosen[rank] == rank
            if not same:
                found = 1
                low = np.nextafter(0.0, 1.0)
        if found == room:
            return room + 1
        starts[found] = low
        for rank in range(length):
            items[found, rank] = person.items[lists.chosen[rank]]
        for rank in range(length, k):
            items[found, rank] = -1
        found += 1
    return found
