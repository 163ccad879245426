"""Who is taken next, as a function of λ: the upper envelope of the candidates' straight lines.

Candidate i scores ``(1 - λ) · relevance[i] + λ · gain[i]``. A candidate that leads at both ends of an
interval leads throughout. Otherwise let the two leaders' lines cross at x: any third line that leads in
between must be above both at x, since their maximum is a valley with its bottom there. So two or three passes
over the candidates settle an interval; only the few that are above at x are compared among each other.
"""

from __future__ import annotations

import numpy as np

from recsys_core.runtime.compilation import borrowing
from recsys_core.types import FloatArray, IndexArray

NARROWEST = 1e-12
"""Stretches of λ narrower than this are dropped: rounding could not tell them from nothing."""

CLOSE = 1e-13
"""Scores this close count as equal when third lines are looked for, so that no tie is missed."""

_MAGNITUDE = np.int64(0x7FFFFFFFFFFFFFFF)
_LOWEST = np.int64(-0x7FFFFFFFFFFFFFFF)


@borrowing
def leaders(
    relevance: FloatArray, gain: FloatArray, n: int, low: float, high: float, scores: FloatArray
) -> tuple[int, int]:
    """Who scores most at each of two λ; a tie goes to the lower position. ``scores`` (2, n) is room.

    The bits of a float, those of the magnitude flipped where it is negative, order as integers like the
    floats themselves. Largest integers are found four at a time, largest floats only one by one. Adding 0.0
    makes -0.0 equal to 0.0.
    """
    for i in range(n):
        scores[0, i] = (1 - low) * relevance[i] + low * gain[i] + 0.0
        scores[1, i] = (1 - high) * relevance[i] + high * gain[i] + 0.0
    bits = scores.view(np.int64)
    most_low, most_high = _LOWEST, _LOWEST
    for i in range(n):
        at_low, at_high = bits[0, i], bits[1, i]
        most_low = max(most_low, at_low ^ ((at_low >> 63) & _MAGNITUDE))
        most_high = max(most_high, at_high ^ ((at_high >> 63) & _MAGNITUDE))
    most_low ^= (most_low >> 63) & _MAGNITUDE
    most_high ^= (most_high >> 63) & _MAGNITUDE
    return first_with(bits, 0, n, most_low), first_with(bits, 1, n, most_high)


@borrowing
def first_with(bits: IndexArray, end: int, n: int, value: int) -> int:
    """The lowest position with the value."""
    for i in range(n):
        if bits[end, i] == value:
            return i
    return 0


@borrowing
def crossing(relevance: FloatArray, gain: FloatArray, a: int, b: int) -> float:
    """The λ at which the lines of ``a`` and ``b`` meet; 0 when they are parallel."""
    falls = (relevance[a] - gain[a]) - (relevance[b] - gain[b])
    if falls == 0:
        return 0.0
    return (relevance[a] - relevance[b]) / falls


@borrowing
def near_top(
    relevance: FloatArray,
    gain: FloatArray,
    n: int,
    a: int,
    b: int,
    low: float,
    high: float,
    scores: FloatArray,
    near: IndexArray,
) -> int:
    """Ascending positions of all that may lead between the leaders ``a`` (low) and ``b`` (high)."""
    x = min(high, max(low, crossing(relevance, gain, a, b)))
    bar = (1 - x) * relevance[a] + x * gain[a]
    bar = max(bar, (1 - x) * relevance[b] + x * gain[b]) - CLOSE
    for i in range(n):
        scores[0, i] = (1 - x) * relevance[i] + x * gain[i]
    scores[0, a] = scores[0, b] = np.inf
    count = 0
    for i in range(n):
        if scores[0, i] >= bar:
            near[count] = i
            count += 1
    return count


@borrowing
def grid_envelope(
    relevance: FloatArray,
    gain: FloatArray,
    n: int,
    lambdas: FloatArray,
    first: int,
    stop: int,
    scores: FloatArray,
    near: IndexArray,
    starts: FloatArray,
    picks: IndexArray,
) -> int:
    """All leaders at ``lambdas[first:stop]`` (ascending): ``picks[s]`` from place ``starts[s]`` on.

    A tie goes to the lower position. As in ``envelope``, only a steeper line can take over: when scores are
    one rounding apart, the argmax alone could flip back and forth. So every line leads at most once, and
    ``starts`` and ``picks`` never need room for more than ``n`` entries. Returns how many there are.
    """
    a, b = leaders(relevance, gain, n, lambdas[first], lambdas[stop - 1], scores)
    starts[0] = first
    picks[0] = a
    if a == b:
        return 1
    found, now, slope = 1, a, gain[a] - relevance[a]
    count = near_top(relevance, gain, n, a, b, lambdas[first], lambdas[stop - 1], scores, near)
    for point in range(first + 1, stop):
        x = lambdas[point]
        best, most = now, (1 - x) * relevance[now] + x * gain[now]
        for j in range(count):
            i = near[j]
            if gain[i] - relevance[i] > slope:
                score = (1 - x) * relevance[i] + x * gain[i]
                if score > most or (score == most and i < best):
                    best, most = i, score
        if best != now:
            starts[found] = point
            picks[found] = best
            found += 1
            now, slope = best, gain[best] - relevance[best]
    return found


@borrowing
def envelope(
    relevance: FloatArray,
    gain: FloatArray,
    n: int,
    low: float,
    high: float,
    scores: FloatArray,
    near: IndexArray,
    starts: FloatArray,
    picks: IndexArray,
) -> int:
    """All leaders between two λ: ``picks[s]`` leads from ``starts[s]`` on. Returns how many there are.

    Where lines tie at ``low`` or ``high`` alone, the stretch of the one that does not lead inside has no
    width and is dropped with the narrow ones; identical lines go to the lower position.
    """
    a, b = leaders(relevance, gain, n, low, high, scores)
    starts[0] = low
    picks[0] = a
    if a == b:
        return 1
    count = near_top(relevance, gain, n, a, b, low, high, scores, near)
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
