"""The depth-first walk over the greedy tree, over the whole of λ or over given values of it.

A node is a list so far with the stretch of λ in which greedy reranking builds it. Its children are the next
picks, each with its part of the stretch. Undoing a pick only means stepping back a row, so every list costs
no more than the ranks in which it differs from the one before.
"""

from __future__ import annotations

import numpy as np

from recsys_core.compilation import compiled
from recsys_core.rerank.arrays import NEVER, Lists, Person, Problem, new_lists, new_person, seat
from recsys_core.rerank.feasible import open_up, seat_rules
from recsys_core.rerank.gains import is_lazy, refresh, start, take, untake
from recsys_core.rerank.lazy import settle
from recsys_core.rerank.rule_arrays import Completions, new_completions
from recsys_core.rerank.winners import envelope, grid_winners
from recsys_core.types import FloatArray, IndexArray


@compiled(nogil=True)
def walk(
    problem: Problem, k: int, lambdas: FloatArray, users: IndexArray,
    starts: FloatArray, items: IndexArray, counts: IndexArray, begin: int, stop: int,
) -> None:
    """Write the lists of ``users[begin:stop]``.

    Args:
        problem: everybody's inputs.
        k: list length.
        lambdas: ascending values of λ, or none for all of [0, 1].
        users: rows of ``problem``.
        starts: (n, room) the λ at which each list takes over; not used with ``lambdas``.
        items: (n, room, k) item indices, padded with -1; with ``lambdas`` the list at each of them.
        counts: (n,) lists found; one more than there is room for when there are more, -1 when no list keeps
            the rules.
        begin: first row of ``users`` and the outputs to work on.
        stop: one past the last row.
    """
    width, room = problem.items.shape[1], items.shape[1]
    person, lists = new_person(problem), new_lists(problem, k)
    scores = np.empty((2, width), np.float64)
    near = np.empty(width, np.int64)
    begins = np.empty((k, width + 1), np.float64)  # where each child of a rank begins ...
    picks = np.empty((k, width + 1), np.int64)  # ... and which candidate it takes
    children = np.empty(k, np.int64)
    at = np.empty(k, np.int64)
    ends = np.empty(k, np.float64)
    ruled, plan = problem.rules.active, new_completions(problem.rules, width, k)
    masked = np.empty((2, width), np.float64)
    for row in range(begin, stop):
        user = users[row]
        items[row] = -1
        n = seat(problem, user, person)
        length = min(k, n)
        if ruled:
            length = seat_rules(problem.rules, person, n, k, plan)
        found = np.int64(0)
        if len(lambdas) == 0:
            starts[row, 0] = 0.0
            for rank in range(length):
                items[row, 0, rank] = person.items[rank]  # λ = 0: candidates come best first
            found = np.int64(length == 0)
        depth = np.int64(0) if length > 0 else np.int64(-1)
        if length > 0:
            start(problem, person, lists, n)
            children[0] = branch(
                problem, person, lists, n, depth, lambdas, 0.0, 1.0, scores, near, begins, picks,
                length, plan, masked,
            )
            at[0], ends[0] = 0, 1.0 if len(lambdas) == 0 else len(lambdas)
        while depth >= 0:
            if at[depth] == children[depth]:
                depth -= 1
                if depth >= 0:
                    untake(problem, user, person, lists, depth)
                continue
            child = at[depth]
            at[depth] += 1
            low = begins[depth, child]
            high = begins[depth, child + 1] if child + 1 < children[depth] else ends[depth]
            lists.chosen[depth] = picks[depth, child]
            if depth + 1 < length:
                take(problem, person, lists, n, depth)
                depth += 1
                at[depth], ends[depth] = 0, high
                children[depth] = branch(
                    problem, person, lists, n, depth, lambdas, low, high, scores, near, begins, picks,
                    length, plan, masked,
                )
            elif len(lambdas) > 0:
                for point in range(int(low), int(high)):
                    for rank in range(length):
                        items[row, point, rank] = person.items[lists.chosen[rank]]
            else:
                if found == 0 and not ruled and not in_relevance_order(lists, length):
                    found += 1  # equal relevance: right of 0 the gain decides, the list at 0 stands alone
                    low = np.nextafter(0.0, 1.0)
                if found == room:
                    found += 1
                    break
                starts[row, found] = low
                for rank in range(length):
                    items[row, found, rank] = person.items[lists.chosen[rank]]
                found += 1
        counts[row] = -1 if length > 0 and children[0] == 0 else found


@compiled(inline="always")
def branch(
    problem: Problem, person: Person, lists: Lists, n: int, depth: int, lambdas: FloatArray, low: float,
    high: float, scores: FloatArray, near: IndexArray, begins: FloatArray, picks: IndexArray,
    length: int, plan: Completions, masked: FloatArray,
) -> int:
    """The children of the list so far: with ``lambdas`` low and high are places in them, else values of λ."""
    relevance, gain, begin, pick = person.relevance, lists.gain[depth], begins[depth], picks[depth]
    lazy = depth > 0 and is_lazy(problem.kind)
    if problem.rules.active:
        if not open_up(problem.rules, person, n, lists.chosen, depth, length, plan):
            return 0
        for i in range(n):
            if lazy and plan.is_open[i]:
                refresh(problem, person, lists, n, depth, i)
            masked[0, i] = relevance[i] if plan.is_open[i] else NEVER
            masked[1, i] = gain[i] if plan.is_open[i] else NEVER
        relevance, gain, lazy = masked[0], masked[1], False
    if len(lambdas) == 0:
        if lazy:
            settle(problem, person, lists, n, depth, low, high, scores, near)
        return envelope(relevance, gain, n, low, high, scores, near, begin, pick)
    first, stop = int(low), int(high)
    if depth == 0:
        first, stop = 0, len(lambdas)
    elif lazy:
        settle(problem, person, lists, n, depth, lambdas[first], lambdas[stop - 1], scores, near)
    return grid_winners(relevance, gain, n, lambdas, first, stop, scores, near, begin, pick)


@compiled
def in_relevance_order(lists: Lists, length: int) -> bool:
    """Whether the list is that of λ = 0."""
    for rank in range(length):
        if lists.chosen[rank] != rank:
            return False
    return True
