"""The wide branch in torch: models.language_model.wide for fitted users, with gradient."""

from __future__ import annotations

import torch
from torch import Tensor

from recsys_core.models.language_model.wide import LeaveOneOutEase
from recsys_core.types import Interactions


class WideBranch:
    """Scores of weighted histories by EASE, each user's own history left out of the matrix.

    Args:
        ease: solved on ``history``.
        history: of all users to train on.
        device: of the branch.
    """

    def __init__(
        self, ease: LeaveOneOutEase, history: Interactions, device: torch.device | None = None
    ) -> None:
        self._precision, self._diagonal, self._directions = (
            torch.from_numpy(array).to(device)
            for array in (ease.precision, ease.diagonal, ease.directions(history))
        )

    def __call__(self, users: Tensor, inputs: Tensor) -> Tensor:
        """Score.

        Args:
            users: (n,) users of the history above; even when only part of a history is scored, all of it is
                left out of the matrix.
            inputs: (n, n_items) weights to multiply with the matrix, with gradient.

        Returns:
            (n, n_items).
        """
        direction = self._directions[users]
        along = (inputs * direction).sum(dim=1, keepdim=True)
        numerator = inputs @ self._precision + along * direction
        return inputs - numerator / (self._diagonal + direction.square())
