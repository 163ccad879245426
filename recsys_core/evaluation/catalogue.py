"""Metrics of the catalogue (coverage, Gini, entropy) at every λ, and without each user, by counting.

One list that replaces another changes a handful of item counts by one. With ``at_most[c]``, the number of
items shown at most c times, raising one count from c to c + 1 changes the sum of absolute differences over
all pairs of counts by ``2 · at_most[c] - 1 - n_items`` and ``at_most`` in one place: O(1) an item, integers
throughout. Leaving one user out is the same work in reverse.

A registered catalogue metric without a counting form is recomputed from the counts: slower, same figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from recsys_core.evaluation.events import Events
from recsys_core.metrics.coverage import exposure
from recsys_core.metrics.registry import catalogue_metrics
from recsys_core.runtime.compilation import compiled
from recsys_core.types import FloatArray, IndexArray

COUNTED = ("coverage", "gini", "entropy")
"""Metrics with a counting form, in the order of the kernels' output."""


def catalogue_curves(
    lists: IndexArray, events: Events, n_items: int, names: Collection[str]
) -> dict[str, FloatArray]:
    """Catalogue metrics at every breakpoint, as ``metrics.coverage`` defines them.

    Args:
        lists: (n_lists, k) item indices, padded with -1; no item twice in a list.
        events: the merged changes.
        n_items: size of the catalogue.
        names: registered catalogue metrics.

    Returns:
        By name, (m,) float64 each.
    """
    found: dict[str, FloatArray] = {}
    if set(names) & set(COUNTED):
        out = np.zeros((len(COUNTED), len(events.breakpoints)))
        longest = len(events.first) + 1  # a list leaves before the next enters: no count exceeds the users
        lists = np.ascontiguousarray(lists, dtype=np.int32)
        plogp = _count_logs(longest + 1)
        _curves(lists, events.first, events.old, events.new, events.ends, n_items, plogp, out)
        found |= dict(zip(COUNTED, out, strict=True))
    for name in set(names) - set(COUNTED):
        metric = catalogue_metrics()[name].function
        found[name] = np.array([metric(counts) for counts in _counts_at(lists, events, n_items)])
    return {name: found[name] for name in names}


def leave_one_out(lists: IndexArray, n_items: int) -> dict[str, FloatArray]:
    """Catalogue metrics of all users' lists but one.

    Args:
        lists: (n, k) one list a user, padded with -1; no item twice in a list.
        n_items: size of the catalogue.

    Returns:
        By name of each registered catalogue metric, (n,): the value without user i.
    """
    counts = exposure(lists, n_items)
    at_most = np.cumsum(np.bincount(counts, minlength=len(lists) + 2)).astype(np.int64)
    ordered = np.sort(counts)
    spread = int((2 * np.arange(1, n_items + 1) - n_items - 1) @ ordered)
    out = np.zeros((len(COUNTED), len(lists)))
    plogp = _count_logs(len(lists) + 2)
    _without_each(np.ascontiguousarray(lists), counts, at_most, plogp, spread, out)
    found: dict[str, FloatArray] = dict(zip(COUNTED, out, strict=True))
    for name, spec in catalogue_metrics().items():
        if name not in found:
            found[name] = np.array([spec.function(counts - exposure(row[None], n_items)) for row in lists])
    return found


def _count_logs(n: int) -> FloatArray:
    """(n,) ``c · log2(c)`` for each count c."""
    logs = np.arange(n, dtype=np.float64)
    logs[1:] *= np.log2(logs[1:])
    return logs


def _counts_at(lists: IndexArray, events: Events, n_items: int) -> Iterator[IndexArray]:
    """How often each item is shown, at each breakpoint."""
    counts = exposure(lists[events.first], n_items)
    done = 0
    for end in events.ends:
        counts = counts + exposure(lists[events.new[done:end]], n_items)
        counts -= exposure(lists[events.old[done:end]], n_items)
        done = end
        yield counts


@compiled
def move_count(item: int, step: int, counts: IndexArray, at_most: IndexArray) -> int:
    """Change the count of ``item`` by ``step`` (±1); returns how the sum of pair differences changes."""
    n_items, count = len(counts), counts[item]
    counts[item] = count + step
    if step > 0:
        change = 2 * at_most[count] - 1 - n_items
        at_most[count] -= 1
    else:
        change = n_items - 1 - 2 * at_most[count - 1]
        at_most[count - 1] += 1
    return change


@compiled
def _curves(
    lists: IndexArray,
    first: IndexArray,
    old: IndexArray,
    new: IndexArray,
    ends: IndexArray,
    n_items: int,
    plogp: FloatArray,
    out: FloatArray,
) -> None:
    counts = np.zeros(n_items, np.int64)
    at_most = np.full(len(plogp), n_items, np.int64)
    spread, shown, covered, weighted = 0, 0, 0, 0.0
    for row in first:
        for item in lists[row]:
            if item >= 0:
                weighted += plogp[counts[item] + 1] - plogp[counts[item]]
                covered += counts[item] == 0
                shown += 1
                spread += move_count(item, 1, counts, at_most)
    event = 0
    for point in range(len(ends)):
        while event < ends[point]:
            for item in lists[old[event]]:
                if item >= 0:
                    weighted += plogp[counts[item] - 1] - plogp[counts[item]]
                    covered -= counts[item] == 1
                    shown -= 1
                    spread += move_count(item, -1, counts, at_most)
            for item in lists[new[event]]:
                if item >= 0:
                    weighted += plogp[counts[item] + 1] - plogp[counts[item]]
                    covered += counts[item] == 0
                    shown += 1
                    spread += move_count(item, 1, counts, at_most)
            event += 1
        if shown > 0:
            out[0, point] = covered / n_items
            out[1, point] = spread / (n_items * shown)
            out[2, point] = max(0.0, np.log2(shown) - weighted / shown)


@compiled
def _without_each(
    lists: IndexArray,
    counts: IndexArray,
    at_most: IndexArray,
    plogp: FloatArray,
    spread: int,
    out: FloatArray,
) -> None:
    n_items = len(counts)
    covered, shown, weighted = 0, 0, 0.0
    for count in counts:
        covered += count > 0
        shown += count
        weighted += plogp[count]
    for user in range(len(lists)):
        lost, fewer, lighter, change = 0, 0, 0.0, 0
        for item in lists[user]:
            if item >= 0:
                lost += counts[item] == 1
                fewer += 1
                lighter += plogp[counts[item]] - plogp[counts[item] - 1]
                change += move_count(item, -1, counts, at_most)
        for item in lists[user]:
            if item >= 0:
                move_count(item, 1, counts, at_most)
        left = shown - fewer
        if left > 0:
            out[0, user] = (covered - lost) / n_items
            out[1, user] = (spread + change) / (n_items * left)
            out[2, user] = max(0.0, np.log2(left) - (weighted - lighter) / left)
