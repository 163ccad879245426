"""Squared error of predicted ratings."""

from __future__ import annotations

from torch import Tensor


def squared_error(predicted: Tensor, ratings: Tensor, weights: Tensor | None = None) -> dict[str, Tensor]:
    """Mean squared error.

    For the plain form ``predicted = h_u^T W h_i`` over n ratings the gradient of W is
    ``2 / n * sum (h_u^T W h_i - r) h_u h_i^T``.

    Args:
        predicted: (n,).
        ratings: (n,), in the data's units.
        weights: (n,) at least 0; None counts every rating once.

    Returns:
        ``{"rating": ()}``.
    """
    error = (predicted - ratings).square()
    if weights is None:
        return {"rating": error.mean()}
    return {"rating": (error * weights).sum() / weights.sum().clamp(min=1e-6)}
