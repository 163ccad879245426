"""What turns gradients into steps: the optimiser that a recipe names, over one or several groups."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass
from typing import TypeVar

from torch import Tensor, optim
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR, LRScheduler, OneCycleLR

MOMENTUM = 0.9

Batch = TypeVar("Batch", bound=Sized)


@dataclass(frozen=True)
class Group:
    """Parameters that learn at one rate.

    Attributes:
        parameters: what learns.
        rate: its peak rate.
        weight_decay: at least 0.
    """

    parameters: Sequence[Tensor]
    rate: float
    weight_decay: float


def make_optimiser(name: str, groups: Sequence[Group]) -> Optimizer:
    """Adam (Kingma & Ba, 2015), AdamW (Loshchilov & Hutter, 2019) or SGD with momentum.

    Args:
        name: one of config.OPTIMISER_NAMES.
        groups: what learns and how fast.
    """
    given = [
        {"params": list(group.parameters), "lr": group.rate, "weight_decay": group.weight_decay}
        for group in groups
    ]
    if name == "sgd":
        return optim.SGD(given, lr=groups[0].rate, momentum=MOMENTUM)
    return (optim.Adam if name == "adam" else optim.AdamW)(given)


def step_groups(batches: Sequence[Batch], accumulate: int) -> Iterator[tuple[Batch, float, bool]]:
    """Batches with their share in the optimiser's step, for gradients that add up over several of them.

    A loss that is a mean over its batch, times its share, adds up to the mean over all batches of the step.

    Args:
        batches: in order; the last step takes what is left.
        accumulate: batches a step, at least 1.

    Yields:
        The batch, its share of the rows behind the step in (0, 1], and whether the step is due after it.
    """
    for start in range(0, len(batches), accumulate):
        together = batches[start : start + accumulate]
        rows = sum(len(batch) for batch in together)
        for number, batch in enumerate(together, start=1):
            yield batch, len(batch) / rows, number == len(together)


# --- The learning rate over a training

def make_schedule(name: str, optimiser: Optimizer, rates: list[float], steps: int) -> LRScheduler:
    """The schedule that a recipe names; its rate in each step depends on the number of the step alone.

    Args:
        name: one of config.SCHEDULE_NAMES.
        optimiser: whose rates move.
        rates: peak rate of each parameter group.
        steps: how often the schedule will be stepped at most.
    """
    if name == "one_cycle":
        return one_cycle(optimiser, rates, steps)
    if name == "cosine":
        return LambdaLR(optimiser, lambda step: 0.5 + 0.5 * math.cos(math.pi * min(1.0, step / (steps + 1))))
    return LambdaLR(optimiser, lambda step: 1.0)


def one_cycle(optimiser: Optimizer, rates: float | list[float], steps: int) -> OneCycleLR:
    """Up for a tenth of the steps, then down to nearly nothing (Smith & Topin, 2018).

    Args:
        optimiser: whose rates move.
        rates: peak rate, or one for each parameter group.
        steps: how often the schedule will be stepped at most, at least 1.
    """
    total = max(steps + 1, 4)
    # A rise of less than two steps would divide by zero in the first of them.
    return OneCycleLR(optimiser, rates, total_steps=total, pct_start=max(0.1, 2.0 / total))


def at_step(schedule: LRScheduler, steps: int) -> None:
    """Put a fresh schedule where it is after ``steps`` steps."""
    if steps:  # one step sets rate and momentum from the counter alone
        schedule.load_state_dict(
            schedule.state_dict() | {"last_epoch": steps - 1, "_step_count": steps + 1})
        schedule.step()
