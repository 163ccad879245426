"""How much variety a reranker buys on top of a model, and at what price."""

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
RERANKER = "msd"  # what it adds up is the mean distance itself; it also leads the others on validation


@dataclass(frozen=True)
class Front:
    """One model, reranked at every of LAMBDAS.

    Attributes:
        ndcg: (101, n) of everyone with a liked target.
        ild: (101, n) mean pairwise distance of the same people's lists.
    """

    ndcg: FloatArray
    ild: FloatArray


def front(scores: FloatArray, history: Interactions, target: Interactions, space: ItemSpace) -> Front:
    """Rerank the 200 best of everyone in ``space``."""
    candidates = top_candidates(scores, history)
    paths = exact_paths(RerankInputs(candidates.relevance, candidates.items, space), REGISTRY[RERANKER], K)
    liked, distances = target.where(target.liked), Distances(space)
    counted = np.flatnonzero(liked.counts)
    ndcg, ild = [], []
    for lambda_ in LAMBDAS:
        lists = paths.at(float(lambda_))
        ndcg.append(of_lists(lists, liked))
        ild.append(intra_list_distance(distances.pairs(lists[counted])))
    return Front(np.array(ndcg), np.array(ild))


def average_front(fronts: list[Front]) -> Front:
    """The mean over seeds, person by person."""
    return Front(np.mean([one.ndcg for one in fronts], axis=0), np.mean([one.ild for one in fronts], axis=0))


def gain_within(found: Front, loss: float) -> float:
    """The largest relative gain in distance among settings that lose at most ``loss`` of NDCG."""
    ndcg, ild = found.ndcg.mean(axis=1), found.ild.mean(axis=1)
    return float(ild[ndcg >= (1 - loss) * ndcg[0]].max() / ild[0] - 1.0)


def setting_within(found: Front, loss: float) -> int:
    """The row of LAMBDAS with most distance among those that lose at most ``loss`` of NDCG."""
    ndcg, ild = found.ndcg.mean(axis=1), found.ild.mean(axis=1)
    return int(np.where(ndcg >= (1 - loss) * ndcg[0], ild, -np.inf).argmax())
