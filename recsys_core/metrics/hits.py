"""Which shown items are relevant: the array that every accuracy metric starts from."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from recsys_core.runtime.compilation import compiled
from recsys_core.types import BoolArray, IndexArray


def hits(lists: IndexArray, user_idx: IndexArray, target: sparse.csr_matrix) -> BoolArray:
    """Mark the relevant items of each list.

    >>> target = sparse.csr_matrix(np.array([[0, 1, 1]]))  # user 0 likes items 1 and 2
    >>> hits(np.array([[1, 0]]), np.array([0]), target)
    array([[ True, False]])

    Args:
        lists: (n, k) item indices, padded with -1.
        user_idx: (n,) the user of each list; a user may have several lists.
        target: (n_users, n_items) CSR, an explicit non-zero where the item is relevant to the user.

    Returns:
        (n, k) bool; padding is never a hit, and an item shown twice counts once, at its first rank.

    Raises:
        ValueError: shapes disagree, or an index lies outside the target.
    """
    lists, user_idx = np.asarray(lists), np.asarray(user_idx)
    if lists.ndim != 2 or user_idx.shape != lists.shape[:1]:
        raise ValueError(f"expected lists (n, k) and user_idx (n,), got {lists.shape} and {user_idx.shape}")
    n_users, n_items = target.shape
    check_items(lists, n_items)
    if user_idx.size and (user_idx.max() >= n_users or user_idx.min() < 0):
        raise ValueError(f"user indices must lie in 0..{n_users - 1}, got {user_idx.min()}..{user_idx.max()}")
    relevant = target.astype(bool)  # a copy: sorting and pruning below must not touch the caller's matrix
    relevant.eliminate_zeros()
    relevant.sort_indices()
    found = np.zeros(lists.shape, dtype=np.bool_)
    _mark(lists, user_idx, relevant.indptr, relevant.indices, found)
    return found


def check_items(lists: IndexArray, n_items: int) -> None:
    """Refuse item indices outside the catalogue; -1 is padding.

    Raises:
        ValueError: an index is below -1 or at least ``n_items``.
    """
    if lists.size and (lists.max() >= n_items or lists.min() < -1):
        raise ValueError(f"item indices must lie in -1..{n_items - 1}, got {lists.min()}..{lists.max()}")


@compiled
def _mark(
    lists: IndexArray, user_idx: IndexArray, indptr: IndexArray, indices: IndexArray, found: BoolArray
) -> None:
    for row in range(lists.shape[0]):
        start, end = indptr[user_idx[row]], indptr[user_idx[row] + 1]
        for rank in range(lists.shape[1]):
            item = lists[row, rank]
            if item < 0:
                continue
            low, high = start, end
            while low < high:
                middle = (low + high) // 2
                if indices[middle] < item:
                    low = middle + 1
                else:
                    high = middle
            if low < end and indices[low] == item:
                repeated = False
                for earlier in range(rank):
                    repeated = repeated or lists[row, earlier] == item
                found[row, rank] = not repeated
