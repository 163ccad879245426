"""Turn a history into a relevance score for every item."""

from recsys_core.models.base import Recommender
from recsys_core.models.candidates import top_candidates
from recsys_core.models.registry import REGISTRY

VERSION = 1
"""Raised when a change of code changes scores, so that stored candidates are made again."""

__all__ = ["REGISTRY", "VERSION", "Recommender", "top_candidates"]
