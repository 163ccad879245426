"""What training looks at: one value of a model on what followed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recsys_core.metrics.accuracy import average_precision, ndcg, precision, recall, reciprocal_rank
from recsys_core.metrics.hits import hits
from recsys_core.models.base import Recommender
from recsys_core.models.candidates import top_candidates
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions

MEASURES: dict[str, Callable[[BoolArray, IndexArray], FloatArray]] = {
    "ndcg": ndcg,
    "recall": recall,
    "map": average_precision,
    "precision": lambda found, n_relevant: precision(found),
    "mrr": lambda found, n_relevant: reciprocal_rank(found),
}
"""By the part of a name before ``@``; larger is better."""


def mean_value(model: Recommender, history: Interactions, target: Interactions, name: str) -> float:
    """Mean of a measure over everyone who liked something in ``target``; 0 when nobody did.

    Args:
        model: fitted.
        history: of everyone; what is in it is not recommended.
        target: what followed it.
        name: one of config.STOP_NAMES, such as "recall@50": a key of MEASURES and a length of list.
    """
    measure, _, k = name.partition("@")
    lists = top_candidates(model.score(history), history, int(k)).items
    liked = target.where(target.liked)
    counted = np.flatnonzero(liked.counts)
    if len(counted) == 0:
        return 0.0
    found = hits(lists[counted], counted, liked.matrix())
    return float(MEASURES[measure](found, liked.counts[counted]).mean())


def mean_ndcg(model: Recommender, history: Interactions, target: Interactions, k: int = 10) -> float:
    """Mean NDCG@k over everyone who liked something in ``target``; 0 when nobody did."""
    return mean_value(model, history, target, f"ndcg@{k}")
