"""The learning rate over a training: up for a tenth of it, then down to nearly nothing."""

from __future__ import annotations

from torch.optim import Optimizer
from torch.optim.lr_scheduler import OneCycleLR


def one_cycle(optimiser: Optimizer, rates: float | list[float], steps: int) -> OneCycleLR:
    """One cycle (Smith & Topin, 2018) over ``steps`` steps, at least 1.

    Args:
        optimiser: whose rates move.
        rates: peak rate, or one for each parameter group.
        steps: how often the schedule will be stepped at most.
    """
    total = max(steps + 1, 4)
    # A rise of less than two steps would divide by zero in the first of them.
    return OneCycleLR(optimiser, rates, total_steps=total, pct_start=max(0.1, 2.0 / total))
