"""The best possible list, found by trying them all: what the greedy loop is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import perm

import numpy as np

from recsys_core.rerank.checks import check_lambda, check_length, check_similarity
from recsys_core.types import FloatArray, IndexArray

MOST_LISTS = 200_000
"""Most lists tried: eight items at six ranks make 20,160, ten at six make 151,200."""


@dataclass(frozen=True, eq=False)
class AllLists:
    """Every ordered list of k candidates, and what its picks add up to.

    The value of a list is what the greedy loop collects on its way down: the sum over ranks of
    ``(1 - lambda_) * relevance - lambda_ * (largest similarity to the items above)``. Greedy takes the
    largest term at each rank; only trying every list shows whether the sum could be larger. Order matters.

    Attributes:
        lists: (n_lists, k) positions, in lexicographic order.
        relevance: (n_lists,) sum of relevance.
        redundancy: (n_lists,) sum of the largest similarities to the items above.
    """

    lists: IndexArray
    relevance: FloatArray
    redundancy: FloatArray

    def values(self, lambda_: float) -> FloatArray:
        """(n_lists,) value of each list.

        Raises:
            ValueError: lambda_ is outside [0, 1].
        """
        check_lambda(lambda_)
        return (1 - lambda_) * self.relevance - lambda_ * self.redundancy

    def best(self, lambda_: float) -> tuple[IndexArray, float]:
        """The list with the largest value, and that value; a tie (within 1e-12) goes to the first list."""
        values = self.values(lambda_)
        row = int(np.argmax(values >= values.max() - 1e-12))
        return self.lists[row], float(values[row])


def all_lists(relevance: FloatArray, similarity: FloatArray, k: int) -> AllLists:
    """Try every ordered list of k candidates.

    Args:
        relevance: (n_candidates,).
        similarity: (n_candidates, n_candidates).
        k: list length, at most n_candidates.

    Returns:
        ``n_candidates! / (n_candidates - k)!`` lists.

    Raises:
        ValueError: shapes disagree, k is outside [1, n_candidates], or there are more than ``MOST_LISTS``.
    """
    n = len(relevance)
    check_similarity(similarity, n)
    check_length(k)
    if k > n or perm(n, k) > MOST_LISTS:
        raise ValueError(
            f"k must be at most {n} and give at most {MOST_LISTS} lists, got {k}: {perm(n, k)} lists"
        )
    lists = np.array(list(permutations(range(n), k)), dtype=np.intp)
    return AllLists(lists, *list_terms(relevance, similarity, lists))


def list_terms(
    relevance: FloatArray, similarity: FloatArray, lists: IndexArray
) -> tuple[FloatArray, FloatArray]:
    """Summed relevance and summed redundancy of given lists.

    Args:
        relevance: (n_candidates,).
        similarity: (n_candidates, n_candidates).
        lists: (n_lists, k) positions without repetition.

    Returns:
        (n_lists,) relevance and (n_lists,) redundancy.
    """
    redundancy = np.zeros(len(lists))
    for rank in range(1, lists.shape[1]):
        above = similarity[lists[:, :rank], lists[:, rank, None]]
        redundancy += above.max(axis=1)
    return np.asarray(relevance, dtype=np.float64)[lists].sum(axis=1), redundancy
