"""Faults that published tools have had, each computed beside the right answer on a handful of items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from recsys_core.metrics.accuracy import precision
from recsys_core.metrics.coverage import coverage, exposure
from recsys_core.metrics.hits import hits
from recsys_core.rerank.dpp import dpp
from recsys_core.rerank.mmr import mmr
from recsys_core.types import FloatArray, IndexArray

STARS = np.array([5.0, 4.0, 2.0])
"""Ratings of the three items of a list, as shown, in the case of NDCG."""

CATALOGUE, KNOWN = 12, 8
SHOWN = np.array([[0, 1, 2, 8], [3, 4, 9, 10], [5, 6, 7, 11]])
"""Lists in the case of coverage: items from KNOWN on are new, the training data do not have them."""

REPEATED, LIKED = np.array([[0, 1, 0, 2, 3]]), (0, 2)
"""The list in the case of the duplicate, and the items that the person likes."""

LAMBDA = 0.2
DPP_LAMBDA = 0.5
LENGTH = 4


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        name: what it is filed under.
        wrong: what the faulty tool gives: a figure, or positions of a list.
        right: what is right.
    """

    name: str
    wrong: float | tuple[int, ...]
    right: float | tuple[int, ...]


def tool_faults(relevance: FloatArray, similarity: FloatArray, repeated: FloatArray) -> tuple[Fault, ...]:
    """Compute all six, wrong and right.

    Args:
        relevance: (n,) of the items that the lists are made of, in [0, 1], best first.
        similarity: (n, n) of the same items.
        repeated: (n, n) similarity of the same items with copies among them: its rank is below LENGTH.
    """
    target = sparse.csr_matrix((np.ones(len(LIKED)), ([0] * len(LIKED), LIKED)), shape=(1, 4))
    marked = hits(REPEATED, np.array([0]), target)
    counts = exposure(SHOWN, CATALOGUE)
    return (
        Fault("ndcg", graded_ndcg(STARS, linear_ideal=True), graded_ndcg(STARS)),
        Fault("coverage", float(np.count_nonzero(counts) / KNOWN), coverage(counts)),
        Fault(
            "turned",
            _list(mmr(relevance, similarity, LENGTH, lambda_=1 - LAMBDA)),
            _list(mmr(relevance, similarity, LENGTH, lambda_=LAMBDA)),
        ),
        Fault(
            "rank",
            _list(determinants_alone(relevance, repeated, LENGTH, DPP_LAMBDA)),
            _list(dpp(relevance, repeated, LENGTH, lambda_=DPP_LAMBDA)),
        ),
        Fault("twice", float(np.isin(REPEATED, LIKED).mean()), float(precision(marked)[0])),
        Fault(
            "scale",
            _list(mmr(1 + 4 * relevance, similarity, LENGTH, lambda_=0.5)),
            _list(mmr(relevance, similarity, LENGTH, lambda_=0.5)),
        ),
    )


def graded_ndcg(stars: FloatArray, *, linear_ideal: bool = False) -> float:
    """NDCG with gains ``2^stars - 1`` of a list that holds all rated items.

    Args:
        stars: (k,) ratings of the list, as shown.
        linear_ideal: the fault: the ideal list is given the plain ratings as gains.

    >>> round(graded_ndcg(np.array([2.0, 5.0])), 3)
    0.686
    """
    discount = 1 / np.log2(np.arange(2, len(stars) + 2))
    ideal = np.sort(stars)[::-1]
    best = ideal if linear_ideal else 2**ideal - 1
    return float((2**stars - 1) @ discount / (best @ discount))


def determinants_alone(relevance: FloatArray, similarity: FloatArray, k: int, lambda_: float) -> IndexArray:
    """Greedy DPP by determinants, without a floor: the fault past the rank of the vectors.

    There every determinant is 0, its logarithm minus infinity for every item alike, and the largest of equal
    scores is the first: an item that the list has already.
    """
    chosen: list[int] = []
    for _ in range(k):
        before = np.linalg.det(similarity[np.ix_(chosen, chosen)]) if chosen else 1.0
        scores = np.full(len(relevance), -np.inf)
        for item in sorted(set(range(len(relevance))) - set(chosen)):
            longer = [*chosen, item]
            determinant = max(float(np.linalg.det(similarity[np.ix_(longer, longer)])), 0.0)
            with np.errstate(divide="ignore"):
                scores[item] = (1 - lambda_) * relevance[item] + lambda_ * np.log(determinant / before)
        chosen.append(int(np.argmax(scores)))
    return np.array(chosen, dtype=np.intp)


def _list(positions: IndexArray) -> tuple[int, ...]:
    return tuple(int(position) for position in positions)
