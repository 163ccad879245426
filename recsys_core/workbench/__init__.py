"""The one facade: a data set, its models and every trade-off, computed once and shared by all callers."""

from recsys_core.workbench.bench import Workbench
from recsys_core.workbench.sources import DEFAULT_RERANKER, LANGUAGE_MODEL, ZERO_SHOT

__all__ = ["DEFAULT_RERANKER", "LANGUAGE_MODEL", "ZERO_SHOT", "Workbench"]
