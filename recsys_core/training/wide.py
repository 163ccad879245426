"""The wide branch as tensors: models/wide.py for people who are all in the fit, with gradient."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from recsys_core.models.wide import LeaveOneOutEase
from recsys_core.training.sequences import Batch
from recsys_core.types import Interactions


class WideBranch:
    """Scores of weighted histories by EASE without each person's own rows.

    Args:
        ease: solved on ``history``.
        history: everyone who will be trained on.
        device: where the branch shall be.
    """

    def __init__(
        self, ease: LeaveOneOutEase, history: Interactions, device: torch.device | None = None
    ) -> None:
        self._precision, self._diagonal, self._directions = (
            torch.from_numpy(array).to(device)
            for array in (ease.precision, ease.diagonal, ease.directions(history)))

    def __call__(self, batch: Batch, weights: Tensor, kept: Tensor) -> Tensor:
        """Score.

        Rows of the matrix are summed for the positions in use alone: a product with dense histories would
        take some fifty times as long.

        Args:
            batch: people of the history given above; a history cut short still leaves all rows of its person
                out of the matrix.
            weights: (n, length) of each position, with gradient.
            kept: (n, length) bool, positions in use.

        Returns:
            (n, n_items).
        """
        person = torch.nonzero(kept)[:, 0]
        items, values = batch.items[kept], weights[kept]
        starts = torch.searchsorted(person, torch.arange(len(kept), device=kept.device))
        products = functional.embedding_bag(
            items, self._precision, starts, mode="sum", per_sample_weights=values)
        direction = self._directions[batch.users]
        along = direction.new_zeros(len(kept)).index_add(0, person, values * direction[person, items])
        numerator = products + along[:, None] * direction
        inputs = torch.zeros_like(direction).index_put((person, items), values, accumulate=True)
        return inputs - numerator / (self._diagonal + direction.square())
