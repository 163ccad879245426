"""What every reranker asks of its arguments."""

from __future__ import annotations

import numpy as np

from recsys_core.types import FloatArray


def check_inputs(relevance: FloatArray, k: int, lambda_: float) -> None:
    """Hold relevance, list length and λ to their ranges.

    Raises:
        ValueError: relevance is not one finite row, k < 1, or lambda_ is outside [0, 1].
    """
    if np.ndim(relevance) != 1:
        raise ValueError(f"relevance must have shape (n_candidates,), got {np.shape(relevance)}")
    if not np.all(np.isfinite(relevance)):
        raise ValueError("relevance must be finite, got nan or inf")
    check_length(k)
    check_lambda(lambda_)


def check_length(k: int) -> None:
    """Hold the list length to at least one.

    Raises:
        ValueError: k < 1.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")


def check_lambda(lambda_: float) -> None:
    """Hold λ to [0, 1].

    Raises:
        ValueError: lambda_ is outside [0, 1] or not a number.
    """
    if not 0 <= lambda_ <= 1:
        raise ValueError(f"lambda_ must lie in [0, 1], got {lambda_}")


def check_similarity(similarity: FloatArray, n_candidates: int) -> None:
    """Hold a similarity matrix to one row and one column a candidate.

    Raises:
        ValueError: shapes disagree or a value is not finite.
    """
    if np.shape(similarity) != (n_candidates, n_candidates):
        raise ValueError(
            f"similarity must have shape ({n_candidates}, {n_candidates}) like relevance, "
            f"got {np.shape(similarity)}"
        )
    if not np.all(np.isfinite(similarity)):
        raise ValueError("similarity must be finite, got nan or inf")


def check_aspects(aspects: FloatArray, wanted: FloatArray, n_candidates: int) -> None:
    """Hold memberships and the profile to agreeing shapes and to values that can be shares.

    Raises:
        ValueError: shapes disagree, or a value is negative or not finite.
    """
    if np.ndim(aspects) != 2 or len(aspects) != n_candidates or np.shape(wanted) != (aspects.shape[1],):
        raise ValueError(
            f"aspects must have shape ({n_candidates}, n_aspects) and the profile (n_aspects,), "
            f"got {np.shape(aspects)} and {np.shape(wanted)}"
        )
    for name, values in (("aspects", aspects), ("profile", wanted)):
        if not np.all(np.isfinite(values)) or np.any(values < 0):
            raise ValueError(f"{name} must be finite and at least 0")
