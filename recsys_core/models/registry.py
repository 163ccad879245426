"""Models that learn from interactions alone and need no torch, by name."""

from __future__ import annotations

from collections.abc import Callable

from recsys_core.models.base import RatingModel, Recommender
from recsys_core.models.classic.als import ImplicitAls
from recsys_core.models.classic.biased_mf import BiasedMf
from recsys_core.models.classic.bpr import Bpr
from recsys_core.models.classic.ease import Ease, ease_recency
from recsys_core.models.classic.item_knn import ItemKnn, item_knn_recency
from recsys_core.models.classic.popularity import Popularity
from recsys_core.models.classic.pure_svd import PureSvd
from recsys_core.models.classic.svd_plus_plus import SvdPlusPlus

REGISTRY: dict[str, Callable[[], Recommender]] = {
    "popularity": Popularity,
    "ease": Ease,
    "ease_recency": ease_recency,
    "item_knn": ItemKnn,
    "item_knn_recency": item_knn_recency,
    "als": ImplicitAls,
    "pure_svd": PureSvd,
    "bpr": Bpr,
}
"""Each call returns a new, unfitted recommender with the settings tuned on validation."""

RATING_REGISTRY: dict[str, Callable[[], RatingModel]] = {
    "biased_mf": BiasedMf,
    "svd_plus_plus": SvdPlusPlus,
}
"""Each call returns a new, unfitted rating model with the settings tuned on validation."""
