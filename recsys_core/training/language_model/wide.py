"""The wide branch as tensors: models/wide.py for people who are all in the fit, with gradient."""

from __future__ import annotations

import torch
from torch import Tensor

from recsys_core.models.language_model.wide import LeaveOneOutEase
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

    def __call__(self, users: Tensor, inputs: Tensor) -> Tensor:
        """Score.

        Args:
            users: (n,) rows of the history given above; a history cut short still leaves all rows of its
                person out of the matrix.
            inputs: (n, n_items) what is multiplied with the matrix, with gradient.

        Returns:
            (n, n_items).
        """
        direction = self._directions[users]
        along = (inputs * direction).sum(dim=1, keepdim=True)
        numerator = inputs @ self._precision + along * direction
        return inputs - numerator / (self._diagonal + direction.square())
