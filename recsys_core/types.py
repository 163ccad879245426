"""The arrays that travel between packages, each with its shape and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

FloatArray = npt.NDArray[np.floating]
IndexArray = npt.NDArray[np.integer]
BoolArray = npt.NDArray[np.bool_]
Stage = Literal["valid", "test"]


@dataclass(frozen=True)
class Interactions:
    """What users did: one row an interaction, sorted by user, then time (ties keep input order).

    Attributes:
        user_idx: (n,) int32, ascending.
        item_idx: (n,) int32.
        rating: (n,) float32, in the data's own units; 1.0 everywhere for implicit data.
        level: (n,) int8, the rating on a scale of five (1 disliked .. 5 loved); 5 for implicit data.
        timestamp: (n,) float64, seconds; only the order within a user is ever used.
        n_users: number of users; users without a row are allowed.
        n_items: size of the catalogue.
    """

    user_idx: IndexArray
    item_idx: IndexArray
    rating: FloatArray
    level: IndexArray
    timestamp: FloatArray
    n_users: int
    n_items: int

    def __post_init__(self) -> None:
        columns = (self.user_idx, self.item_idx, self.rating, self.level, self.timestamp)
        lengths = {len(column) for column in columns}
        if len(lengths) != 1:
            raise ValueError(f"columns must have one length, got {sorted(lengths)}")
        if np.any(np.diff(self.user_idx) < 0):
            raise ValueError("user_idx must be ascending")

    def __len__(self) -> int:
        return len(self.user_idx)

    @cached_property
    def offsets(self) -> IndexArray:
        """(n_users + 1,): rows of user u are ``offsets[u]:offsets[u + 1]``."""
        return np.searchsorted(self.user_idx, np.arange(self.n_users + 1))

    @cached_property
    def counts(self) -> IndexArray:
        """(n_users,): interactions a user has."""
        return np.diff(self.offsets)

    def where(self, keep: BoolArray) -> Interactions:
        """The rows where ``keep`` (n,) is true, over the same users and items."""
        return self._rows(self.user_idx[keep], keep, self.n_users)

    def of_users(self, users: IndexArray) -> Interactions:
        """The rows of ``users`` (m,), renumbered 0..m-1 in that order."""
        ranges = [np.arange(self.offsets[u], self.offsets[u + 1]) for u in users]
        rows = np.concatenate(ranges) if ranges else np.empty(0, np.intp)
        user_idx = np.repeat(np.arange(len(users), dtype=np.int32), self.counts[users])
        return self._rows(user_idx, rows, len(users))

    def of_range(self, start: int, stop: int) -> Interactions:
        """The rows of users ``start`` to ``stop - 1``, renumbered from 0; columns are views of ours."""
        rows = slice(int(self.offsets[start]), int(self.offsets[stop]))
        return self._rows(self.user_idx[rows] - np.int32(start), rows, stop - start)

    @property
    def liked(self) -> BoolArray:
        """(n,): whether the interaction counts as positive (level 4 or 5)."""
        return self.level >= 4

    def _rows(self, user_idx: IndexArray, rows: IndexArray | BoolArray | slice, n_users: int) -> Interactions:
        return Interactions(
            user_idx,
            self.item_idx[rows],
            self.rating[rows],
            self.level[rows],
            self.timestamp[rows],
            n_users,
            self.n_items,
        )

    def matrix(self, values: FloatArray | None = None) -> sparse.csr_matrix:
        """(n_users, n_items) CSR of ``values`` (n,), 1.0 by default; repeated pairs are summed."""
        data = np.ones(len(self), np.float32) if values is None else np.asarray(values)
        shape = (self.n_users, self.n_items)
        return sparse.csr_matrix((data, (self.user_idx, self.item_idx)), shape=shape)


@dataclass(frozen=True)
class Candidates:
    """The best items of each user with the model's scores, best first.

    Attributes:
        items: (n_users, n_candidates) int32 item indices, -1 where a user has fewer.
        scores: (n_users, n_candidates) float64, descending, -inf where ``items`` is -1.
    """

    items: IndexArray
    scores: FloatArray

    def __post_init__(self) -> None:
        if self.items.shape != self.scores.shape or self.items.ndim != 2:
            shapes = f"{self.items.shape} and {self.scores.shape}"
            raise ValueError(f"items and scores must share one 2-d shape, got {shapes}")

    @cached_property
    def counts(self) -> IndexArray:
        """(n_users,): candidates a user has."""
        return (self.items >= 0).sum(axis=1)

    @cached_property
    def relevance(self) -> FloatArray:
        """(n_users, n_candidates) float64 in [0, 1]: scores scaled per user so that best = 1, worst = 0.

        Multiplying scores by a positive constant or adding one changes nothing. All scores equal: all 1.
        Padding is 0.
        """
        present = self.items >= 0
        low = np.where(present, self.scores, np.inf).min(axis=1, keepdims=True, initial=np.inf)
        high = np.where(present, self.scores, -np.inf).max(axis=1, keepdims=True, initial=-np.inf)
        span = np.where(high > low, high - low, 1.0)
        scaled = 1.0 - (high - np.where(present, self.scores, high)) / span
        return np.where(present, scaled, 0.0)


@dataclass(frozen=True)
class ItemSpace:
    """One meaning of "similar": a named similarity between any two items.

    Attributes:
        name: "categories", "text" or "co-rating".
        vectors: (n_items, n_dimensions) float32. Cosine: unit rows, or all zeros where nothing is known.
            Jaccard: 0/1 membership rows.
        kind: "cosine" gives dot products in [-1, 1]; "jaccard" gives |A and B| / |A or B| in [0, 1].

    An item that nothing is known about (a zero row) has similarity 0 to others by arithmetic. It must not
    count as diverse for that: whoever measures or reranks treats a pair with such an item as similarity 1.
    """

    name: str
    vectors: FloatArray
    kind: Literal["cosine", "jaccard"] = "cosine"

    @cached_property
    def known(self) -> BoolArray:
        """(n_items,): whether anything is known about the item in this space."""
        return np.any(self.vectors != 0, axis=1)
