"""The depth-first walk over the greedy tree, over the whole of λ or over given values of it.

A node is a list so far with the stretch of λ in which greedy reranking builds it. Its children are the next
picks, each with its part of the stretch. Undoing a pick only means stepping back a row, so every list costs
no more than the ranks in which it differs from the one before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from recsys_core.rerank.engine.arrays import NEVER, Lists, Person, Problem, load_user, new_lists, new_person
from recsys_core.rerank.engine.dispatch import add_pick, is_lazy, refresh, start, undo_pick
from recsys_core.rerank.engine.envelope import envelope, grid_envelope
from recsys_core.rerank.engine.lazy import compute_leading_gains
from recsys_core.rerank.rules.arrays import Completions, new_completions
from recsys_core.rerank.rules.feasible import load_rules, open_candidates
from recsys_core.runtime.compilation import borrowing, compiled, inlined
from recsys_core.types import FloatArray, IndexArray


class Tree(NamedTuple):
    """The nodes from the root to the list so far; row ``d`` belongs to a list of ``d`` items.

    Attributes:
        begins, picks: (k, n_candidates + 1) where each child begins and which candidate it takes.
        ends: (k,) where the node itself ends.
        children, at: (k,) int64, how many children there are and which is next.
        scores: (2, n_candidates) float64, room.
        near: (n_candidates,) int64, room.
        masked: (2, n_candidates) float64, relevance and gain of those whom the rules allow.
    """

    begins: FloatArray
    picks: IndexArray
    ends: FloatArray
    children: IndexArray
    at: IndexArray
    scores: FloatArray
    near: IndexArray
    masked: FloatArray


@compiled(nogil=True)
def walk(
    problem: Problem,
    k: int,
    lambdas: FloatArray,
    users: IndexArray,
    starts: FloatArray,
    items: IndexArray,
    counts: IndexArray,
    begin: int,
    stop: int,
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
    width = problem.items.shape[1]
    person, lists = new_person(problem), new_lists(problem, k)
    plan = new_completions(problem.rules, width, k)
    tree = Tree(
        np.empty((k, width + 1), np.float64),
        np.empty((k, width + 1), np.int64),
        np.empty(k, np.float64),
        np.empty(k, np.int64),
        np.empty(k, np.int64),
        np.empty((2, width), np.float64),
        np.empty(width, np.int64),
        np.empty((2, width), np.float64),
    )
    for row in range(begin, stop):
        counts[row] = walk_person(
            problem, k, lambdas, users[row], person, lists, plan, tree, starts[row], items[row]
        )


@borrowing
def walk_person(
    problem: Problem,
    k: int,
    lambdas: FloatArray,
    user: int,
    person: Person,
    lists: Lists,
    plan: Completions,
    tree: Tree,
    starts: FloatArray,
    items: IndexArray,
) -> int:
    """Write one person's lists; returns their number as ``walk`` counts them."""
    room, whole, ruled = items.shape[0], len(lambdas) == 0, problem.rules.active
    at, children, ends = tree.at, tree.children, tree.ends
    items[:] = -1
    n = load_user(problem, user, person)
    length = load_rules(problem.rules, person, n, k, plan) if ruled else min(k, n)
    if whole:
        starts[0] = 0.0
        for rank in range(length):
            items[0, rank] = person.items[rank]  # λ = 0: candidates come best first
    if length == 0:
        return 1
    start(problem, person, lists, n)
    depth, found = np.int64(0), 0
    at[0], ends[0] = 0, 1.0 if whole else len(lambdas)
    children[0] = branch(problem, person, lists, plan, tree, n, depth, lambdas, 0.0, ends[0], length)
    if children[0] == 0:
        return -1
    while depth >= 0:
        if at[depth] == children[depth]:
            depth -= 1
            if depth >= 0:
                undo_pick(problem, user, person, lists, depth)
            continue
        child = at[depth]
        at[depth] += 1
        low = tree.begins[depth, child]
        high = tree.begins[depth, child + 1] if child + 1 < children[depth] else ends[depth]
        lists.chosen[depth] = tree.picks[depth, child]
        if depth + 1 < length:
            add_pick(problem, person, lists, n, depth)
            depth += 1
            at[depth], ends[depth] = 0, high
            children[depth] = branch(problem, person, lists, plan, tree, n, depth, lambdas, low, high, length)
        elif not whole:
            for point in range(int(low), int(high)):
                write(person, lists, length, items[point])
        else:
            if found == 0 and not ruled and not in_relevance_order(lists, length):
                found += 1  # equal relevance: right of 0 the gain decides, the list at 0 stands alone
                low = np.nextafter(0.0, 1.0)
            if found == room:
                return room + 1
            starts[found] = low
            write(person, lists, length, items[found])
            found += 1
    return found


@inlined
def branch(
    problem: Problem,
    person: Person,
    lists: Lists,
    plan: Completions,
    tree: Tree,
    n: int,
    depth: int,
    lambdas: FloatArray,
    low: float,
    high: float,
    length: int,
) -> int:
    """The children of the list so far: with ``lambdas`` low and high are places in them, else values of λ."""
    relevance, gain = person.relevance, lists.gain[depth]
    scores, near, begin, pick = tree.scores, tree.near, tree.begins[depth], tree.picks[depth]
    lazy = depth > 0 and is_lazy(problem.kind)
    if problem.rules.active:
        if not open_candidates(problem.rules, person, n, lists.chosen, depth, length, plan):
            return 0
        relevance, gain = tree.masked[0], tree.masked[1]
        for i in range(n):
            if lazy and plan.is_open[i]:
                refresh(problem, person, lists, n, depth, i)
            relevance[i] = person.relevance[i] if plan.is_open[i] else NEVER
            gain[i] = lists.gain[depth, i] if plan.is_open[i] else NEVER
        lazy = False
    if len(lambdas) == 0:
        if lazy:
            compute_leading_gains(problem, person, lists, n, depth, low, high, scores, near)
        return envelope(relevance, gain, n, low, high, scores, near, begin, pick)
    first, stop = int(low), int(high)
    if lazy:
        bottom, top = lambdas[first], lambdas[stop - 1]
        compute_leading_gains(problem, person, lists, n, depth, bottom, top, scores, near)
    return grid_envelope(relevance, gain, n, lambdas, first, stop, scores, near, begin, pick)


@inlined
def write(person: Person, lists: Lists, length: int, out: IndexArray) -> None:
    """Write the list so far as item indices."""
    for rank in range(length):
        out[rank] = person.items[lists.chosen[rank]]


@borrowing
def in_relevance_order(lists: Lists, length: int) -> bool:
    """Whether the list is that of λ = 0."""
    for rank in range(length):
        if lists.chosen[rank] != rank:
            return False
    return True
