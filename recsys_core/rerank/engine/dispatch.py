"""The gains by number, and the one place where a kernel branches on it.

A branch on an integer instead of a function argument: numba can keep the result on disk.
"""

from __future__ import annotations

import numpy as np

from recsys_core.rerank.baselines import draw, take_nothing
from recsys_core.rerank.calibration import start_calibration, take_calibration
from recsys_core.rerank.cover import gain_cover, start_cover, take_cover
from recsys_core.rerank.dpp import gain_dpp, take_dpp
from recsys_core.rerank.engine.arrays import NEVER, Lists, Person, Problem, fill_similarity
from recsys_core.rerank.engine.projection import start_projection
from recsys_core.rerank.mmr import take_mmr
from recsys_core.rerank.msd import take_msd
from recsys_core.rerank.ssd import gain_ssd, take_ssd
from recsys_core.rerank.xquad import gain_xquad, start_xquad, take_xquad
from recsys_core.runtime.compilation import borrowing, inlined

NONE, RANDOM, MMR, MSD, DPP, COVER, SSD, XQUAD, CALIBRATION = range(9)
GIST = 9  # chooses whole lists: it has no gain and a walk of its own

SLACK = 1e-12
"""Added to an old gain that serves as an upper bound: more than rounding can raise a falling gain."""


@inlined
def is_lazy(kind: int) -> bool:
    """Whether gains only fall and are dear enough to wait, see ``lazy``."""
    return kind == COVER or kind == XQUAD


@borrowing
def start(problem: Problem, person: Person, lists: Lists, n: int) -> None:
    """Write the gains of the empty list into row 0."""
    kind = problem.kind
    if kind == DPP:
        start_projection(problem, person, lists, n)
        gain_dpp(lists, n, np.int64(0))
    elif kind == SSD:
        start_projection(problem, person, lists, n)
        gain_ssd(lists, n, np.int64(0))
    elif kind == COVER:
        start_cover(problem, person, lists, n)
    elif kind == XQUAD:
        start_xquad(problem, person, lists, n)
    elif kind == CALIBRATION:
        start_calibration(problem, person, lists, n)
    elif kind == RANDOM:
        draw(person.items, n, int(problem.parameter), lists.gain[0])
    else:
        for i in range(n):
            lists.gain[0, i] = 0.0


@inlined
def take(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """Put candidate ``lists.chosen[depth]`` into the list: write the gains of the longer list."""
    kind = problem.kind
    if MMR <= kind <= SSD:
        fill_similarity(problem, person, n, lists.chosen[depth])
    if kind == MMR:
        take_mmr(person, lists, n, depth)
    elif kind == MSD:
        take_msd(person, lists, n, depth)
    elif kind == DPP:
        take_dpp(person, lists, n, depth)
    elif kind == COVER:
        take_cover(person, lists, n, depth)
    elif kind == SSD:
        take_ssd(problem, person, lists, n, depth)
    elif kind == XQUAD:
        take_xquad(problem, person, lists, n, depth)
    elif kind == CALIBRATION:
        take_calibration(problem, person, lists, n, depth)
    else:
        take_nothing(lists, n, depth)
    if is_lazy(kind):
        before, after, fresh = lists.gain[depth], lists.gain[depth + 1], lists.fresh[depth + 1]
        for i in range(n):
            after[i] = before[i] + SLACK
            fresh[i] = False
    for rank in range(depth + 1):
        lists.gain[depth + 1, lists.chosen[rank]] = NEVER
        lists.fresh[depth + 1, lists.chosen[rank]] = True
    person.relevance[lists.chosen[depth]] = NEVER


@inlined
def untake(problem: Problem, user: int, person: Person, lists: Lists, depth: int) -> None:
    """Take the item of rank ``depth`` out again."""
    pick = lists.chosen[depth]
    person.relevance[pick] = problem.relevance[user, pick]


@borrowing
def refresh(problem: Problem, person: Person, lists: Lists, n: int, depth: int, candidate: int) -> None:
    """Work out the gain of a candidate that had only an upper bound."""
    if problem.kind == COVER:
        gain = gain_cover(person, lists, n, depth, candidate)
    else:
        gain = gain_xquad(problem, person, lists, depth, candidate)
    lists.gain[depth, candidate] = gain
    lists.fresh[depth, candidate] = True
