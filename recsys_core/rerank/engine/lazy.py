"""Gains that are worked out only for candidates that can lead.

A gain that falls as the list grows is bounded by what it was for a shorter list. Where working it out is
dear, the old value stands in until the candidate comes near the lead.
"""

from __future__ import annotations

import numpy as np

from recsys_core.rerank.engine.arrays import Lists, Person, Problem
from recsys_core.rerank.engine.dispatch import refresh
from recsys_core.rerank.engine.envelope import crossing, leaders
from recsys_core.runtime.compilation import borrowing
from recsys_core.types import FloatArray, IndexArray

SEEDS = 3
"""Rounds in which the apparent leaders are worked out, before all who still reach above them are."""


@borrowing
def compute_leading_gains(
    problem: Problem,
    person: Person,
    lists: Lists,
    n: int,
    depth: int,
    low: float,
    high: float,
    scores: FloatArray,
    near: IndexArray,
) -> None:
    """Work out every gain that may matter between two λ.

    The better of two known lines is a valley; a line that is below it at both ends and at its bottom is below
    it everywhere.
    """
    relevance, gain, fresh = person.relevance, lists.gain[depth], lists.fresh[depth]
    best_low, best_high = np.int64(-1), np.int64(-1)
    for _ in range(SEEDS):
        for leader in leaders(relevance, gain, n, low, high, scores):
            if not fresh[leader]:
                refresh(problem, person, lists, n, depth, leader)
            if best_low < 0 or line(relevance, gain, leader, low) > line(relevance, gain, best_low, low):
                best_low = leader
            if best_high < 0 or line(relevance, gain, leader, high) > line(relevance, gain, best_high, high):
                best_high = leader
    x = min(high, max(low, crossing(relevance, gain, best_low, best_high)))
    bar_low, bar_high = line(relevance, gain, best_low, low), line(relevance, gain, best_high, high)
    bar = max(line(relevance, gain, best_low, x), line(relevance, gain, best_high, x))
    count = 0
    for i in range(n):
        near[count] = i
        above = line(relevance, gain, i, low) >= bar_low
        above |= line(relevance, gain, i, high) >= bar_high
        above |= line(relevance, gain, i, x) >= bar
        count += above & (not fresh[i])
    for j in range(count):
        refresh(problem, person, lists, n, depth, near[j])


@borrowing
def line(relevance: FloatArray, gain: FloatArray, i: int, x: float) -> float:
    """Score of a candidate at one λ."""
    return (1 - x) * relevance[i] + x * gain[i]
