"""The recommenders that need nothing but interactions, by name."""

from __future__ import annotations

from collections.abc import Callable

from recsys_core.models.als import ImplicitAls
from recsys_core.models.base import Recommender
from recsys_core.models.biased_mf import BiasedMf
from recsys_core.models.bpr import Bpr
from recsys_core.models.ease import Ease, ease_recency
from recsys_core.models.item_knn import ItemKnn, item_knn_recency
from recsys_core.models.popularity import Popularity
from recsys_core.models.pure_svd import PureSvd
from recsys_core.models.rating_model import RatingModel
from recsys_core.models.svd_plus_plus import SvdPlusPlus

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
"""Each call gives a fresh, unfitted model with the settings tuned on validation."""

RATING_REGISTRY: dict[str, Callable[[], RatingModel]] = {
    "biased_mf": BiasedMf,
    "svd_plus_plus": SvdPlusPlus,
}
"""The same for models that predict ratings."""
