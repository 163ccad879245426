"""What training loops share: their error, the check of the loss, and the epoch loop of small models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LRScheduler

from recsys_core.errors import RecsysError
from recsys_core.models.checks import check_above, check_at_least
from recsys_core.types import FloatArray, IndexArray


class TrainingError(RecsysError):
    """Training cannot continue; nothing was written."""


def check_finite(loss: Tensor, where: str) -> None:
    """Raise TrainingError, naming the batch ``where``, when the loss is NaN or infinite."""
    if not torch.isfinite(loss).all():
        raise TrainingError(
            f"The loss is {float(loss.detach())} in batch: {where}. Nothing was written. "
            "Lower the learning rate, or check the data for extreme values."
        )


@dataclass(frozen=True)
class Descent:
    """Minibatch descent with AdamW over users: the settings of a fit, and its loop.

    Attributes:
        n_epochs: passes over the users, at least 1.
        learning_rate: of AdamW, above 0.
        weight_decay: of AdamW, at least 0.
        dropout: of the network, in [0, 1).
        batch_users: users per step, at least 1.

    Raises:
        ValueError: a setting is outside its range.
    """

    n_epochs: int
    learning_rate: float
    weight_decay: float
    dropout: float
    batch_users: int

    def __post_init__(self) -> None:
        check_at_least(1, n_epochs=self.n_epochs, batch_users=self.batch_users)
        check_above(0, learning_rate=self.learning_rate)
        check_at_least(0, weight_decay=self.weight_decay)
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout must be in [0, 1), got {self.dropout}")

    def n_batches(self, n_users: int) -> int:
        """Steps per epoch over ``n_users`` users."""
        return -(-n_users // self.batch_users)

    def optimiser(self, net: nn.Module) -> torch.optim.AdamW:
        """AdamW over a network's parameters."""
        return torch.optim.AdamW(net.parameters(), lr=self.learning_rate, weight_decay=self.weight_decay)

    def epochs(
        self,
        net: nn.Module,
        optimiser: torch.optim.Optimizer,
        *,
        batches: Callable[[], Iterable[IndexArray]],
        loss: Callable[[IndexArray], Tensor | None],
        name: str,
        clip: float | None = None,
        schedule: LRScheduler | None = None,
    ) -> Iterator[int]:
        """Train ``net`` in place, yielding 1, 2, ... after each epoch.

        Args:
            net: in training mode during every epoch.
            optimiser: over its parameters.
            batches: the users of each step of an epoch, called once per epoch.
            loss: of a batch of users; None skips the batch.
            name: of the model, for error messages.
            clip: largest gradient norm, None for no limit.
            schedule: stepped after each step of the optimiser.

        Raises:
            TrainingError: the loss is NaN or infinite.
        """
        for epoch in range(1, self.n_epochs + 1):
            net.train()
            for users in batches():
                value = loss(users)
                if value is None:
                    continue
                check_finite(value, f"{name}, epoch {epoch}")
                optimiser.zero_grad()
                value.backward()
                if clip is not None:
                    nn.utils.clip_grad_norm_(net.parameters(), clip)
                optimiser.step()
                if schedule is not None:
                    schedule.step()
            yield epoch


def copy_to_numpy(tensor: Tensor) -> FloatArray:
    """A tensor's values in an array of their own."""
    return tensor.detach().numpy().copy()
