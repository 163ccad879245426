"""The learning rate over a training."""

from __future__ import annotations

import math

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR, LRScheduler, OneCycleLR


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
