"""What the lessons compute: small worked examples of the engine, the metrics and the rating model."""

from recsys_core.decisions.explain.best_list import AllLists, all_lists, list_terms
from recsys_core.decisions.explain.crossing import Crossing, crossing
from recsys_core.decisions.explain.greedy_steps import GreedyStep, greedy_steps
from recsys_core.decisions.explain.rating_model import RatingCase, best_rate, gradients, six_ratings
from recsys_core.decisions.explain.two_tastes import Expectation, TwoTastes, expect
from recsys_core.evaluation.paths import Paths, exact_paths
from recsys_core.metrics.similarity import space_similarity
from recsys_core.rerank import REGISTRY, RerankInputs, mmr

__all__ = [
    "REGISTRY",
    "AllLists",
    "Crossing",
    "Expectation",
    "GreedyStep",
    "Paths",
    "RatingCase",
    "RerankInputs",
    "TwoTastes",
    "all_lists",
    "best_rate",
    "crossing",
    "exact_paths",
    "expect",
    "gradients",
    "greedy_steps",
    "list_terms",
    "mmr",
    "six_ratings",
    "space_similarity",
]
