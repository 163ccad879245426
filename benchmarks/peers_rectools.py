"""RecTools' side of the metrics benchmark, run by the peers' own interpreter.

    python benchmarks/peers_rectools.py ARRAYS.npz

Reads arrays once, then one JSON list of setting numbers a line from stdin; answers each with one JSON line
``{"seconds": …, "values": {metric: [one a setting]}}``. Nothing of our package is imported here.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

import numpy as np
import pandas as pd
from rectools import Columns
from rectools.metrics import (
    MAP,
    MRR,
    NDCG,
    AvgRecPopularity,
    CatalogCoverage,
    F1Beta,
    HitRate,
    IntraListDiversity,
    MeanInvUserFreq,
    PairwiseDistanceCalculator,
    Precision,
    Recall,
    calc_metrics,
)


class Table(PairwiseDistanceCalculator):
    """Distances looked up in a full table: the fastest calculator that RecTools can be given."""

    def __init__(self, table: np.ndarray) -> None:
        self.table = table

    def _get_distances_for_item_pairs(self, items_0: Sequence[int], items_1: Sequence[int]) -> np.ndarray:
        return self.table[np.asarray(items_0), np.asarray(items_1)]


def pairs(users: np.ndarray, items: np.ndarray) -> pd.DataFrame:
    """Interactions as RecTools wants them."""
    return pd.DataFrame({Columns.User: users, Columns.Item: items, Columns.Weight: 1, Columns.Datetime: 0})


def main() -> None:
    """Answer until stdin closes."""
    with np.load(sys.argv[1]) as arrays:
        lists, users = arrays["lists"], arrays["users"]
        target = pairs(arrays["target_users"], arrays["target_items"])
        history = pairs(arrays["history_users"], arrays["history_items"])
        table, n_items = arrays["table"], int(arrays["n_items"])
    k = lists.shape[2]
    metrics = {
        "precision": Precision(k=k),
        "recall": Recall(k=k),
        "f1": F1Beta(k=k),
        "hit_rate": HitRate(k=k),
        "map": MAP(k=k),
        "mrr": MRR(k=k),
        "ndcg": NDCG(k=k, divide_by_achievable=True),
        "ild": IntraListDiversity(k=k, distance_calculator=Table(table)),
        "novelty": MeanInvUserFreq(k=k),
        "popularity": AvgRecPopularity(k=k),
        "coverage": CatalogCoverage(k=k, normalize=True),
    }
    for line in sys.stdin:
        frames = [shown(lists[number], users) for number in json.loads(line)]  # not counted in the time
        start = time.perf_counter()
        rows = [
            calc_metrics(
                metrics,
                reco=frame,
                interactions=target,
                prev_interactions=history,
                catalog=np.arange(n_items),
            )
            for frame in frames
        ]
        seconds = time.perf_counter() - start
        values = {name: [float(row[name]) for row in rows] for name in metrics}
        print(json.dumps({"seconds": seconds, "values": values}), flush=True)


def shown(lists: np.ndarray, users: np.ndarray) -> pd.DataFrame:
    """One setting's lists as RecTools wants them, padding left out."""
    frame = pd.DataFrame(
        {
            Columns.User: np.repeat(users, lists.shape[1]),
            Columns.Item: lists.ravel(),
            Columns.Rank: np.tile(np.arange(1, lists.shape[1] + 1), len(users)),
        }
    )
    return frame[frame[Columns.Item] >= 0]


if __name__ == "__main__":
    main()
