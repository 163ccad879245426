"""Batches of users: what they did before a cut in their history, and what they did right after it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from recsys_core.types import Interactions

MAX_LENGTH = 2000  # positions kept per user; only the channel that never forgets would weigh older ones


@dataclass(frozen=True)
class Batch:
    """Users in rows, positions in columns, oldest first.

    Attributes:
        users: (n,) rows of the history they come from.
        items: (n, length) item indices, 0 after the end.
        levels: (n, length) 0..4, one below the rating level.
        lengths: (n,) positions in use.
    """

    users: Tensor
    items: Tensor
    levels: Tensor
    lengths: Tensor


class Sequences:
    """Histories as tensors, ready to be batched.

    Args:
        history: of all users.
        device: of the tensors and all batches.
    """

    def __init__(self, history: Interactions, device: torch.device | None = None) -> None:
        self.n_items = history.n_items
        self.counts, self._end, self._items, self._levels = (
            torch.from_numpy(array.astype("int64")).to(device)
            for array in (history.counts, history.offsets[1:], history.item_idx, history.level - 1)
        )

    def batch(self, users: Tensor) -> Batch:
        """The newest MAX_LENGTH positions of ``users``."""
        lengths = self.counts[users].clamp(max=MAX_LENGTH)
        position = torch.arange(max(1, int(lengths.max())), device=lengths.device)[None]
        inside = position < lengths[:, None]
        rows = ((self._end[users] - lengths)[:, None] + position).clamp(max=max(0, len(self._items) - 1))
        return Batch(
            users,
            torch.where(inside, self._items[rows], 0),
            torch.where(inside, self._levels[rows], 0),
            lengths,
        )


def random_cuts(lengths: Tensor, generator: torch.Generator) -> Tensor:
    """(n,) a uniform position in 2..length - 1 per user; everything before it is the history."""
    share = torch.rand(len(lengths), generator=generator).to(lengths.device)  # the same on every device
    cuts = (2 + share * (lengths - 2).float()).floor().long()
    return torch.minimum(cuts, lengths - 1).clamp(min=1)


def following(batch: Batch, cuts: Tensor, window: Tensor, level_weights: Tensor, n_items: int) -> Tensor:
    """(n, n_items): weights of the ``window`` (n,) positions from each cut on."""
    position = torch.arange(batch.items.shape[1], device=cuts.device)[None]
    stop = torch.minimum(cuts + window, batch.lengths)
    inside = (position >= cuts[:, None]) & (position < stop[:, None])
    weights = level_weights[batch.levels] * inside
    return torch.zeros(len(cuts), n_items, device=cuts.device).scatter_add(1, batch.items, weights)


def preceding(batch: Batch, cuts: Tensor, n_items: int) -> Tensor:
    """(n, n_items) bool: items before each cut."""
    position = torch.arange(batch.items.shape[1], device=cuts.device)[None]
    before = ((position < cuts[:, None]) & (position < batch.lengths[:, None])).float()
    return torch.zeros(len(cuts), n_items, device=cuts.device).scatter_add(1, batch.items, before) > 0
