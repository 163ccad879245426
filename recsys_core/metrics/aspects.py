"""Whether a list serves several interests of a user. Aspects are categories; an item may have many.

``aspects`` is (n_items, n_aspects), non-zero where an item has the aspect.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from recsys_core.runtime.compilation import compiled
from recsys_core.types import BoolArray, FloatArray, IndexArray


def alpha_dcg(lists: IndexArray, hits: BoolArray, aspects: FloatArray, *, alpha: float = 0.5) -> FloatArray:
    """α-DCG: each further hit with an aspect already served counts less (Clarke et al., SIGIR 2008).

    A hit at rank r adds ``Σ_aspects (1 - alpha)^(earlier hits with this aspect) / log2(r + 1)``.

    Args:
        lists: (n, k) item indices, padded with -1.
        hits: (n, k) bool.
        aspects: (n_items, n_aspects).
        alpha: in [0, 1]; 0 ignores repetition, 1 gives no credit for a repeated aspect.

    Returns:
        (n,) float64; a hit without any aspect adds nothing.

    Raises:
        ValueError: alpha is outside [0, 1], or shapes disagree.
    """
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha must lie in [0, 1], got {alpha}")
    if lists.shape != hits.shape:
        raise ValueError(f"lists {lists.shape} and hits {hits.shape} must share one shape")
    out = np.zeros(len(lists))
    _alpha_dcg(lists, hits, np.ascontiguousarray(aspects != 0), alpha, out)
    return out


def ideal_alpha_dcg(
    target: sparse.csr_matrix, aspects: FloatArray, k: int, *, alpha: float = 0.5
) -> FloatArray:
    """(n_users,) α-DCG of the best list of k relevant items, chosen greedily.

    The exact ideal is NP-hard; greedy is the convention (Clarke et al.; TREC's ndeval). A tie goes to the
    lower item index. Users without a relevant item that has an aspect get 0.
    """
    out = np.zeros(target.shape[0])
    _ideal(target.indptr, target.indices, np.ascontiguousarray(aspects != 0), k, alpha, out)
    return out


def alpha_ndcg(lists: IndexArray, hits: BoolArray, aspects: FloatArray, ideal: FloatArray) -> FloatArray:
    """α-nDCG: α-DCG over that of the user's ideal list, with alpha 0.5 (Clarke et al., SIGIR 2008).

    >>> aspects = np.array([[1, 0], [1, 0], [0, 1]])  # items 0 and 1 share the only aspect they have
    >>> lists, hits = np.array([[0, 1], [0, 2]]), np.ones((2, 2), bool)
    >>> ideal = np.full(2, 1 + 1 / np.log2(3))  # both users like one item of each aspect
    >>> alpha_ndcg(lists, hits, aspects, ideal).round(3)
    array([0.807, 1.   ])

    Args:
        lists: (n, k) item indices, padded with -1.
        hits: (n, k) bool.
        aspects: (n_items, n_aspects).
        ideal: (n,) from ``ideal_alpha_dcg`` for the user of each list.

    Returns:
        (n,) float64, 1 for an ideal list; 0 where the ideal is 0.
    """
    reached = alpha_dcg(lists, hits, aspects)
    return np.divide(reached, ideal, out=np.zeros(len(reached)), where=ideal > 0)


def aspect_recall(lists: IndexArray, aspects: FloatArray, wanted: BoolArray) -> FloatArray:
    """Share of the wanted aspects that some shown item has (subtopic recall, Zhai et al., SIGIR 2003).

    >>> aspects = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 1]])
    >>> aspect_recall(np.array([[0, 1]]), aspects, np.array([[True, True, True]])).round(3)
    array([0.667])

    Args:
        lists: (n, k) item indices, padded with -1.
        aspects: (n_items, n_aspects).
        wanted: (n, n_aspects) bool: aspects of the items that the user liked in the target. The shown item
            need not be liked itself; Elliot's ``SRecall`` requires that and divides by all aspects.

    Returns:
        (n,) in [0, 1]; 0 where nothing is wanted.
    """
    out = np.zeros(len(lists))
    _aspect_recall(lists, np.ascontiguousarray(aspects != 0), np.ascontiguousarray(wanted), out)
    return out


@compiled
def _alpha_dcg(lists: IndexArray, hits: BoolArray, has: BoolArray, alpha: float, out: FloatArray) -> None:
    left = np.empty(has.shape[1])
    for row in range(len(lists)):
        left[:] = 1.0
        for rank in range(lists.shape[1]):
            if hits[row, rank]:
                for aspect in range(has.shape[1]):
                    if has[lists[row, rank], aspect]:
                        out[row] += left[aspect] / np.log2(rank + 2.0)
                        left[aspect] *= 1.0 - alpha


@compiled
def _ideal(
    indptr: IndexArray, indices: IndexArray, has: BoolArray, k: int, alpha: float, out: FloatArray
) -> None:
    left = np.empty(has.shape[1])
    for user in range(len(out)):
        start, end = indptr[user], indptr[user + 1]
        taken = np.zeros(end - start, np.bool_)
        left[:] = 1.0
        for rank in range(min(k, end - start)):
            best, best_gain = -1, -1.0
            for position in range(end - start):
                gain = (left * has[indices[start + position]]).sum()
                if not taken[position] and gain > best_gain + 1e-12:
                    best, best_gain = position, gain
            taken[best] = True
            out[user] += best_gain / np.log2(rank + 2.0)
            for aspect in range(has.shape[1]):
                if has[indices[start + best], aspect]:
                    left[aspect] *= 1.0 - alpha


@compiled
def _aspect_recall(lists: IndexArray, has: BoolArray, wanted: BoolArray, out: FloatArray) -> None:
    for row in range(len(lists)):
        n_wanted, n_served = 0, 0
        for aspect in range(has.shape[1]):
            if wanted[row, aspect]:
                n_wanted += 1
                for item in lists[row]:
                    if item >= 0 and has[item, aspect]:
                        n_served += 1
                        break
        if n_wanted:
            out[row] = n_served / n_wanted
