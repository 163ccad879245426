"""Cross-entropy over the whole catalogue."""

from __future__ import annotations

import torch
from torch import Tensor


def catalogue_cross_entropy(scores: Tensor, targets: Tensor, seen: Tensor) -> dict[str, Tensor]:
    """How surprised the softmax over all unseen items is by what came next.

    ``- sum_i t_ui log softmax(s_u)_i / sum_i t_ui``, mean over the people who have a target.

    Args:
        scores: (n_people, n_items).
        targets: (n_people, n_items), weights at least 0; a target must not be seen.
        seen: (n_people, n_items) bool, items left out of the softmax.

    Returns:
        ``{"relevance": ()}``; 0 when nobody has a target.
    """
    log_probability = torch.log_softmax(scores.masked_fill(seen, -1e4), dim=1)
    mass = targets.sum(dim=1)
    surprise = -(targets * log_probability).sum(dim=1) / mass.clamp(min=1e-6)
    counted = mass > 0
    return {"relevance": surprise[counted].sum() / counted.sum().clamp(min=1)}
