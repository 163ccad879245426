"""The value that training watches: a mean accuracy measure of a model on what followed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recsys_core.metrics.accuracy import average_precision, ndcg, precision, recall, reciprocal_rank
from recsys_core.metrics.hits import hits
from recsys_core.models.base import Recommender
from recsys_core.models.candidates import best_of_model
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
    """Mean of a measure over all users who liked something in ``target``; 0 when there is none.

    Args:
        model: fitted.
        history: of all users; its items are not recommended.
        target: what followed it.
        name: one of config.STOP_NAMES, such as "recall@50": a key of MEASURES and a list length.
    """
    measure, _, k = name.partition("@")
    lists = best_of_model(model, history, int(k)).items
    liked = target.where(target.liked)
    users = np.flatnonzero(liked.counts)
    if len(users) == 0:
        return 0.0
    found = hits(lists[users], users, liked.matrix())
    return float(MEASURES[measure](found, liked.counts[users]).mean())


def mean_ndcg(model: Recommender, history: Interactions, target: Interactions, k: int = 10) -> float:
    """Mean NDCG@k over all users who liked something in ``target``; 0 when there is none."""
    return mean_value(model, history, target, f"ndcg@{k}")
