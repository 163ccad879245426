"""Intervals for measures of all lists together, which have no value for one person.

A bootstrap resample holds only about 63% of the people, and so shows less of the catalogue than they all do:
its percentiles lie to one side of the figure they should surround. Leaving out one person at a time has no
such fault. The jackknife variance is never too small on average (Efron & Stein, Annals of Statistics 1981),
and leaving a person out is a matter of a few counts.
"""

from __future__ import annotations

import numpy as np

from recsys_core.evaluation.counting import CATALOGUE_MEASURES, move
from recsys_core.metrics.coverage import exposure
from recsys_core.runtime.compilation import compiled
from recsys_core.types import FloatArray, IndexArray

NORMAL_95 = 1.959963984540054


def leave_one_out(lists: IndexArray, n_items: int) -> dict[str, FloatArray]:
    """Catalogue measures of everybody's lists but one.

    Args:
        lists: (n, k) one list a person, -1 where shorter, no item twice in a list.
        n_items: size of the catalogue.

    Returns:
        coverage, gini and entropy, each (n,): the value without person i.
    """
    counts = exposure(lists, n_items)
    top = len(lists) + 2
    at_most = np.cumsum(np.bincount(counts, minlength=top)).astype(np.int64)
    logs = np.arange(top, dtype=np.float64)
    logs[1:] *= np.log2(logs[1:])
    ordered = np.sort(counts)
    spread = int((2 * np.arange(1, n_items + 1) - n_items - 1) @ ordered)
    out = np.zeros((len(CATALOGUE_MEASURES), len(lists)))
    _without_each(np.ascontiguousarray(lists), counts, at_most, logs, spread, out)
    return dict(zip(CATALOGUE_MEASURES, out, strict=True))


def standard_error(left_out: FloatArray) -> FloatArray:
    """Jackknife standard error from the values with one person left out, along the first axis (n, …).

    With fewer than two people there is nothing to tell it from, and it is 0.
    """
    n = len(left_out)
    spread = ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0)
    return np.sqrt((n - 1) / n * spread)


@compiled
def _without_each(
    lists: IndexArray,
    counts: IndexArray,
    below: IndexArray,
    logs: FloatArray,
    spread: int,
    out: FloatArray,
) -> None:
    n_items = len(counts)
    covered, shown, weighted = 0, 0, 0.0
    for count in counts:
        covered += count > 0
        shown += count
        weighted += logs[count]
    for person in range(len(lists)):
        lost, fewer, lighter, change = 0, 0, 0.0, 0
        for item in lists[person]:
            if item >= 0:
                lost += counts[item] == 1
                fewer += 1
                lighter += logs[counts[item]] - logs[counts[item] - 1]
                change += move(item, -1, counts, below)
        for item in lists[person]:
            if item >= 0:
                move(item, 1, counts, below)
        left = shown - fewer
        if left > 0:
            out[0, person] = (covered - lost) / n_items
            out[1, person] = (spread + change) / (n_items * left)
            out[2, person] = max(0.0, np.log2(left) - (weighted - lighter) / left)
