"""How much of the catalogue everybody's lists show together, and how evenly.

These are measures of all lists at once: they have no value for one person. They take ``counts`` (n_items,),
how often each item is shown.
"""

from __future__ import annotations

import numpy as np

from recsys_core.types import FloatArray, IndexArray


def exposure(lists: IndexArray, n_items: int) -> IndexArray:
    """(n_items,) int64: how often each item is shown in ``lists`` (n, k), padding left out."""
    return np.bincount(lists[lists >= 0], minlength=n_items).astype(np.int64)


def coverage(counts: IndexArray) -> float:
    """Share of the catalogue that somebody is shown (Herlocker et al., TOIS 2004; Ge et al., RecSys 2010)."""
    return float(np.count_nonzero(counts) / max(len(counts), 1))


def gini(counts: IndexArray) -> float:
    """Gini index of exposure over the whole catalogue, unseen items included (Fleder & Hosanagar, 2009).

    ``Σ_i (2 i - n - 1) x_i / (n Σ x)``, x ascending, i from 1: 0 when all items are shown equally often,
    ``1 - 1/n`` when one item takes everything. Nothing shown: 0.
    RecBole's ``GiniIndex`` is the same; LensKit's and RecTools' are as well once unseen items are counted.
    """
    ordered = np.sort(np.asarray(counts, dtype=np.int64))
    n, total = len(ordered), int(ordered.sum())
    if not total:
        return 0.0
    return float((2 * np.arange(1, n + 1, dtype=np.int64) - n - 1) @ ordered / (n * total))


def entropy(counts: IndexArray) -> float:
    """Shannon entropy of exposure in bits, ``-Σ p log2 p`` (Shannon, 1948; "aggregate diversity" in its use).

    ``log2(n_items)`` when all items are shown equally often, 0 when one takes everything or nothing is shown.
    RecBole's ``ShannonEntropy`` divides by the number of shown items and uses natural logarithms.
    """
    shown = np.asarray(counts)[np.asarray(counts) > 0].astype(np.float64)
    share: FloatArray = shown / shown.sum() if len(shown) else shown
    return float(max(0.0, -(share * np.log2(share)).sum())) if len(share) else 0.0
