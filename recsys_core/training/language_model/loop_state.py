"""The state of the towers' training loop, so that a stopped training resumes to the same result."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from recsys_core.training.language_model.towers import Towers
from recsys_core.training.optimiser import skip_to_step

Tensors = dict[str, Tensor]


@dataclass
class LoopState:
    """What the loop has done so far.

    Attributes:
        epoch: epochs done.
        losses: mean loss of each.
        metrics: (epoch, validation value) of each validation.
        best_epoch: the epoch with the best value, if training stops on it, else 0.
        best: the towers' weights at that epoch.
        done: whether the loop has ended.
    """

    epoch: int = 0
    losses: list[float] = field(default_factory=list)
    metrics: list[tuple[int, float]] = field(default_factory=list)
    best_epoch: int = 0
    best: Tensors = field(default_factory=dict)
    done: bool = False

    def capture(self, towers: Towers, optimiser: Optimizer, generator: torch.Generator) -> Tensors:
        """This state, the weights, the optimiser's moments and the random streams, as tensors by name."""
        tensors = {
            "epoch": torch.tensor(self.epoch),
            "done": torch.tensor(self.done),
            "losses": torch.tensor(self.losses, dtype=torch.float64),
            "metrics": torch.tensor(self.metrics, dtype=torch.float64).reshape(-1, 2),
            "best_epoch": torch.tensor(self.best_epoch),
            "generator": generator.get_state(),
            "random": torch.get_rng_state(),
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
        cls,
        tensors: Tensors,
        towers: Towers,
        optimiser: Optimizer,
        schedule: LRScheduler,
        generator: torch.Generator,
        steps: int,
    ) -> LoopState:
        """The inverse of ``capture``: restores everything in place and returns the state.

        Args:
            tensors: from ``capture``.
            towers: newly made by the same configuration.
            optimiser: new, over the towers' parameters.
            schedule: new, on the optimiser.
            generator: of cuts and order.
            steps: optimiser steps per epoch.
        """
        towers.load_state_dict(_with_prefix("towers.", tensors))
        moments: dict[int, Tensors] = {}
        for name, value in _with_prefix("optimiser.", tensors).items():
            number, _, what = name.partition(".")
            moments.setdefault(int(number), {})[what] = value
        groups = optimiser.state_dict()["param_groups"]
        optimiser.load_state_dict({"state": moments, "param_groups": groups})
        epoch = int(tensors["epoch"])
        skip_to_step(schedule, epoch * steps)
        generator.set_state(tensors["generator"])
        torch.set_rng_state(tensors["random"])
        if towers.text.is_cuda and "random.cuda" in tensors:
            torch.cuda.set_rng_state(tensors["random.cuda"], towers.text.device)
        metrics = [(int(at), float(value)) for at, value in tensors["metrics"].tolist()]
        return cls(
            epoch,
            tensors["losses"].tolist(),
            metrics,
            int(tensors["best_epoch"]),
            _with_prefix("best.", tensors),
            bool(tensors["done"]),
        )


def _with_prefix(prefix: str, tensors: Tensors) -> Tensors:
    """The tensors whose names start with ``prefix``, under the rest of their names."""
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
