"""What a mean hides: how many people lose, gain or notice nothing while the average moves a little."""

from __future__ import annotations

from dataclasses import dataclass

from recsys_core.types import FloatArray

NAMES = ("lose_much", "lose", "same", "gain", "gain_much")
MUCH = 0.1
"""A change of accuracy (NDCG, from 0 to 1) that counts as much."""


@dataclass(frozen=True, eq=False)
class BehindTheMean:
    """People by what happens to them.

    Attributes:
        before: mean accuracy before.
        after: mean accuracy after.
        shares: of people who lose more than MUCH, lose, keep what they had, gain, gain more than MUCH, in
            [0, 1]; they sum to 1.
        mean_of_losers: mean change of those who lose, 0 where nobody does.
        n: people.
    """

    before: float
    after: float
    shares: dict[str, float]
    mean_of_losers: float
    n: int

    @property
    def relative(self) -> float:
        """Change of the mean as a share of the mean before; NaN where that is 0."""
        return self.after / self.before - 1 if self.before else float("nan")

    @property
    def losing(self) -> float:
        """Share of people who lose anything."""
        return self.shares["lose"] + self.shares["lose_much"]


def behind_the_mean(before: FloatArray, after: FloatArray) -> BehindTheMean:
    """Divide people by their own change.

    Args:
        before: (n,) accuracy of each person at relevance only; at least one person.
        after: (n,) at the setting.

    Raises:
        ValueError: shapes disagree or nobody is there.

    >>> import numpy as np
    >>> found = behind_the_mean(np.array([1.0, 0.5, 0.5, 0.0]), np.array([0.6, 0.5, 0.45, 0.3]))
    >>> found.shares
    {'lose_much': 0.25, 'lose': 0.25, 'same': 0.25, 'gain': 0.0, 'gain_much': 0.25}
    """
    if before.shape != after.shape or before.ndim != 1 or not len(before):
        raise ValueError(
            f"expected two equal shapes (n,), n at least 1, got {before.shape} and {after.shape}"
        )
    change = after - before
    edges = (change < -MUCH, (change < 0) & (change >= -MUCH), change == 0)
    more = ((change > 0) & (change <= MUCH), change > MUCH)
    shares = {name: float(of.mean()) for name, of in zip(NAMES, (*edges, *more), strict=True)}
    losers = change[change < 0]
    mean = float(losers.mean()) if len(losers) else 0.0
    return BehindTheMean(float(before.mean()), float(after.mean()), shares, mean, len(change))
