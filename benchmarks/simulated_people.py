"""A population of simulated people, measured in full: the truth of the honesty benchmark."""

from __future__ import annotations

import numpy as np

from recsys_core.evaluation.curves import TradeOff, measure
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.evaluation.paths import exact_paths
from recsys_core.models.candidates import top_candidates
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.registry import REGISTRY
from recsys_core.types import FloatArray, Interactions, ItemSpace

N_ITEMS, N_KINDS, N_LIKED, N_KNOWN = 500, 12, 8, 15


def population(n_people: int, *, reranker: str = "mmr", seed: int = 20261124) -> TradeOff:
    """People with tastes over kinds of items, a model that knows them imperfectly, and what they liked.

    Args:
        n_people: size of the population.
        reranker: whose settings are measured.
        seed: the same seed makes the same people.

    Returns:
        The measured trade-off; its means over all people are the truth.
    """
    rng = np.random.default_rng(seed)
    kinds = rng.random((N_ITEMS, N_KINDS)) < 0.12
    kinds[np.arange(N_ITEMS), rng.integers(0, N_KINDS, N_ITEMS)] = True
    taste = rng.gamma(0.4, size=(n_people, N_KINDS))
    taste /= taste.sum(axis=1, keepdims=True)
    appeal = rng.normal(0.0, 1.0, N_ITEMS)
    utility = 4.0 * taste @ (kinds / kinds.sum(axis=1, keepdims=True)).T + appeal
    known = _chosen(rng, utility, N_KNOWN)
    rest = utility - np.where(known.matrix().toarray() > 0, 1e9, 0.0)
    liked = _chosen(rng, rest, N_LIKED)
    scores = utility + rng.normal(0.0, 0.7, utility.shape)
    candidates = top_candidates(scores.astype(np.float32), known, 100)
    space = ItemSpace("categories", kinds.astype(np.float32), "jaccard")
    inputs = RerankInputs(candidates.relevance, candidates.items, space, None, None)
    paths = exact_paths(inputs, REGISTRY[reranker], 10)
    only = ["ndcg", "recall", "mrr", "ild", "long_tail", "coverage", "gini", "entropy"]
    return measure(GroundTruth(liked, known, {"categories": space}), paths, only=only)


def _chosen(rng: np.random.Generator, utility: FloatArray, each: int) -> Interactions:
    """``each`` items a person, likelier ones more often (Gumbel top-k of the utilities)."""
    n_people, n_items = utility.shape
    items = np.argsort(-(utility + rng.gumbel(size=utility.shape)), axis=1)[:, :each]
    user_idx = np.repeat(np.arange(n_people, dtype=np.int32), each)
    n = len(user_idx)
    return Interactions(
        user_idx, items.ravel().astype(np.int32), np.ones(n, np.float32), np.full(n, 5, np.int8),
        np.tile(np.arange(each, dtype=np.float64), n_people), n_people, n_items,
    )  # fmt: skip
