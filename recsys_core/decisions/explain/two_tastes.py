"""Why accuracy rewards sameness: a person with two tastes, and what each kind of list can expect of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from recsys_core.metrics.accuracy import ndcg


@dataclass(frozen=True)
class TwoTastes:
    """A person whose evenings belong to one of two tastes.

    On an evening of a taste each of its items is liked with probability ``liking``, independently, and no
    item of the other taste is.

    Attributes:
        first_share: share of evenings of the first taste, in [0, 1].
        liking: probability that an item of the evening's taste is liked, in [0, 1].
        n_items: items that exist of each taste.
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
    """What a list can expect, all in [0, 1].

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


def expect(person: TwoTastes, tastes: Sequence[int]) -> Expectation:
    """Expected NDCG and chances of a hit of one list, exactly, by going through all outcomes.

    Args:
        person: who sees the list.
        tastes: taste of the item at each place, 0 (first) or 1 (second), best place first.

    Returns:
        The expectation; an empty list can expect 0.

    Raises:
        ValueError: a taste is neither 0 nor 1, or the list holds more items of a taste than exist.
    """
    places = np.asarray(tastes, dtype=np.intp)
    if np.any((places != 0) & (places != 1)):
        raise ValueError(f"tastes must be 0 or 1, got {list(tastes)}")
    counts = np.bincount(places, minlength=2)
    if counts.max() > person.n_items:
        raise ValueError(f"only {person.n_items} items of each taste exist, the list holds {counts.tolist()}")
    chances = 1 - (1 - person.liking) ** counts
    shares = np.array([person.first_share, 1 - person.first_share])
    expected = sum(shares[taste] * _ndcg_on_evening(person, places == taste) for taste in (0, 1))
    return Expectation(float(expected), float(chances[0]), float(chances[1]), float(shares @ chances))


def _ndcg_on_evening(person: TwoTastes, fitting: np.ndarray) -> float:
    """Expected NDCG on an evening whose taste fits the places marked in ``fitting``."""
    places = np.flatnonzero(fitting)
    patterns = (np.arange(2 ** len(places))[:, None] >> np.arange(len(places)) & 1).astype(bool)
    hits = np.zeros((len(patterns), len(fitting)), dtype=bool)
    hits[:, places] = patterns
    shown_likes = patterns.sum(axis=1)
    liking, unseen = person.liking, person.n_items - len(places)
    chance = liking**shown_likes * (1 - liking) ** (len(places) - shown_likes)
    total = 0.0
    for more in range(unseen + 1):
        likely = comb(unseen, more) * liking**more * (1 - liking) ** (unseen - more)
        total += likely * float(chance @ ndcg(hits, shown_likes + more))
    return total
