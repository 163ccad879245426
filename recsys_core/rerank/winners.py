"""Who is taken next, as a function of λ: the upper envelope of the candidates' straight lines.

Candidate i scores ``(1 - λ) · relevance[i] + λ · gain[i]``. A candidate that leads at both ends of an
interval leads throughout. Otherwise let the two leaders' lines cross at x: any third line that leads in
between must be above both at x, since their maximum is a valley with its bottom there. So two or three passes
over the candidates settle an interval; only the few that are above at x are compared among each other.
"""

from __future__ import annotations

import numpy as np

from recsys_core.compilation import compiled
from recsys_core.types import FloatArray, IndexArray

NARROWEST = 1e-12
"""Stretches of λ narrower than this are dropped: rounding could not tell them from nothing."""

CLOSE = 1e-13
"""Scores this close count as equal when third lines are looked for, so that no tie is missed."""

_FAST = {"nnan", "nsz"}  # there are no nans; the order of additions is kept


@compiled(fastmath=_FAST)
def score_both(
    relevance: FloatArray, gain: FloatArray, n: int, low: float, high: float, scores: FloatArray
) -> tuple[float, float]:
    """Scores of all candidates at two λ into ``scores`` (2, n); returns both maxima."""
    at_low, at_high = scores[0], scores[1]
    most_low, most_high = -np.inf, -np.inf
    for i in range(n):
        a = (1 - low) * relevance[i] + low * gain[i]
        b = (1 - high) * relevance[i] + high * gain[i]
        at_low[i] = a
        at_high[i] = b
        most_low = max(most_low, a)
        most_high = max(most_high, b)
    return most_low, most_high


@compiled
def first_with(scores: FloatArray, n: int, value: float) -> int:
    """The lowest position whose score is ``value``."""
    for i in range(n):
        if scores[i] == value:
            return i
    return 0


@compiled
def crossing(relevance: FloatArray, gain: FloatArray, a: int, b: int) -> float:
    """The λ at which the lines of ``a`` and ``b`` meet; 0 when they are parallel."""
    falls = (relevance[a] - gain[a]) - (relevance[b] - gain[b])
    if falls == 0:
        return 0.0
    return (relevance[a] - relevance[b]) / falls


@compiled
def near_top(
    relevance: FloatArray, gain: FloatArray, n: int, a: int, b: int, low: float, high: float, near: IndexArray
) -> int:
    """Ascending positions of all that may lead between the leaders ``a`` (low) and ``b`` (high)."""
    x = min(high, max(low, crossing(relevance, gain, a, b)))
    bar = (1 - x) * relevance[a] + x * gain[a]
    bar = max(bar, (1 - x) * relevance[b] + x * gain[b]) - CLOSE
    count = 0
    for i in range(n):
        near[count] = i
        count += ((1 - x) * relevance[i] + x * gain[i] >= bar) | (i == a) | (i == b)
    return count


@compiled
def grid_winners(
    relevance: FloatArray, gain: FloatArray, n: int, lambdas: FloatArray, first: int, stop: int,
    scores: FloatArray, near: IndexArray, starts: FloatArray, picks: IndexArray,
) -> int:
    """All leaders at ``lambdas[first:stop]`` (ascending): ``picks[s]`` from place ``starts[s]`` on.

    A tie goes to the lower position. Returns how many there are.
    """
    most_low, most_high = score_both(relevance, gain, n, lambdas[first], lambdas[stop - 1], scores)
    a = first_with(scores[0], n, most_low)
    b = first_with(scores[1], n, most_high)
    starts[0] = first
    picks[0] = a
    if a == b:
        return 1
    found = 1
    count = near_top(relevance, gain, n, a, b, lambdas[first], lambdas[stop - 1], near)
    for point in range(first + 1, stop):
        x = lambdas[point]
        best, most = near[0], -np.inf
        for j in range(count):
            i = near[j]
            score = (1 - x) * relevance[i] + x * gain[i]
            if score > most:
                best, most = i, score
        if point == stop - 1:
            best = b
        if best != picks[found - 1]:
            starts[found] = point
            picks[found] = best
            found += 1
    return found


@compiled(inline="always")
def envelope(
    relevance: FloatArray, gain: FloatArray, n: int, low: float, high: float,
    scores: FloatArray, near: IndexArray, starts: FloatArray, picks: IndexArray,
) -> int:
    """All leaders between two λ: ``picks[s]`` leads from ``starts[s]`` on. Returns how many there are.

    Where lines tie at ``low`` or ``high`` alone, the stretch of the one that does not lead inside has no
    width and is dropped with the narrow ones; identical lines go to the lower position.
    """
    most_low, most_high = score_both(relevance, gain, n, low, high, scores)
    a = first_with(scores[0], n, most_low)
    b = first_with(scores[1], n, most_high)
    starts[0] = low
    picks[0] = a
    if a == b:
        return 1
    count = near_top(relevance, gain, n, a, b, low, high, near)
    found, now, x = 1, a, low
    while now != b:
        slope = gain[now] - relevance[now]
        then, where, steep = -1, high, -np.inf
        for j in range(count):
            i = near[j]
            rise = gain[i] - relevance[i]
            if rise > slope:
                meets = (relevance[now] - relevance[i]) / (rise - slope)
                if meets < where or (meets == where and then >= 0 and rise > steep):
                    then, where, steep = i, meets, rise
        if then < 0 or where >= high - NARROWEST:
            break
        where = max(where, x)
        if where - x < NARROWEST:
            picks[found - 1] = then  # the stretch of ``now`` is too narrow to keep
        else:
            starts[found] = where
            picks[found] = then
            found += 1
        now, x = then, where
    return found
