"""Which groups of people a limit on groups can protect, and who is left without protection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.decisions.impact import FEWEST
from recsys_core.decisions.segments import Segmentation
from recsys_core.types import BoolArray, FloatArray, IndexArray


@dataclass(frozen=True)
class LeftOut:
    """People whom a limit on groups does not protect.

    Attributes:
        name: of their group, "" for people who belong to none.
        n_users: how many of them are measured.
        has_accuracy: whether relevance only finds anything that they like: with none, none can be lost.
    """

    name: str
    n_users: int
    has_accuracy: bool


@dataclass(frozen=True, eq=False)
class Protection:
    """How a division of people splits into groups that can be measured and people who cannot.

    Attributes:
        groups: by name of a group, (n,) which of the measured users belong to it.
        left_out: the rest, in the order of the division, people without a group last.
    """

    groups: dict[str, BoolArray]
    left_out: tuple[LeftOut, ...]


def protection(divided: Segmentation, users: IndexArray, accuracy: FloatArray) -> Protection:
    """Split people: a group needs ``FEWEST`` measured users, and some accuracy to lose.

    Args:
        divided: by what people are divided.
        users: (n,) user_idx of those who are measured.
        accuracy: (n,) of each at the reference.
    """
    labels = divided.labels[users]
    groups: dict[str, BoolArray] = {}
    left_out = []
    for position, name in enumerate(divided.names):
        inside = labels == position
        n_users, has_accuracy = int(inside.sum()), bool(accuracy[inside].any())
        if n_users >= FEWEST and has_accuracy:
            groups[name] = inside
        elif np.any(divided.labels == position):  # not where nobody at all belongs to it
            left_out.append(LeftOut(name, n_users, has_accuracy))
    alone = labels < 0
    if alone.any():
        left_out.append(LeftOut("", int(alone.sum()), bool(accuracy[alone].any())))
    return Protection(groups, tuple(left_out))
