"""GIST: the most relevant list in which no two items are closer than the best distance for that."""

from __future__ import annotations

import numpy as np

from recsys_core.rerank.checks import check_inputs, check_similarity
from recsys_core.rerank.engine.arrays import Person, Problem, fill_similarity, load_user, new_person
from recsys_core.rerank.method import SPACE, Reranker
from recsys_core.runtime.compilation import borrowing, compiled
from recsys_core.types import FloatArray, IndexArray

MOST_ON_HULL = 4096
"""Lists of one person that are best at some λ; a few dozen are usual."""


def gist(relevance: FloatArray, similarity: FloatArray, k: int, *, lambda_: float) -> IndexArray:
    """Rerank by Greedy Independent Set Thresholding (Fahrbach et al., NeurIPS 2025).

    For every distance d that occurs: go down the relevance order and list each item at least d from all
    listed so far. Of these lists (full ones only) the one with the largest
    ``(1 - lambda_) * mean relevance + lambda_ * smallest distance in the list`` is shown, in relevance order.
    The paper tries distances on a geometric grid; here none is left out.

    Args:
        relevance: (n_candidates,), in [0, 1], best first.
        similarity: (n_candidates, n_candidates), in [-1, 1]; row: item in the list, column: candidate.
        k: list length; fewer come back when candidates are fewer.
        lambda_: 0 keeps relevance order, 1 looks at the smallest distance alone.

    Returns:
        (min(k, n_candidates),) positions in relevance order; of equally good lists the most relevant.

    Raises:
        ValueError: shapes disagree, relevance rises, k < 1, or lambda_ is outside [0, 1].

    The second item repeats the first, so the third is shown in its place:

    >>> similarity = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> gist(np.array([1.0, 0.9, 0.3]), similarity, 2, lambda_=0.5).tolist()
    [0, 2]
    """
    check_inputs(relevance, k, lambda_)
    check_similarity(similarity, len(relevance))
    if np.any(np.diff(relevance) > 0):
        raise ValueError("candidates must come best first: relevance rises")
    relevance, distance = np.asarray(relevance, float), 1.0 - np.asarray(similarity, float)
    length = min(k, len(relevance))
    best, most = np.arange(length), -np.inf
    for least in np.unique(np.append(distance, -np.inf)):
        listed: list[int] = []
        for item in range(len(relevance)):
            if len(listed) < length and np.all(distance[listed, item] >= least):
                listed.append(item)
        if len(listed) < length or length == 0:
            continue
        worth = (1 - lambda_) * relevance[listed].mean() + lambda_ * closest(distance, listed)
        if worth > most:
            best, most = np.array(listed), worth
    return best


def closest(distance: FloatArray, listed: list[int]) -> float:
    """Smallest distance of a listed item to one listed before it; 0 for a single item, which has no pair."""
    return min((distance[a, b] for at, b in enumerate(listed) for a in listed[:at]), default=0.0)


@compiled(nogil=True)
def walk_gist(
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
    """Write the lists of ``users[begin:stop]``; arguments as in ``walk.walk``.

    A list for d whose smallest distance is D is the list for every distance up to D, so the next one to try
    is just above D: all lists are found without a grid. Which is best at which λ is their upper hull.
    """
    room = items.shape[1]
    person = new_person(problem)
    hull = np.empty((MOST_ON_HULL + 1, k), np.int64)  # lists on the hull, by rising distance
    worth = np.empty((MOST_ON_HULL + 1, 2), np.float64)  # their mean relevance and smallest distance
    for row in range(begin, stop):
        n = load_user(problem, users[row], person)
        length = min(k, n)
        items[row] = -1
        starts[row, 0] = 0.0
        size = hull_of(problem, person, n, length, hull, worth)
        found = np.int64(0)
        for at in range(size):
            low = 0.0 if at == 0 else takeover_lambda(worth, at)
            high = takeover_lambda(worth, at + 1) if at + 1 < size else 2.0
            if len(lambdas) > 0:
                for point in range(len(lambdas)):
                    if low <= lambdas[point] < high:
                        for rank in range(length):
                            items[row, point, rank] = person.items[hull[at, rank]]
            else:
                if found == room:
                    found += 1
                    break
                starts[row, found] = low
                for rank in range(length):
                    items[row, found, rank] = person.items[hull[at, rank]]
                found += 1
        counts[row] = found


@borrowing
def takeover_lambda(worth: FloatArray, at: int) -> float:
    """The λ at which list ``at`` of the hull takes over from the one before, above 0 in any case."""
    lost = worth[at - 1, 0] - worth[at, 0]
    won = worth[at, 1] - worth[at - 1, 1]
    return max(lost / (lost + won), np.nextafter(0.0, 1.0))


@borrowing
def hull_of(
    problem: Problem, person: Person, n: int, length: int, hull: IndexArray, worth: FloatArray
) -> int:
    """Find the lists that are best at some λ; returns how many there are, the first is relevance order."""
    if length == 0:
        return 1
    size, least = 0, -np.inf
    while True:
        listed, near, total = 0, np.inf, 0.0
        for item in range(n):
            to_list = np.inf
            for rank in range(listed):
                other = hull[size, rank]
                fill_similarity(problem, person, n, other)
                to_list = min(to_list, 1.0 - person.similarity[other, item])
                if to_list < least:
                    break
            if to_list >= least:
                hull[size, listed] = item
                listed += 1
                near = min(near, to_list)
                total += person.relevance[item]
                if listed == length:
                    break
        if listed < length:
            if listed <= 1:
                return size
            least = np.nextafter(near, np.inf)
            continue
        mean = total / length
        while size > 1 and not bends(worth, size, mean, near):
            size -= 1  # never best: the new list or the one before is at least as good everywhere
            for rank in range(length):
                hull[size, rank] = hull[size + 1, rank]
        worth[size, 0], worth[size, 1] = mean, near
        size += 1
        if length == 1:
            return size
        if size == MOST_ON_HULL:
            raise RuntimeError("a person has more GIST lists than there is room for")
        least = np.nextafter(near, np.inf)


@borrowing
def bends(worth: FloatArray, size: int, mean: float, near: float) -> bool:
    """Whether the last list of the hull stays on it when a list of larger distance comes."""
    lost, won = worth[size - 1, 0] - mean, near - worth[size - 1, 1]
    lost_before = worth[size - 2, 0] - worth[size - 1, 0]
    won_before = worth[size - 1, 1] - worth[size - 2, 1]
    return lost * won_before > lost_before * won


GIST = Reranker(
    name="gist",
    title="No two items closer than a distance (GIST)",
    good_at="Holds the closest pair of the whole list apart, at the least loss of relevance it finds.",
    function=gist,
    needs=SPACE,
    walk=walk_gist,
    repeats=1.0,
)
