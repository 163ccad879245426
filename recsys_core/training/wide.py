"""The wide branch as tensors: models/wide.py for people who are all in the fit, with gradient."""

from __future__ import annotations

import torch
from torch import Tensor

from recsys_core.models.wide import LeaveOneOutEase
from recsys_core.types import Interactions


class WideBranch:
    """Scores of weighted histories by EASE without each person's own rows.

    Args:
        ease: solved on ``history``.
        history: everyone who will be trained on.
    """

    def __init__(self, ease: LeaveOneOutEase, history: Interactions) -> None:
        self._precision = torch.from_numpy(ease.precision)
        self._diagonal = torch.from_numpy(ease.diagonal)
        self._directions = torch.from_numpy(ease.directions(history))

    def __call__(self, inputs: Tensor, users: Tensor) -> Tensor:
        """Score.

        Args:
            inputs: (n, n_items) history weights; a history cut short still leaves all rows of its person out.
            users: (n,) rows of the history given above.

        Returns:
            (n, n_items).
        """
        direction = self._directions[users]
        along = (inputs * direction).sum(dim=1, keepdim=True)
        numerator = inputs @ self._precision + along * direction
        return inputs - numerator / (self._diagonal + direction.square())
