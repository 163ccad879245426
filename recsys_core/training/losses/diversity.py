"""Diversity as a loss: how alike is what the model would show, and to whom does it show everything?

Each term falls as diversity rises; the loop multiplies it by ``diversity_weight``, which is not the λ of the
rerankers.
"""

from __future__ import annotations

import torch
from torch import Tensor


def expected_similarity(probability: Tensor, vectors: Tensor) -> dict[str, Tensor]:
    """Similarity of two items drawn from a person's softmax, mean over people.

    ``E_{i,j ~ p_u} v_i . v_j = |sum_i p_ui v_i|²``: with unit vectors it is 1 for a list of one kind.

    Args:
        probability: (n_people, n_items), rows sum to 1.
        vectors: (n_items, d) unit rows, what "similar" means.

    Returns:
        ``{"diversity": ()}`` in [0, 1] for non-negative similarities.
    """
    return {"diversity": (probability @ vectors).square().sum(dim=1).mean()}


def similarity_to_centre(probability: Tensor, vectors: Tensor) -> dict[str, Tensor]:
    """How near the shown items are to the catalogue's mean item: low when lists leave the mainstream.

    Args:
        probability: (n_people, n_items), rows sum to 1.
        vectors: (n_items, d) unit rows.

    Returns:
        ``{"diversity": ()}`` in [-1, 1].
    """
    centre = torch.nn.functional.normalize(vectors.mean(dim=0), dim=0)
    return {"diversity": (probability @ (vectors @ centre)).mean()}


def exposure_concentration(probability: Tensor) -> dict[str, Tensor]:
    """One minus the scaled entropy of who is shown over all people: 0 when all items are shown alike.

    Args:
        probability: (n_people, n_items), rows sum to 1.

    Returns:
        ``{"diversity": ()}`` in [0, 1].
    """
    exposure = probability.mean(dim=0)
    entropy = -(exposure * exposure.clamp(min=1e-12).log()).sum()
    largest = torch.tensor(float(max(2, len(exposure)))).log()
    return {"diversity": 1.0 - entropy / largest}


def alignment(vectors: Tensor) -> dict[str, Tensor]:
    """Mean squared cosine between different items: 0 when all item vectors are orthogonal.

    Args:
        vectors: (n_items, d), any length but zero.

    Returns:
        ``{"diversity": ()}`` in [0, 1]; 0 for a single item.
    """
    unit = torch.nn.functional.normalize(vectors, dim=1)
    n = len(unit)
    pairs = (unit.T @ unit).square().sum() - n  # |U U^T|² = |U^T U|², and the diagonal is n ones
    return {"diversity": pairs.clamp(min=0.0) / max(1, n * (n - 1))}
