"""Pairwise ranking: what was liked above what was not met."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional


def bayesian_personalised(positive: Tensor, negative: Tensor) -> dict[str, Tensor]:
    """BPR (Rendle et al., UAI 2009): ``-log sigmoid(s_positive - s_negative)``, mean over pairs.

    Args:
        positive: (n,) scores.
        negative: (n,) or (n, m) scores to stay below them.

    Returns:
        ``{"relevance": ()}``.
    """
    if negative.ndim == 2:
        positive = positive[:, None]
    return {"relevance": functional.softplus(negative - positive).mean()}
