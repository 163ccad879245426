"""Coverage, Gini and entropy of exposure at every λ, kept by counting instead of recounting.

One list replacing another moves a handful of item counts by one. With ``below[c]``, how many items are shown
at most c times, moving one count from c to c + 1 changes the sum of absolute differences of all pairs of
counts by ``2 · below[c] - 1 - n_items`` and ``below`` in one place: O(1) an item, integers throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.runtime.compilation import compiled
from recsys_core.types import FloatArray, IndexArray

# --- The order in which everybody's lists change as λ rises

@dataclass(frozen=True)
class Events:
    """All list changes of a set of users, merged in λ order.

    Attributes:
        first: (n_users,) row of each user's list at λ = 0.
        old: (n_events,) row of the list that is replaced.
        new: (n_events,) row of the list that takes over.
        breakpoints: (m,) ascending distinct λ from 0.0; m - 1 of them hold at least one event.
        ends: (m,) how many events have happened once λ reaches the breakpoint; 0 at λ = 0 as a rule.
    """

    first: IndexArray
    old: IndexArray
    new: IndexArray
    breakpoints: FloatArray
    ends: IndexArray


def merge(offsets: IndexArray, breakpoints: FloatArray, users: IndexArray) -> Events:
    """Merge the changes of ``users`` into one sequence; changes at one λ keep the order of the rows.

    Args:
        offsets: (n_all_users + 1,): the lists of user u are rows ``offsets[u]:offsets[u + 1]``, at least one.
        breakpoints: (n_lists,) the λ at which each list takes over, ascending within a user, the first 0.0.
        users: (n_users,) distinct user indices.

    Raises:
        ValueError: a user has no list.
    """
    first, counts = offsets[users], np.diff(offsets)[users]
    if np.any(counts < 1):
        raise ValueError(f"every user needs a list, user {users[np.argmin(counts)]} has none")
    position = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = np.repeat(first, counts) + position
    later = rows[position > 0]
    later = later[np.argsort(breakpoints[later], kind="stable")]
    at = breakpoints[later]
    distinct = np.unique(np.concatenate([[0.0], at]))
    return Events(first, later - 1, later, distinct, np.searchsorted(at, distinct, side="right"))


def running_mean(values: FloatArray, events: Events) -> FloatArray:
    """(m,) mean of ``values`` (n_lists,) over users at each breakpoint, by cumulative sums of differences."""
    if not len(events.first):
        return np.zeros(len(events.breakpoints))
    changes = np.concatenate([[0.0], np.cumsum(values[events.new] - values[events.old])])
    return (values[events.first].sum() + changes[events.ends]) / len(events.first)


CATALOGUE_MEASURES = ("coverage", "gini", "entropy")


def catalogue_curves(lists: IndexArray, events: Events, n_items: int) -> dict[str, FloatArray]:
    """Catalogue measures at every breakpoint, as ``metrics.coverage`` defines them.

    Args:
        lists: (n_lists, k) item indices, -1 where a list is shorter; no item twice in a list.
        events: the merged changes.
        n_items: size of the catalogue.

    Returns:
        coverage, gini and entropy (bits), each (m,) float64.
    """
    out = np.zeros((len(CATALOGUE_MEASURES), len(events.breakpoints)))
    top = len(events.first) + 1  # a list leaves before the next one enters: no count passes the users
    logs = np.arange(top + 1, dtype=np.float64)
    logs[1:] *= np.log2(logs[1:])
    lists = np.ascontiguousarray(lists, dtype=np.int32)
    _count(lists, events.first, events.old, events.new, events.ends, n_items, logs, out)
    return dict(zip(CATALOGUE_MEASURES, out, strict=True))


@compiled
def move(item: int, step: int, counts: IndexArray, below: IndexArray) -> int:
    """Change the count of ``item`` by ``step`` (±1); returns how the sum of pair differences changes."""
    n_items, count = len(counts), counts[item]
    counts[item] = count + step
    if step > 0:
        change = 2 * below[count] - 1 - n_items
        below[count] -= 1
    else:
        change = n_items - 1 - 2 * below[count - 1]
        below[count - 1] += 1
    return change


@compiled
def _count(
    lists: IndexArray,
    first: IndexArray,
    old: IndexArray,
    new: IndexArray,
    ends: IndexArray,
    n_items: int,
    logs: FloatArray,
    out: FloatArray,
) -> None:
    counts = np.zeros(n_items, np.int64)
    below = np.full(len(logs), n_items, np.int64)
    spread, shown, covered, weighted = 0, 0, 0, 0.0
    for row in first:
        for item in lists[row]:
            if item >= 0:
                weighted += logs[counts[item] + 1] - logs[counts[item]]
                covered += counts[item] == 0
                shown += 1
                spread += move(item, 1, counts, below)
    event = 0
    for point in range(len(ends)):
        while event < ends[point]:
            for item in lists[old[event]]:
                if item >= 0:
                    weighted += logs[counts[item] - 1] - logs[counts[item]]
                    covered -= counts[item] == 1
                    shown -= 1
                    spread += move(item, -1, counts, below)
            for item in lists[new[event]]:
                if item >= 0:
                    weighted += logs[counts[item] + 1] - logs[counts[item]]
                    covered += counts[item] == 0
                    shown += 1
                    spread += move(item, 1, counts, below)
            event += 1
        if shown > 0:
            out[0, point] = covered / n_items
            out[1, point] = spread / (n_items * shown)
            out[2, point] = max(0.0, np.log2(shown) - weighted / shown)
