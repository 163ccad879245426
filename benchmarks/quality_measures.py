"""Accuracy and coverage of a ranking, user by user, and ratios of two rankings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.metrics.accuracy import ndcg, recall
from recsys_core.metrics.coverage import coverage, exposure
from recsys_core.metrics.hits import hits
from recsys_core.models.candidates import top_candidates
from recsys_core.protocol import MeasurementProtocol
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray, IndexArray, Interactions

K = 10
LONG = 50


@dataclass(frozen=True)
class Measured:
    """One model on the test period.

    Attributes:
        ndcg: (n,) NDCG@10 on liked targets, of all users who have one.
        recall: (n,) Recall@50 of the same users.
        ndcg_all: (m,) NDCG@10 on all rated targets, of all users who have one.
        coverage: share of the catalogue in the lists of 10.
    """

    ndcg: FloatArray
    recall: FloatArray
    ndcg_all: FloatArray
    coverage: float

    def summary(self) -> dict[str, float]:
        """The means."""
        return {
            "ndcg@10": float(self.ndcg.mean()),
            "recall@50": float(self.recall.mean()),
            "ndcg@10 all ratings": float(self.ndcg_all.mean()),
            "coverage@10": self.coverage,
        }


def measure(scores: FloatArray, history: Interactions, target: Interactions) -> Measured:
    """Rank all items that a user has not rated before."""
    lists = top_candidates(scores, history, LONG).items
    liked, rated = target.where(target.liked), target
    return Measured(
        of_lists(lists[:, :K], liked),
        _recall(lists, liked),
        of_lists(lists[:, :K], rated),
        coverage(exposure(lists[liked.counts > 0, :K], history.n_items)),
    )


def of_lists(lists: IndexArray, relevant: Interactions) -> FloatArray:
    """(n,) NDCG of ``lists`` (n_users, k), for all users with a relevant item."""
    users = np.flatnonzero(relevant.counts)
    return ndcg(hits(lists[users], users, relevant.matrix()), relevant.counts[users])


def average(runs: list[Measured]) -> Measured:
    """The mean over seeds, user by user."""
    return Measured(
        np.mean([run.ndcg for run in runs], axis=0),
        np.mean([run.recall for run in runs], axis=0),
        np.mean([run.ndcg_all for run in runs], axis=0),
        float(np.mean([run.coverage for run in runs])),
    )


def ratio(ours: FloatArray, theirs: FloatArray) -> Interval[float]:
    """Mean of ``ours`` over mean of ``theirs``, both (n,) over the same users, with a paired interval."""
    protocol = MeasurementProtocol()
    drawn = Resampling(len(ours), protocol.n_resamples, protocol.seed).means(np.stack([ours, theirs], axis=1))
    value = ours.mean() / max(theirs.mean(), 1e-12)
    return percentile_interval(value, drawn[:, 0] / np.maximum(drawn[:, 1], 1e-12))


def _recall(lists: IndexArray, relevant: Interactions) -> FloatArray:
    users = np.flatnonzero(relevant.counts)
    return recall(hits(lists[users], users, relevant.matrix()), relevant.counts[users])
