"""Cornac's and LensKit's side of the agreement benchmark, run by their own interpreter.

    python benchmarks/peers_agreement.py ARRAYS.npz

Prints one JSON object ``{library: {metric: mean over people}}``. Nothing of our package is imported here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import numpy as np
from cornac import metrics as cornac
from lenskit import metrics as lenskit
from lenskit.data import ItemList
from lenskit.metrics.ranking import AveragePrecision


def people(path: str) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Each person's list and liked items."""
    with np.load(path) as arrays:
        lists, offsets, liked = arrays["lists"], arrays["offsets"], arrays["liked"]
    for row, start, end in zip(lists, offsets[:-1], offsets[1:], strict=True):
        yield row, liked[start:end]


def main() -> None:
    """Measure and print."""
    rows = list(people(sys.argv[1]))
    k = len(rows[0][0])
    by_cornac = {
        "precision": cornac.Precision(k=k),
        "recall": cornac.Recall(k=k),
        "f1": cornac.FMeasure(k=k),
        "ndcg": cornac.NDCG(k=k),
        "hit_rate": cornac.HitRatio(k=k),
    }
    by_lenskit = {
        "precision": lenskit.Precision(n=k),
        "recall": lenskit.Recall(n=k),
        "ndcg": lenskit.NDCG(n=k),
        "mrr": lenskit.RecipRank(n=k),
        "map": AveragePrecision(n=k),
        "hit_rate": lenskit.Hit(n=k),
    }
    pairs = [(ItemList(item_ids=shown, ordered=True), ItemList(item_ids=liked)) for shown, liked in rows]
    out = {
        "cornac": {
            name: float(np.mean([metric.compute(gt_pos=liked, pd_rank=shown) for shown, liked in rows]))
            for name, metric in by_cornac.items()
        },
        "lenskit": {
            name: float(np.mean([metric.measure_list(shown, liked) for shown, liked in pairs]))
            for name, metric in by_lenskit.items()
        },
    }
    print(json.dumps(out))


if __name__ == "__main__":
    main()
