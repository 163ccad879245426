"""What the lessons compute: small worked examples of the engine, the metrics and the rating model."""

from recsys_core.data.small_table import FEWEST, LABEL_SEPARATOR, MOST, SmallTable, read_small_table
from recsys_core.decisions.explain.behind_the_mean import BehindTheMean, behind_the_mean
from recsys_core.decisions.explain.best_list import AllLists, all_lists, list_terms
from recsys_core.decisions.explain.crossing import Crossing, crossing
from recsys_core.decisions.explain.greedy_steps import GreedyStep, greedy_steps
from recsys_core.decisions.explain.later_likes import LaterLikes, later_likes
from recsys_core.decisions.explain.other_people import Draws, draw_people
from recsys_core.decisions.explain.rare_items import RareItems, rare_items
from recsys_core.decisions.explain.rating_model import RatingCase, best_rate, gradients, six_ratings
from recsys_core.decisions.explain.tool_faults import Fault, tool_faults
from recsys_core.decisions.explain.two_tastes import Expectation, TwoTastes, expect
from recsys_core.evaluation.paths import Paths, exact_paths
from recsys_core.metrics.accuracy import ndcg, precision
from recsys_core.metrics.coverage import gini
from recsys_core.metrics.similarity import space_similarity
from recsys_core.rerank import REGISTRY, RerankInputs, mmr

__all__ = [
    "AllLists",
    "BehindTheMean",
    "Crossing",
    "Draws",
    "Expectation",
    "FEWEST",
    "Fault",
    "GreedyStep",
    "LABEL_SEPARATOR",
    "LaterLikes",
    "MOST",
    "Paths",
    "REGISTRY",
    "RareItems",
    "RatingCase",
    "RerankInputs",
    "SmallTable",
    "TwoTastes",
    "all_lists",
    "behind_the_mean",
    "best_rate",
    "crossing",
    "draw_people",
    "exact_paths",
    "expect",
    "gini",
    "gradients",
    "greedy_steps",
    "later_likes",
    "list_terms",
    "mmr",
    "ndcg",
    "precision",
    "rare_items",
    "read_small_table",
    "six_ratings",
    "space_similarity",
    "tool_faults",
]
