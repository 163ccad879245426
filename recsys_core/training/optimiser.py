"""What turns gradients into steps: the optimiser that a recipe names, over one or several groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass
from typing import TypeVar

from torch import Tensor, optim
from torch.optim import Optimizer

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
