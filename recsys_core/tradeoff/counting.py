"""Coverage, Gini and entropy of exposure at every λ, kept by counting instead of recounting.

One list replacing another moves a handful of item counts by one. With ``below[c]``, how many items are shown
at most c times, moving one count from c to c + 1 changes the sum of absolute differences of all pairs of
counts by ``2 · below[c] - 1 - n_items`` and ``below`` in one place: O(1) an item, integers throughout.
"""

from __future__ import annotations

import numpy as np

from recsys_core.compilation import compiled
from recsys_core.tradeoff.events import Events
from recsys_core.types import FloatArray, IndexArray

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
