"""Optimisers by name, gradient accumulation, and learning-rate schedules."""

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
class ParameterGroup:
    """Parameters with one learning rate.

    Attributes:
        parameters: what is trained.
        rate: peak learning rate.
        weight_decay: at least 0.
    """

    parameters: Sequence[Tensor]
    rate: float
    weight_decay: float


def make_optimiser(name: str, groups: Sequence[ParameterGroup]) -> Optimizer:
    """Adam (Kingma & Ba, 2015), AdamW (Loshchilov & Hutter, 2019) or SGD with momentum.

    Args:
        name: one of config.OPTIMISER_NAMES.
        groups: at least one.
    """
    options = [
        {"params": list(group.parameters), "lr": group.rate, "weight_decay": group.weight_decay}
        for group in groups
    ]
    if name == "sgd":
        return optim.SGD(options, lr=groups[0].rate, momentum=MOMENTUM)
    return (optim.Adam if name == "adam" else optim.AdamW)(options)


def accumulate_batches(batches: Sequence[Batch], accumulate: int) -> Iterator[tuple[Batch, float, bool]]:
    """Group batches into optimiser steps whose gradients add up.

    A loss that is a mean over its batch, times the batch's share, adds up to the mean over the step.

    Args:
        batches: in order; the last step takes those that remain.
        accumulate: batches per step, at least 1.

    Yields:
        The batch, its share of the step's rows in (0, 1], and whether the step is due after it.
    """
    for start in range(0, len(batches), accumulate):
        together = batches[start : start + accumulate]
        rows = sum(len(batch) for batch in together)
        for number, batch in enumerate(together, start=1):
            yield batch, len(batch) / rows, number == len(together)


def make_schedule(name: str, optimiser: Optimizer, rates: list[float], steps: int) -> LRScheduler:
    """A learning-rate schedule whose rate at a step depends only on the number of the step.

    Args:
        name: one of config.SCHEDULE_NAMES.
        optimiser: whose rates are set.
        rates: peak rate of each parameter group.
        steps: the most steps it will take.
    """
    if name == "one_cycle":
        return one_cycle(optimiser, rates, steps)
    if name == "cosine":
        return LambdaLR(optimiser, lambda step: 0.5 + 0.5 * math.cos(math.pi * min(1.0, step / (steps + 1))))
    return LambdaLR(optimiser, lambda step: 1.0)


def one_cycle(optimiser: Optimizer, rates: float | list[float], steps: int) -> OneCycleLR:
    """Rise over the first tenth of the steps, then fall to almost zero (Smith & Topin, 2018).

    Args:
        optimiser: whose rates are set.
        rates: peak rate, or one for each parameter group.
        steps: the most steps it will take, at least 1.
    """
    total = max(steps + 1, 4)
    # torch divides by the length of the rise minus one, so it must take at least two steps.
    return OneCycleLR(optimiser, rates, total_steps=total, pct_start=max(0.1, 2.0 / total))


def skip_to_step(schedule: LRScheduler, steps: int) -> None:
    """Put a new schedule into the state it has after ``steps`` steps."""
    if steps:  # a step sets rate and momentum from the counter alone
        schedule.load_state_dict(schedule.state_dict() | {"last_epoch": steps - 1, "_step_count": steps + 1})
        schedule.step()
