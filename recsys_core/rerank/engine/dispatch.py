"""The gains by number, and the one place where kernels branch on it.

Kernels cannot take a function as an argument and still be kept on disk, so the registry is compiled into a
chain of branches on an integer: each link calls its own gain or the rest of the chain.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from recsys_core.rerank.engine.arrays import NEVER, Lists, Person, Problem, fill_similarity
from recsys_core.rerank.method import CompiledGain
from recsys_core.rerank.registry import REGISTRY
from recsys_core.runtime.compilation import borrowing, chained, inlined

NUMBERS = {name: number for number, name in enumerate(REGISTRY)}
"""The integer that stands for each reranker in ``Problem.kind``."""

SLACK = 1e-12
"""Added to an old gain that serves as an upper bound: more than rounding can raise a falling gain."""


def _chain(link: Callable[[int, CompiledGain, Any], Any], end: Any) -> Any:
    """Fold the rerankers with a gain into one kernel, the first in the registry outermost."""
    whole = end
    for name, reranker in reversed(REGISTRY.items()):
        if reranker.compiled is not None:
            whole = link(NUMBERS[name], reranker.compiled, whole)
    return whole


# --- The gains of the empty list


@borrowing
def _start_at_zero(problem: Problem, person: Person, lists: Lists, n: int) -> None:
    for i in range(n):
        lists.gain[0, i] = 0.0


def _start_link(number: int, compiled: CompiledGain, rest: Any) -> Any:
    begin = compiled.start
    if begin is None:
        return rest

    @chained
    def start_one(problem: Problem, person: Person, lists: Lists, n: int) -> None:
        if problem.kind == number:
            begin(problem, person, lists, n)
        else:
            rest(problem, person, lists, n)

    return start_one


start = _chain(_start_link, _start_at_zero)
"""``start(problem, person, lists, n)`` writes the gains of the empty list into row 0."""


# --- The gains after a pick


@borrowing
def _add_unknown(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    for i in range(n):
        lists.gain[depth + 1, i] = NEVER


def _add_link(number: int, compiled: CompiledGain, rest: Any) -> Any:
    step, reads_similarity = compiled.add, compiled.reads_similarity

    @chained
    def add_one(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
        if problem.kind == number:
            if reads_similarity:
                fill_similarity(problem, person, n, lists.chosen[depth])
            step(problem, person, lists, n, depth)
        else:
            rest(problem, person, lists, n, depth)

    return add_one


_add = _chain(_add_link, _add_unknown)


@inlined
def add_pick(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """Put candidate ``lists.chosen[depth]`` into the list: write the gains of the longer list."""
    _add(problem, person, lists, n, depth)
    if is_lazy(problem.kind):
        before, after, fresh = lists.gain[depth], lists.gain[depth + 1], lists.fresh[depth + 1]
        for i in range(n):
            after[i] = before[i] + SLACK
            fresh[i] = False
    for rank in range(depth + 1):
        lists.gain[depth + 1, lists.chosen[rank]] = NEVER
        lists.fresh[depth + 1, lists.chosen[rank]] = True
    person.relevance[lists.chosen[depth]] = NEVER


@inlined
def undo_pick(problem: Problem, user: int, person: Person, lists: Lists, depth: int) -> None:
    """Take the item of rank ``depth`` out again."""
    pick = lists.chosen[depth]
    person.relevance[pick] = problem.relevance[user, pick]


# --- Gains that wait until they matter, see ``lazy``

_LAZY = np.array([bool(entry.compiled and entry.compiled.of_one) for entry in REGISTRY.values()])


@inlined
def is_lazy(kind: int) -> bool:
    """Whether gains only fall and take long enough to wait."""
    return _LAZY[kind]


@borrowing
def _gain_of_nothing(
    problem: Problem, person: Person, lists: Lists, n: int, depth: int, candidate: int
) -> float:
    return lists.gain[depth, candidate]


def _gain_link(number: int, compiled: CompiledGain, rest: Any) -> Any:
    of_one = compiled.of_one
    if of_one is None:
        return rest

    @chained
    def gain_one(problem: Problem, person: Person, lists: Lists, n: int, depth: int, candidate: int) -> float:
        if problem.kind == number:
            gain = of_one(problem, person, lists, n, depth, candidate)
        else:
            gain = rest(problem, person, lists, n, depth, candidate)
        return gain

    return gain_one


_gain = _chain(_gain_link, _gain_of_nothing)


@borrowing
def refresh(problem: Problem, person: Person, lists: Lists, n: int, depth: int, candidate: int) -> None:
    """Compute the gain of a candidate that had only an upper bound."""
    lists.gain[depth, candidate] = _gain(problem, person, lists, n, depth, candidate)
    lists.fresh[depth, candidate] = True
