"""Everything a training loop needs to go on as if it had never stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from recsys_core.errors import RecsysError
from recsys_core.training.language_model.towers import Towers
from recsys_core.training.optimiser import at_step

# --- Stop a training whose loss has left the numbers

class TrainingError(RecsysError):
    """A training cannot go on; nothing was written."""


def check_finite(loss: Tensor, where: str) -> None:
    """Raise TrainingError, naming ``where``, unless the loss is finite."""
    if not torch.isfinite(loss).all():
        raise TrainingError(
            f"The loss is {float(loss.detach())} in batch: {where}. Nothing was written. "
            "Lower the learning rate, or check the data for extreme values."
        )


# --- What settings of models trained by descent must keep to

def check_settings(
    counts: Mapping[str, tuple[int, int]], *, learning_rate: float, weight_decay: float, dropout: float
) -> None:
    """Raise ValueError where a setting makes no sense.

    Args:
        counts: by name the setting and the least it may be.
        learning_rate: above 0.
        weight_decay: at least 0.
        dropout: in [0, 1).
    """
    for setting, (count, least) in counts.items():
        if count < least:
            raise ValueError(f"{setting} must be at least {least}, got {count}")
    if learning_rate <= 0 or weight_decay < 0 or not 0 <= dropout < 1:
        raise ValueError(
            "learning_rate must be above 0, weight_decay at least 0 and dropout in [0, 1), "
            f"got {learning_rate}, {weight_decay} and {dropout}"
        )


Tensors = dict[str, Tensor]


@dataclass
class LoopState:
    """What the loop has seen so far.

    Attributes:
        epoch: passes done.
        losses: mean loss of each.
        metrics: (epoch, validation value) wherever it was measured.
        best_epoch: the best of them where training stops on it, else 0.
        best: the towers' weights then.
        done: whether the loop has ended.
    """

    epoch: int = 0
    losses: list[float] = field(default_factory=list)
    metrics: list[tuple[int, float]] = field(default_factory=list)
    best_epoch: int = 0
    best: Tensors = field(default_factory=dict)
    done: bool = False

    def capture(self, towers: Towers, optimiser: Optimizer, generator: torch.Generator) -> Tensors:
        """This, the weights, the optimiser's moments and both random streams, as tensors by name."""
        tensors = {
            "epoch": torch.tensor(self.epoch), "done": torch.tensor(self.done),
            "losses": torch.tensor(self.losses, dtype=torch.float64),
            "metrics": torch.tensor(self.metrics, dtype=torch.float64).reshape(-1, 2),
            "best_epoch": torch.tensor(self.best_epoch),
            "generator": generator.get_state(), "random": torch.get_rng_state(),
        }
        if towers.text.is_cuda:
            tensors["random.cuda"] = torch.cuda.get_rng_state(towers.text.device)
        tensors |= {f"best.{name}": value for name, value in self.best.items()}
        tensors |= {f"towers.{name}": value for name, value in towers.state_dict().items()}
        for number, moments in optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{number}.{name}": value for name, value in moments.items()}
        return {name: value.clone().contiguous() for name, value in tensors.items()}

    @classmethod
    def restore(
        cls, tensors: Tensors, towers: Towers, optimiser: Optimizer, schedule: LRScheduler,
        generator: torch.Generator, steps: int,
    ) -> LoopState:
        """The inverse of ``capture``: puts everything back and returns what the loop has seen.

        Args:
            tensors: from ``capture``.
            towers: freshly made by the same recipe.
            optimiser: fresh, over the towers' parameters.
            schedule: fresh, on the optimiser.
            generator: of cuts and order.
            steps: of the optimiser in a pass.
        """
        towers.load_state_dict(_under("towers.", tensors))
        moments: dict[int, Tensors] = {}
        for name, value in _under("optimiser.", tensors).items():
            number, _, what = name.partition(".")
            moments.setdefault(int(number), {})[what] = value
        groups = optimiser.state_dict()["param_groups"]
        optimiser.load_state_dict({"state": moments, "param_groups": groups})
        epoch = int(tensors["epoch"])
        at_step(schedule, epoch * steps)
        generator.set_state(tensors["generator"])
        torch.set_rng_state(tensors["random"])
        if towers.text.is_cuda and "random.cuda" in tensors:
            torch.cuda.set_rng_state(tensors["random.cuda"], towers.text.device)
        metrics = [(int(at), float(value)) for at, value in tensors["metrics"].tolist()]
        return cls(
            epoch, tensors["losses"].tolist(), metrics, int(tensors["best_epoch"]),
            _under("best.", tensors), bool(tensors["done"]),
        )


def _under(prefix: str, tensors: Tensors) -> Tensors:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
