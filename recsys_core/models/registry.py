"""The recommenders that need nothing but interactions, by name."""

from __future__ import annotations

from collections.abc import Callable

from recsys_core.models.base import Recommender
from recsys_core.models.ease import Ease, ease_recency
from recsys_core.models.popularity import Popularity

REGISTRY: dict[str, Callable[[], Recommender]] = {
    "popularity": Popularity,
    "ease": Ease,
    "ease_recency": ease_recency,
}
"""Each call gives a fresh, unfitted model with the settings tuned on validation."""
