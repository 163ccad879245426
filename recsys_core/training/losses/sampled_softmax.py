"""Cross-entropy over a sample of the catalogue, corrected for how the sample was drawn."""

from __future__ import annotations

import torch
from torch import Tensor


def sampled_softmax(
    positive: Tensor, negative: Tensor, positive_chance: Tensor, negative_chance: Tensor,
    collides: Tensor | None = None,
) -> dict[str, Tensor]:
    """Cross-entropy with log-Q correction (Bengio & Senécal, 2008; Yi et al., RecSys 2019).

    The logarithm of an item's chance to be drawn is taken off its score, so that popular items, drawn often,
    are not pushed down more than the full softmax would. With every item drawn once at one chance it is the
    full softmax.

    Args:
        positive: (n,) scores of what followed.
        negative: (n, m) scores of sampled items.
        positive_chance: (n,) how often one draw gives the positive, in (0, 1].
        negative_chance: (n, m) or (m,), the same for the sample.
        collides: (n, m) bool, sampled items that are the positive itself and do not count; None for none.

    Returns:
        ``{"relevance": ()}``.
    """
    lowered = negative - negative_chance.log()
    if collides is not None:
        lowered = lowered.masked_fill(collides, -1e4)
    scores = torch.cat([(positive - positive_chance.log())[:, None], lowered], dim=1)
    return {"relevance": -torch.log_softmax(scores, dim=1)[:, 0].mean()}
