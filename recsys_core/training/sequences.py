"""Batches of people: what they did before a cut, and what they did right after it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from recsys_core.types import Interactions

LONGEST = 2000  # positions kept of a person; older ones weigh nothing under any decay but the last


@dataclass(frozen=True)
class Batch:
    """People in rows, positions in columns, oldest first.

    Attributes:
        users: (n,) rows of the history they came from.
        items: (n, length) item indices, 0 behind the end.
        levels: (n, length) 0..4, one below the rating level.
        lengths: (n,) positions in use.
    """

    users: Tensor
    items: Tensor
    levels: Tensor
    lengths: Tensor


class Sequences:
    """Histories as tensors, ready to be cut into batches."""

    def __init__(self, history: Interactions) -> None:
        self.n_items = history.n_items
        self.counts = torch.from_numpy(history.counts.astype("int64"))
        self._end = torch.from_numpy(history.offsets[1:].astype("int64"))
        self._items = torch.from_numpy(history.item_idx.astype("int64"))
        self._levels = torch.from_numpy(history.level.astype("int64") - 1)

    def batch(self, users: Tensor) -> Batch:
        """The newest positions of ``users``, at most LONGEST each."""
        lengths = self.counts[users].clamp(max=LONGEST)
        position = torch.arange(max(1, int(lengths.max())))[None]
        inside = position < lengths[:, None]
        rows = ((self._end[users] - lengths)[:, None] + position).clamp(max=max(0, len(self._items) - 1))
        return Batch(
            users,
            torch.where(inside, self._items[rows], 0),
            torch.where(inside, self._levels[rows], 0),
            lengths,
        )


def random_cuts(lengths: Tensor, generator: torch.Generator) -> Tensor:
    """(n,) a uniform position in 2..length - 1 of each person: what lies before it is the history."""
    share = torch.rand(len(lengths), generator=generator)
    cuts = (2 + share * (lengths - 2).float()).floor().long()
    return torch.minimum(cuts, lengths - 1).clamp(min=1)


def following(batch: Batch, cuts: Tensor, window: Tensor, level_weights: Tensor, n_items: int) -> Tensor:
    """(n, n_items): weights of the ``window`` (n,) positions from each cut on."""
    position = torch.arange(batch.items.shape[1])[None]
    stop = torch.minimum(cuts + window, batch.lengths)
    inside = (position >= cuts[:, None]) & (position < stop[:, None])
    weights = level_weights[batch.levels] * inside
    return torch.zeros(len(cuts), n_items).scatter_add(1, batch.items, weights)


def preceding(batch: Batch, cuts: Tensor, n_items: int) -> Tensor:
    """(n, n_items) bool: items before each cut."""
    position = torch.arange(batch.items.shape[1])[None]
    before = ((position < cuts[:, None]) & (position < batch.lengths[:, None])).float()
    return torch.zeros(len(cuts), n_items).scatter_add(1, batch.items, before) > 0
