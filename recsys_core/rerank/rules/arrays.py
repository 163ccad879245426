"""The arrays of rules as the kernels pass them around."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from recsys_core.runtime.compilation import compiled
from recsys_core.types import BoolArray, IndexArray


class RuleArrays(NamedTuple):
    """Rules of a list, see ``rules``; a counter counts the listed items of one group or set.

    Attributes:
        active: whether there are any.
        pinned: (n_places,) item index shown at each place, -1 where none is.
        banned: (n_items,) whether the item is never shown.
        offsets, counters: the counters of each item (CSR).
        lower, upper: (n_counters,) bounds of each count.
    """

    active: bool
    pinned: IndexArray
    banned: BoolArray
    offsets: IndexArray
    counters: IndexArray
    lower: IndexArray
    upper: IndexArray


class Completions(NamedTuple):
    """How a list under rules can be completed, and room to find out; see ``feasible``.

    Attributes:
        spare: (k + 1, k + 1) int64, candidates that complete the list of each length.
        other: (k + 1,) int64, another completion.
        usable: (n_candidates,) whether the candidate may fill a free place.
        is_open: (n_candidates,) whether the candidate may come next.
        order: (n_candidates,) int64, the order in which candidates are tried.
        taken: (n_candidates,) whether the candidate is in the completion being searched.
        held: (n_counters,) int64, counts of the list so far and all pins.
        full: (n_counters,) int64, the same with the completion.
        cursor, target: (k + 2,) int64, the search's place and aim at each level.
        spent: (1,) int64, items tried at this place of the list.
    """

    spare: IndexArray
    other: IndexArray
    usable: BoolArray
    is_open: BoolArray
    order: IndexArray
    taken: BoolArray
    held: IndexArray
    full: IndexArray
    cursor: IndexArray
    target: IndexArray
    spent: IndexArray


@compiled
def new_completions(rules: RuleArrays, width: int, k: int) -> Completions:
    """Room for the completions of one person's lists."""
    n_counters = len(rules.lower)
    return Completions(
        np.zeros((k + 1, k + 1), np.int64),
        np.zeros(k + 1, np.int64),
        np.ones(width, np.bool_),
        np.ones(width, np.bool_),
        np.zeros(width, np.int64),
        np.zeros(width, np.bool_),
        np.zeros(n_counters, np.int64),
        np.zeros(n_counters, np.int64),
        np.zeros(k + 2, np.int64),
        np.zeros(k + 2, np.int64),
        np.zeros(1, np.int64),
    )
