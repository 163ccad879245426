"""Contrast within a batch: each anchor finds its own partner."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def info_nce(
    anchors: Tensor, partners: Tensor, temperature: float = 0.07, same: Tensor | None = None
) -> dict[str, Tensor]:
    """InfoNCE (van den Oord et al., 2018) on cosine similarity, in one direction.

    Args:
        anchors: (n, d).
        partners: (n, d), row by row the right answers.
        temperature: above 0; smaller is stricter.
        same: (n, n) bool, off-diagonal pairs that are right as well and do not count as wrong; None for none.

    Returns:
        ``{"contrast": ()}``; 0 for a single pair.

    Raises:
        ValueError: temperature is not above 0.
    """
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
    similarity = functional.normalize(anchors, dim=1) @ functional.normalize(partners, dim=1).T / temperature
    if same is not None:
        diagonal = torch.eye(len(similarity), dtype=torch.bool, device=similarity.device)
        similarity = similarity.masked_fill(same & ~diagonal, -1e4)
    right = torch.arange(len(similarity), device=similarity.device)
    return {"contrast": functional.cross_entropy(similarity, right)}
