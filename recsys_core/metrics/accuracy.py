"""Accuracy of a ranking: how many of the items that a person liked are shown, and how early.

All functions take ``hits`` (n, k) bool, true where the item shown at that rank is relevant, and
``n_relevant`` (n,), how many relevant items the person has at all. They return (n,) float64, one a list.
A list shorter than k is a list with misses at its end. A person without a relevant item gets 0 everywhere;
whoever averages leaves such people out.
"""

from __future__ import annotations

import numpy as np

from recsys_core.types import BoolArray, FloatArray, IndexArray


def precision(hits: BoolArray) -> FloatArray:
    """Share of the k places that hold a relevant item (Cleverdon, 1967).

    The divisor is k, also for shorter lists: an empty place is a miss. scikit-learn's ``precision_score``
    divides by the items shown instead.
    """
    return hits.sum(axis=1) / max(hits.shape[1], 1)


def recall(hits: BoolArray, n_relevant: IndexArray) -> FloatArray:
    """Share of the person's relevant items that are shown (Cleverdon, 1967).

    ranx, RecTools and Cornac agree. LensKit divides by ``min(k, n_relevant)``: the two differ for people with
    more than k relevant items.
    """
    return hits.sum(axis=1) / np.maximum(n_relevant, 1)


def f1(hits: BoolArray, n_relevant: IndexArray) -> FloatArray:
    """Harmonic mean of precision and recall (van Rijsbergen, 1979), 0 without a hit.

    The mean over people is a mean of their F1, not the F1 of mean precision and mean recall.
    """
    both = np.maximum(hits.shape[1] + np.asarray(n_relevant, np.float64), 1.0)
    return np.asarray(2.0 * hits.sum(axis=1) / both)


def hit_rate(hits: BoolArray) -> FloatArray:
    """1 where at least one relevant item is shown, else 0 (Deshpande & Karypis, TOIS 2004)."""
    return np.asarray(hits.any(axis=1), np.float64)


def reciprocal_rank(hits: BoolArray) -> FloatArray:
    """1 / rank of the first relevant item, 0 without one (Voorhees, TREC-8 1999). Its mean is MRR."""
    if not hits.shape[1]:
        return np.zeros(len(hits))
    return np.where(hits.any(axis=1), 1.0 / (hits.argmax(axis=1) + 1), 0.0)


def average_precision(hits: BoolArray, n_relevant: IndexArray, *, reachable: bool = True) -> FloatArray:
    """Mean of the precision at each hit's rank (Buckley & Voorhees, SIGIR 2000); its mean is MAP.

    Args:
        hits: (n, k) bool.
        n_relevant: (n,) relevant items of the person.
        reachable: divide by ``min(k, n_relevant)``, what a list of k can reach at most, so that a perfect
            list scores 1 (Kaggle's MAP@k, LensKit). False divides by ``n_relevant`` (TREC, ranx, RecTools):
            the two differ only for people with more than k relevant items.

    Returns:
        (n,) in [0, 1].
    """
    k = hits.shape[1]
    precision_at = np.cumsum(hits, axis=1) / np.arange(1, k + 1)
    divisor = np.minimum(n_relevant, k) if reachable else np.asarray(n_relevant)
    return (precision_at * hits).sum(axis=1) / np.maximum(divisor, 1)


def ndcg(hits: BoolArray, n_relevant: IndexArray) -> FloatArray:
    """Normalised discounted cumulative gain with binary gains (Järvelin & Kekäläinen, TOIS 2002).

    Rank r counts ``1 / log2(r + 1)``; the ideal list holds ``min(k, n_relevant)`` hits at its top. ranx,
    scikit-learn and Cornac agree. RecTools divides by the ideal of k hits unless ``divide_by_achievable`` is
    set. LensKit discounts by ``max(1, log2 r)``, as the paper did at first: its ranks 1 and 2 count the same.
    """
    k = hits.shape[1]
    discount = 1.0 / np.log2(np.arange(2, k + 2))
    ideal = np.concatenate([[0.0], np.cumsum(discount)])[np.minimum(n_relevant, k)]
    return np.divide(hits @ discount, ideal, out=np.zeros(len(hits)), where=ideal > 0)
