"""How much variety a reranker adds to a model, and how much accuracy it costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.quality_measures import K, of_lists
from recsys_core.evaluation.paths import exact_paths
from recsys_core.metrics.distances import Distances
from recsys_core.metrics.diversity import intra_list_distance
from recsys_core.models.candidates import top_candidates
from recsys_core.rerank import REGISTRY, RerankInputs
from recsys_core.types import FloatArray, Interactions, ItemSpace

LAMBDAS = np.linspace(0.0, 1.0, 101)
RERANKER = "msd"  # it maximises the mean distance itself, and is the best on validation


@dataclass(frozen=True)
class Front:
    """One model, reranked at each of LAMBDAS.

    Attributes:
        ndcg: (101, n) of all users with a liked target.
        ild: (101, n) mean pairwise distance in the same users' lists.
    """

    ndcg: FloatArray
    ild: FloatArray


def front(scores: FloatArray, history: Interactions, target: Interactions, space: ItemSpace) -> Front:
    """Rerank the 200 best candidates of all users in ``space``."""
    candidates = top_candidates(scores, history)
    paths = exact_paths(RerankInputs(candidates.relevance, candidates.items, space), REGISTRY[RERANKER], K)
    liked, distances = target.where(target.liked), Distances(space)
    users = np.flatnonzero(liked.counts)
    ndcg, ild = [], []
    for lambda_ in LAMBDAS:
        lists = paths.at(float(lambda_))
        ndcg.append(of_lists(lists, liked))
        ild.append(intra_list_distance(distances.pairs(lists[users])))
    return Front(np.array(ndcg), np.array(ild))


def average_front(fronts: list[Front]) -> Front:
    """The mean over seeds, user by user."""
    return Front(np.mean([one.ndcg for one in fronts], axis=0), np.mean([one.ild for one in fronts], axis=0))


def gain_within(found: Front, loss: float) -> float:
    """The largest relative gain in distance among settings that lose at most ``loss`` of NDCG."""
    ndcg, ild = found.ndcg.mean(axis=1), found.ild.mean(axis=1)
    return float(ild[ndcg >= (1 - loss) * ndcg[0]].max() / ild[0] - 1.0)


def setting_within(found: Front, loss: float) -> int:
    """The row of LAMBDAS with the largest distance among those that lose at most ``loss`` of NDCG."""
    ndcg, ild = found.ndcg.mean(axis=1), found.ild.mean(axis=1)
    return int(np.where(ndcg >= (1 - loss) * ndcg[0], ild, -np.inf).argmax())
