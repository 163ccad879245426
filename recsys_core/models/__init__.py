"""Models: turn a user's history into a relevance score for every item."""

from recsys_core.models.base import Recommender
from recsys_core.models.candidates import top_candidates
from recsys_core.models.registry import REGISTRY

__all__ = ["REGISTRY", "Recommender", "top_candidates"]
