"""Stop a training whose loss has left the numbers."""

from __future__ import annotations

import torch
from torch import Tensor

from recsys_core.errors import RecsysError


class TrainingError(RecsysError):
    """A training cannot go on; nothing was written."""


def check_finite(loss: Tensor, where: str) -> None:
    """Raise TrainingError, naming ``where``, unless the loss is finite."""
    if not torch.isfinite(loss).all():
        raise TrainingError(
            f"The loss is {float(loss.detach())} in batch: {where}. Nothing was written. "
            "Lower the learning rate, or check the data for extreme values."
        )
