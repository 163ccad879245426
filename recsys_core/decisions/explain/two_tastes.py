"""Why accuracy rewards sameness: a user with two tastes, and the expected outcome of each kind of list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from recsys_core.metrics.accuracy import ndcg


@dataclass(frozen=True)
class TwoTastes:
    """A user who is in the mood for one of two tastes each evening.

    On an evening of one taste each of its items is liked with probability ``liking``, independently, and no
    item of the other taste is.

    Attributes:
        first_share: share of evenings of the first taste, in [0, 1].
        liking: probability that an item of the evening's taste is liked, in [0, 1].
        n_items: items of each taste.
    """

    first_share: float
    liking: float
    n_items: int

    def __post_init__(self) -> None:
        for name in ("first_share", "liking"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must lie in [0, 1], got {getattr(self, name)}")
        if self.n_items < 1:
            raise ValueError(f"n_items must be at least 1, got {self.n_items}")


@dataclass(frozen=True)
class Expectation:
    """The expected outcome of a list, all in [0, 1].

    Attributes:
        ndcg: expected NDCG over all evenings; one on which nothing is liked counts 0.
        first: chance of at least one hit on an evening of the first taste.
        second: the same for the second.
        any: the same for an evening drawn at random.
    """

    ndcg: float
    first: float
    second: float
    any: float


def expect(user: TwoTastes, tastes: Sequence[int]) -> Expectation:
    """Expected NDCG and chances of a hit for one list, exactly, by enumerating all outcomes.

    Args:
        user: who sees the list.
        tastes: taste of the item at each rank, 0 (first) or 1 (second), best rank first.

    Returns:
        The expectation; 0 for an empty list.

    Raises:
        ValueError: a taste is neither 0 nor 1, or the list holds more items of a taste than exist.
    """
    listed = np.asarray(tastes, dtype=np.intp)
    if np.any((listed != 0) & (listed != 1)):
        raise ValueError(f"tastes must be 0 or 1, got {list(tastes)}")
    counts = np.bincount(listed, minlength=2)
    if counts.max() > user.n_items:
        raise ValueError(f"only {user.n_items} items of each taste exist, the list holds {counts.tolist()}")
    chances = 1 - (1 - user.liking) ** counts
    shares = np.array([user.first_share, 1 - user.first_share])
    expected = sum(shares[taste] * _ndcg_on_evening(user, listed == taste) for taste in (0, 1))
    return Expectation(float(expected), float(chances[0]), float(chances[1]), float(shares @ chances))


def _ndcg_on_evening(user: TwoTastes, fitting: np.ndarray) -> float:
    """Expected NDCG on an evening whose taste fits the ranks marked in ``fitting``."""
    ranks = np.flatnonzero(fitting)
    patterns = (np.arange(2 ** len(ranks))[:, None] >> np.arange(len(ranks)) & 1).astype(bool)
    hits = np.zeros((len(patterns), len(fitting)), dtype=bool)
    hits[:, ranks] = patterns
    shown_likes = patterns.sum(axis=1)
    liking, unseen = user.liking, user.n_items - len(ranks)
    chance = liking**shown_likes * (1 - liking) ** (len(ranks) - shown_likes)
    total = 0.0
    for more in range(unseen + 1):
        likely = comb(unseen, more) * liking**more * (1 - liking) ** (unseen - more)
        total += likely * float(chance @ ndcg(hits, shown_likes + more))
    return total
