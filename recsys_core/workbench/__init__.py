"""The one facade: a data set, its models and every trade-off, computed once and shared by all who ask."""

from recsys_core.workbench.bench import (
    DEFAULT_RERANKER,
    FALLBACK_MODEL,
    LANGUAGE_MODEL,
    ZERO_SHOT,
    Workbench,
)

__all__ = ["DEFAULT_RERANKER", "FALLBACK_MODEL", "LANGUAGE_MODEL", "ZERO_SHOT", "Workbench"]
