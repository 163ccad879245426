"""Everything a training loop needs to go on as if it had never stopped."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from recsys_core.training.schedule import at_step
from recsys_core.training.towers import Towers

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
