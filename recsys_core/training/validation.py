"""The one figure that training looks at."""

from __future__ import annotations

import numpy as np

from recsys_core.metrics.accuracy import ndcg
from recsys_core.metrics.hits import hits
from recsys_core.models.base import Recommender
from recsys_core.models.candidates import top_candidates
from recsys_core.types import Interactions


def mean_ndcg(model: Recommender, history: Interactions, target: Interactions, k: int = 10) -> float:
    """Mean NDCG@k over everyone who liked something in ``target``; 0 when nobody did."""
    lists = top_candidates(model.score(history), history, k).items
    liked = target.where(target.liked)
    counted = np.flatnonzero(liked.counts)
    if len(counted) == 0:
        return 0.0
    found = hits(lists[counted], counted, liked.matrix())
    return float(ndcg(found, liked.counts[counted]).mean())
