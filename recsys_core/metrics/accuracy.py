"""Accuracy of a ranking: how many of the items that a user liked it shows, and how early.

Every function takes ``hits`` (n, k) bool, true where the item at that rank is relevant; some also take
``n_relevant`` (n,), the number of relevant items each user has in all. They return (n,) float64, one value a
list. A list shorter than k counts as a list that ends in misses. A user without a relevant item gets 0
everywhere; leave such users out of the mean.
"""

from __future__ import annotations

import numpy as np

from recsys_core.types import BoolArray, FloatArray, IndexArray


def precision(hits: BoolArray) -> FloatArray:
    """Share of the k ranks that hold a relevant item (Cleverdon, 1967).

    The divisor is k even for shorter lists: an empty rank is a miss. scikit-learn's ``precision_score``
    divides by the number of items shown instead.

    >>> precision(np.array([[True, False, True, False]]))
    array([0.5])
    """
    return hits.sum(axis=1) / max(hits.shape[1], 1)


def recall(hits: BoolArray, n_relevant: IndexArray) -> FloatArray:
    """Share of the user's relevant items that are shown (Cleverdon, 1967).

    ranx, RecTools and Cornac agree. LensKit divides by ``min(k, n_relevant)``, which differs for users with
    more than k relevant items.

    >>> recall(np.array([[True, False, True, False]]), np.array([8]))
    array([0.25])
    """
    return hits.sum(axis=1) / np.maximum(n_relevant, 1)


def f1(hits: BoolArray, n_relevant: IndexArray) -> FloatArray:
    """Harmonic mean of precision and recall (van Rijsbergen, 1979); 0 without a hit.

    Average it over users: the F1 of mean precision and mean recall is another number.

    >>> f1(np.array([[True, False, True, False]]), np.array([4]))  # precision 1/2, recall 1/2
    array([0.5])
    """
    both = np.maximum(hits.shape[1] + np.asarray(n_relevant, np.float64), 1.0)
    return np.asarray(2.0 * hits.sum(axis=1) / both)


def hit_rate(hits: BoolArray) -> FloatArray:
    """1 where at least one relevant item is shown, else 0 (Deshpande & Karypis, TOIS 2004).

    >>> hit_rate(np.array([[False, True], [False, False]]))
    array([1., 0.])
    """
    return np.asarray(hits.any(axis=1), np.float64)


def reciprocal_rank(hits: BoolArray) -> FloatArray:
    """1 / rank of the first relevant item, 0 without one (Voorhees, TREC-8 1999). Its mean is MRR.

    >>> reciprocal_rank(np.array([[False, True, True], [True, False, False]]))
    array([0.5, 1. ])
    """
    if not hits.shape[1]:
        return np.zeros(len(hits))
    return np.where(hits.any(axis=1), 1.0 / (hits.argmax(axis=1) + 1), 0.0)


def average_precision(hits: BoolArray, n_relevant: IndexArray, *, reachable: bool = True) -> FloatArray:
    """Mean of the precision at the rank of each hit (Buckley & Voorhees, SIGIR 2000). Its mean is MAP.

    >>> average_precision(np.array([[True, False, False, True]]), np.array([2]))  # (1/1 + 2/4) / 2
    array([0.75])

    Args:
        hits: (n, k) bool.
        n_relevant: (n,) relevant items of the user.
        reachable: divide by ``min(k, n_relevant)``, the most hits that a list of k can hold, so that a
            perfect list scores 1 (Kaggle's MAP@k, LensKit). False divides by ``n_relevant`` (TREC, ranx,
            RecTools). The two differ only for users with more than k relevant items.

    Returns:
        (n,) in [0, 1].
    """
    k = hits.shape[1]
    precision_at = np.cumsum(hits, axis=1) / np.arange(1, k + 1)
    divisor = np.minimum(n_relevant, k) if reachable else np.asarray(n_relevant)
    return (precision_at * hits).sum(axis=1) / np.maximum(divisor, 1)


def ndcg(hits: BoolArray, n_relevant: IndexArray) -> FloatArray:
    """Normalised discounted cumulative gain with binary gains (Järvelin & Kekäläinen, TOIS 2002).

    A hit at rank r gains ``1 / log2(r + 1)``; the ideal list starts with ``min(k, n_relevant)`` hits. ranx,
    scikit-learn and Cornac agree. RecTools divides by the ideal of k hits unless ``divide_by_achievable`` is
    set. LensKit discounts by ``max(1, log2 r)``, as the paper first did, so ranks 1 and 2 gain the same.

    >>> ndcg(np.array([[True, False, True]]), np.array([2])).round(3)  # (1 + 1/2) / (1 + 1/log2(3))
    array([0.92])
    """
    k = hits.shape[1]
    discount = 1.0 / np.log2(np.arange(2, k + 2))
    ideal = np.concatenate([[0.0], np.cumsum(discount)])[np.minimum(n_relevant, k)]
    return np.divide(hits @ discount, ideal, out=np.zeros(len(hits)), where=ideal > 0)


def relevance_kept(relevance: FloatArray, most_relevance: FloatArray) -> FloatArray:
    """Share of the relevance of the most relevant list that each list keeps. It is no accuracy.

    >>> relevance_kept(np.array([[1.0, 0.2]]), np.array([1.5])).round(3)  # (1 + 0.2) / 1.5
    array([0.8])

    Args:
        relevance: (n, k) of the items shown, in [0, 1], 0 for padding.
        most_relevance: (n,) summed over the most relevant list of that length.

    Returns:
        (n,) in [0, 1]; 1 where no list has any relevance to keep, 0 for an empty list beside that.
    """
    kept = relevance.sum(axis=1)
    return np.divide(kept, most_relevance, out=np.ones(len(kept)), where=most_relevance > 0)
