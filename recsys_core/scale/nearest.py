"""The items with the largest dot products: exactly, or from an index where the catalogue is large.

The index keeps every coordinate as one byte and looks only into the cells nearest to a person. It proposes
more items than are wanted; their scores are then computed from the full vectors, so that a score is always
exact and only an item can be missing. How many are missing is measured.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.types import FloatArray, IndexArray

EXACT_UP_TO = 100_000
"""Items up to which everything is compared with everybody."""
RECALL = 0.95
"""Share of the exactly best items that the index must find."""

_ITEMS_AT_ONCE, _PEOPLE_AT_ONCE, _TRAINED_ON, _WIDER = 65_536, 256, 40, 2


def nearest_exactly(people: FloatArray, items: FloatArray, n: int) -> tuple[IndexArray, FloatArray]:
    """The ``n`` best of all items, best first; a tie goes to the lower item.

    Args:
        people: (m, d) float32.
        items: (n_items, d) float32, perhaps memory-mapped; read a stretch at a time.
        n: at most n_items.

    Returns:
        (m, n) int32 items and (m, n) float32 scores.
    """
    best = np.full((len(people), 0), -np.inf, np.float32)
    found: IndexArray = np.zeros((len(people), 0), np.int32)
    for start in range(0, len(items), _ITEMS_AT_ONCE):
        scores = people @ np.asarray(items[start : start + _ITEMS_AT_ONCE], np.float32).T
        keep = min(n, scores.shape[1])
        among = np.argpartition(-scores, keep - 1, axis=1)[:, :keep]
        best = np.hstack([best, np.take_along_axis(scores, among, axis=1)])
        found = np.hstack([found, (among + start).astype(np.int32)])
        order = np.lexsort((found, -best))[:, :n]
        best, found = np.take_along_axis(best, order, axis=1), np.take_along_axis(found, order, axis=1)
    return found, best


@dataclass(frozen=True)
class IndexNote:
    """What was measured of an index.

    Attributes:
        cells: into which the items are divided.
        probed: looked into for a person.
        recall: share of the exactly best items that it finds, for people whom the choice of ``probed`` did
            not look at.
        people: these were.
    """

    cells: int
    probed: int
    recall: float
    people: int


def build_index(items: FloatArray, people: FloatArray, n: int, path: Path) -> IndexNote:
    """Write an index in which the ``n`` best are found with a recall of at least ``RECALL``.

    Half of ``people`` choose how many cells are looked into, the other half measure the recall.

    Raises:
        SettingError: no number of cells reaches it.
    """
    faiss = _faiss()
    cells = int(4 * np.sqrt(len(items)))
    index = faiss.index_factory(items.shape[1], f"IVF{cells},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.seed = 0
    drawn = np.random.default_rng(0).permutation(len(items))[: _TRAINED_ON * cells]
    index.train(np.ascontiguousarray(items[np.sort(drawn)], np.float32))
    for start in range(0, len(items), _ITEMS_AT_ONCE):
        index.add(np.ascontiguousarray(items[start : start + _ITEMS_AT_ONCE], np.float32))
    exact, _ = nearest_exactly(people, items, n)
    choose, measure = np.arange(len(people)) % 2 == 0, np.arange(len(people)) % 2 == 1
    probed = 1
    while True:
        probed = min(probed, cells)
        index.nprobe = probed
        got, _ = _search(index, people, items, n)
        if recall_of(got[choose], exact[choose]) >= RECALL + 0.01:  # so that the other half is likely to
            break
        if probed == cells:
            raise SettingError(
                f"The index finds only {recall_of(got, exact):.1%} of the best items; at least {RECALL:.0%} "
                "are needed. Use vectors of fewer dimensions or of unit length."
            )
        probed *= 2
    faiss.write_index(index, str(path))
    return IndexNote(cells, probed, recall_of(got[measure], exact[measure]), int(measure.sum()))


def recall_of(found: IndexArray, exact: IndexArray) -> float:
    """Share of the rows' items in ``exact`` that ``found`` holds too."""
    shared = [len(np.intersect1d(ours, theirs)) for ours, theirs in zip(found, exact, strict=True)]
    return float(np.sum(shared) / max(1, exact.size))


def read_index(path: Path, threads: int) -> Any:
    """The index of ``build_index``, read from disk as needed."""
    faiss = _faiss()
    faiss.omp_set_num_threads(threads)
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP)


def nearest(index: Any, people: FloatArray, items: FloatArray, n: int) -> tuple[IndexArray, FloatArray]:
    """As ``nearest_exactly``, from an index: -1 and -inf where it finds fewer."""
    parts = [
        _search(index, people[start : start + _PEOPLE_AT_ONCE], items, n)
        for start in range(0, len(people), _PEOPLE_AT_ONCE)
    ]
    return np.concatenate([items for items, _ in parts]), np.concatenate([scores for _, scores in parts])


def _faiss() -> Any:
    """The library, without its lines about processors."""
    logging.getLogger("faiss.loader").setLevel(logging.WARNING)
    import faiss

    return faiss


def _search(index: Any, people: FloatArray, items: FloatArray, n: int) -> tuple[IndexArray, FloatArray]:
    _, among = index.search(np.ascontiguousarray(people, np.float32), min(_WIDER * n, len(items)))
    scores = np.full(among.shape, -np.inf, np.float32)
    for row, own in enumerate(among):
        present = own >= 0
        scores[row, present] = np.asarray(items[own[present]], np.float32) @ people[row]
    order = np.lexsort((among, -scores))[:, :n]
    return (
        np.take_along_axis(among, order, axis=1).astype(np.int32),
        np.take_along_axis(scores, order, axis=1),
    )
