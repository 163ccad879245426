"""Who loses and who gains at a setting: groups of users, the users worst off, and how many move much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from recsys_core.decisions.effects import Effects
from recsys_core.decisions.segments import Segmentation
from recsys_core.evaluation.curves import TradeOff
from recsys_core.stats.interval import Interval
from recsys_core.stats.jackknife import normal_quantile
from recsys_core.stats.significance import holm_rejections, welch_relative_difference
from recsys_core.types import FloatArray, IndexArray

FEWEST = 10
"""A group with fewer evaluated users is too small to measure and is left out."""
LOSES_MUCH = 0.1
"""Share of a user's accuracy from which a change counts as much."""

GroupVerdict = Literal["more", "less", "gains_more", "gains_less", "loses", "gains", "unclear"]


@dataclass(frozen=True)
class GroupEffect:
    """What a setting does to one group of users.

    Attributes:
        by: what users are divided by.
        name: of the group.
        n_users: evaluated users in it.
        accuracy: change of accuracy.
        accuracy_share: the same as a share of the group's own accuracy before; NaN where that is 0.
        variety: change of variety.
        versus_rest: ``accuracy_share`` minus that of all others; NaN where either does not exist.
        stands_out: whether ``versus_rest`` differs from 0 once every group counts as a test (Holm, 1979,
            family-wise 5%).
        variety_share: ``variety`` as a share of the group's own variety before; NaN where that is 0.
    """

    by: str
    name: str
    n_users: int
    accuracy: Interval[float]
    accuracy_share: Interval[float]
    variety: Interval[float]
    versus_rest: Interval[float]
    stands_out: bool
    variety_share: Interval[float] = Interval.certain(np.nan)

    @property
    def has_share(self) -> bool:
        """Whether the group had any accuracy before, so that a change is a share of something."""
        return not np.isnan(self.accuracy_share.value)

    @property
    def is_worse(self) -> bool:
        """Whether it stands out, and on the side of loss."""
        return self.stands_out and self.versus_rest.value < 0

    @property
    def verdict(self) -> GroupVerdict:
        """If it stands out: loses or gains "more" or "less" than the rest; else what its interval shows."""
        if self.stands_out:
            if self.accuracy_percent.value < 0:
                return "more" if self.is_worse else "less"
            return "gains_less" if self.is_worse else "gains_more"
        if self.accuracy_percent.below_zero:
            return "loses"
        return "gains" if self.accuracy_percent.above_zero else "unclear"

    @property
    def accuracy_percent(self) -> Interval[float]:
        """Change of accuracy in percent of the group's own accuracy before, in points where that is 0."""
        return (self.accuracy_share if self.has_share else self.accuracy).scaled(100)


def group_effects(effects: Effects, segmentations: list[Segmentation], lambda_: float) -> list[GroupEffect]:
    """Effect of a setting on every group, the most certain loss first.

    Ordered by the upper end of the interval of the relative change: a group leads when even the most
    favourable reading of its loss is worse than the others'. Groups without accuracy before come last; those
    with fewer than ``FEWEST`` users are left out. A group is compared with all others by the same relative
    change that is shown (Welch's test of its linear parts).

    Args:
        effects: of the reranker, measured on these users.
        segmentations: from ``segments.segmentations``.
        lambda_: the setting, compared to the reference of ``effects``.
    """
    trade_off, k, grid = effects.trade_off, effects.trade_off.k, np.array([lambda_])
    key = trade_off.accuracy
    before, now = effects.against.per_user(key, effects.reference), trade_off.per_user(key, lambda_)
    groups: list[GroupEffect] = []
    p_values: list[float] = []
    for segmentation in segmentations:
        labels = segmentation.labels[trade_off.users]
        for position, name in enumerate(segmentation.names):
            inside = labels == position
            n_users = int(inside.sum())
            if n_users < FEWEST:
                continue
            others = ~inside & (labels >= 0)
            rest, p_value = welch_relative_difference(before, now, inside, others, effects.level)
            p_values.append(p_value)
            accuracy = effects.within(inside, key, grid)[0]
            variety = effects.within(inside, f"ild@{k}", grid)[0]
            changes = (accuracy.change, accuracy.relative, variety.change, rest)
            groups.append(
                GroupEffect(segmentation.by, name, n_users, *changes, False, variety_share=variety.relative)
            )
    stand_out = holm_rejections(p_values)
    groups = [replace(group, stands_out=bool(out)) for group, out in zip(groups, stand_out, strict=True)]
    return sorted(groups, key=lambda group: (not group.has_share, group.accuracy_percent.high))


@dataclass(frozen=True, eq=False)
class WorstOff:
    """The users who lose most accuracy.

    Attributes:
        users: (n,) user_idx, the largest loss first; a tie goes to the lower index.
        before: (n,) each one's accuracy at the reference.
        change: (n,) each one's change of accuracy.
        mean: their mean change.
        mean_of_all: the mean change of all evaluated users.
        accuracy_before: the mean accuracy of all evaluated users at the reference.
        share_losing: share of all evaluated users who lose anything.
        share_gaining: share of all evaluated users who gain anything.
    """

    users: IndexArray
    before: FloatArray
    change: FloatArray
    mean: float
    mean_of_all: float
    accuracy_before: float
    share_losing: float
    share_gaining: float

    @property
    def relative(self) -> float:
        """Their mean change as a share of their mean accuracy before; 0 where they had none."""
        return self.mean / (float(self.before.mean()) or 1.0)

    @property
    def relative_of_all(self) -> float:
        """The mean change of all evaluated users as a share of their accuracy before."""
        return self.mean_of_all / (self.accuracy_before or 1.0)


def worst_off(
    trade_off: TradeOff,
    lambda_: float,
    *,
    reference: float = 0.0,
    share: float = 0.05,
    accuracy: str | None = None,
) -> WorstOff:
    """The ``share`` of evaluated users who lose most, at least one user.

    They are selected by the same figure that is shown, so part of their loss is chance; on another day others
    would be selected.

    Raises:
        ValueError: share is outside (0, 1].
    """
    if not 0 < share <= 1:
        raise ValueError(f"share must lie in (0, 1], got {share}")
    key = accuracy or trade_off.accuracy
    before = trade_off.per_user(key, reference)
    change = trade_off.per_user(key, lambda_) - before
    n_worst = max(1, int(np.ceil(share * len(change) - 1e-9)))
    worst = np.argsort(change, kind="stable")[:n_worst]
    return WorstOff(
        trade_off.users[worst],
        before[worst],
        change[worst],
        float(change[worst].mean()),
        float(change.mean()),
        float(before.mean()),
        float((change < 0).mean()),
        float((change > 0).mean()),
    )


def moving_shares(
    trade_off: TradeOff,
    lambdas: FloatArray,
    threshold: float = LOSES_MUCH,
    start: FloatArray | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Shares of all evaluated users who lose and who gain more than ``threshold`` of their accuracy.

    A user without accuracy at relevance only cannot lose any, and gains with the first liked item shown.

    Args:
        trade_off: measured on these users.
        lambdas: (n,) settings, ascending, each compared with relevance only.
        threshold: share of a user's accuracy.
        start: (n_users,) each user's accuracy that is compared with; at relevance only by default.

    Returns:
        (n,) shares losing and (n,) shares gaining.
    """
    key = trade_off.accuracy
    start = trade_off.per_user(key, 0.0) if start is None else start
    floor, ceiling = start * (1 - threshold), start * (1 + threshold)
    now = trade_off.per_list[key][trade_off.rows_at(lambdas)]
    return (now < floor[:, None]).mean(axis=0), (now > ceiling[:, None]).mean(axis=0)


def items_changed(trade_off: TradeOff, lambdas: FloatArray) -> FloatArray:
    """(n,) mean number of items in a list that the list at relevance only does not hold."""
    lists, measured = trade_off.paths.items, trade_off.owners >= 0
    before = trade_off.lists(0.0)[trade_off.owners[measured]]
    new = np.zeros(len(lists), np.int64)
    for place in range(lists.shape[1]):  # one place at a time: there may be a million lists
        items = lists[measured, place][:, None]
        new[measured] += (items != before).all(axis=1) & (items[:, 0] >= 0)
    return np.asarray(new[trade_off.rows_at(lambdas)].mean(axis=0))


def losing_share(
    trade_off: TradeOff,
    lambdas: FloatArray,
    *,
    level: float = 0.95,
    threshold: float = LOSES_MUCH,
    start: FloatArray | None = None,
) -> Interval[FloatArray]:
    """(n,) the share of users who lose much, as ``moving_shares``, with Wilson's interval (1927).

    Without width where no list changes.
    """
    losing, _ = moving_shares(trade_off, lambdas, threshold, start)
    n_users, first = len(trade_off.users), trade_off.rows(0.0)
    found = share_interval(losing, n_users, level)
    still = (trade_off.rows_at(lambdas) == first[:, None]).all(axis=0) & (start is None)
    return Interval(losing, np.where(still, losing, found.low), np.where(still, losing, found.high))


def share_interval(share: FloatArray, n_users: int, level: float) -> Interval[FloatArray]:
    """(n,) shares of ``n_users`` users with Wilson's score interval in closed form."""
    z = normal_quantile(level)
    middle = (share + z**2 / (2 * n_users)) / (1 + z**2 / n_users)
    half = z / (1 + z**2 / n_users) * np.sqrt(share * (1 - share) / n_users + (z / (2 * n_users)) ** 2)
    return Interval(share, np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0))
