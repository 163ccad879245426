"""Teach text vectors what a collaborative model knows about the items."""

from __future__ import annotations

from torch import Tensor


def distillation(
    predicted: Tensor, factors: Tensor, weights: Tensor, vectors: Tensor, pretrained: Tensor
) -> dict[str, Tensor]:
    """Squared error of predicted collaborative factors, and how far the vectors drifted.

    Args:
        predicted: (n, n_factors), a linear reading of the text vectors.
        factors: (n, n_factors), the teacher's.
        weights: (n,), trust in each item's factors.
        vectors: (n, d) current text vectors.
        pretrained: (n, d) vectors before training.

    Returns:
        ``{"factors": (), "drift": ()}``, each a mean over items of a sum over dimensions.
    """
    error = (predicted - factors).square().sum(dim=1)
    drift = (vectors - pretrained).square().sum(dim=1)
    return {"factors": (error * weights).mean(), "drift": drift.mean()}
