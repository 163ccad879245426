"""How much of the catalogue all users' lists show together, and how evenly.

These metrics describe all lists at once and have no value for a single user. They take ``counts`` (n_items,),
how often each item is shown.
"""

from __future__ import annotations

import numpy as np

from recsys_core.metrics import similarity
from recsys_core.metrics.hits import check_items
from recsys_core.types import IndexArray


def exposure(lists: IndexArray, n_items: int) -> IndexArray:
    """(n_items,) int64: how often each item is shown in ``lists`` (n, k), padding left out.

    >>> exposure(np.array([[0, 2], [2, -1]]), n_items=4)
    array([1, 0, 2, 0])

    Raises:
        ValueError: an item lies outside the catalogue.
    """
    check_items(lists, n_items)
    return np.bincount(lists[lists >= 0], minlength=n_items).astype(np.int64)


def coverage(counts: IndexArray) -> float:
    """Share of the catalogue that some user is shown (Herlocker et al., TOIS 2004; Ge et al., RecSys 2010).

    >>> coverage(np.array([1, 0, 2, 0]))
    0.5
    """
    return float(np.count_nonzero(counts) / max(len(counts), 1))


def gini(counts: IndexArray) -> float:
    """Gini index of exposure over the whole catalogue, unseen items included (Fleder & Hosanagar, 2009).

    0 when all items are shown equally often, ``1 - 1/n`` when one item takes everything, 0 when nothing is
    shown. RecBole's ``GiniIndex`` is the same; so are LensKit's and RecTools' once unseen items are counted.

    >>> gini(np.array([5, 5, 5, 5])), gini(np.array([0, 0, 0, 9]))
    (0.0, 0.75)
    """
    return similarity.gini(counts)


def entropy(counts: IndexArray) -> float:
    """Shannon entropy of exposure in bits (Shannon, 1948); called aggregate diversity where it ranks systems.

    ``log2(n_items)`` when all items are shown equally often, 0 when one item takes everything or nothing is
    shown. RecBole's ``ShannonEntropy`` divides by the number of shown items and uses natural logarithms.

    >>> entropy(np.array([5, 5, 5, 5])), entropy(np.array([0, 0, 0, 9]))
    (2.0, 0.0)
    """
    shown = np.asarray(counts)[np.asarray(counts) > 0].astype(np.float64)
    return float(similarity.entropy(shown / shown.sum())) if len(shown) else 0.0
