"""Who loses and who gains at a setting: segments of people, and the people worst off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from recsys_core.decisions.segments import Segmentation
from recsys_core.evaluation.curves import TradeOff
from recsys_core.stats.bootstrap import N_RESAMPLES
from recsys_core.stats.small_samples import Change, mean_changes
from recsys_core.types import FloatArray, IndexArray

FEWEST = 10
"""A segment with fewer evaluated people says nothing and is left out."""


@dataclass(frozen=True)
class SegmentPrice:
    """What a setting does to one segment.

    Attributes:
        by: what people are divided by.
        name: of the segment.
        n_people: evaluated people in it.
        accuracy_before: mean accuracy at the reference.
        accuracy: change of accuracy.
        variety: change of variety.
        versus_rest: change of accuracy minus that of everybody else.
        stands_out: whether ``versus_rest`` differs from 0 once all segments are counted as tries
            (Holm, 1979, family-wise 5%).
    """

    by: str
    name: str
    n_people: int
    accuracy_before: float
    accuracy: Change
    variety: Change
    versus_rest: Change
    stands_out: bool


def who_pays(
    trade_off: TradeOff,
    segmentations: list[Segmentation],
    lambda_: float,
    *,
    reference: float = 0.0,
    accuracy: str | None = None,
    variety: str | None = None,
    n_resamples: int = N_RESAMPLES,
) -> list[SegmentPrice]:
    """Price of a setting for every segment, the most surely hurt first.

    Ordered by the upper end of the interval of the accuracy change: a segment leads when even the kindest
    reading of its loss is worse than the others'. Segments with fewer than ``FEWEST`` people are left out.

    Args:
        trade_off: measured on these people.
        segmentations: from ``segments.segmentations``.
        lambda_: the setting.
        reference: what it is compared to.
        accuracy: key, NDCG by default.
        variety: key, ILD by default.
        n_resamples: bootstrap resamples.
    """
    k = trade_off.k
    keys = accuracy or f"ndcg@{k}", variety or f"ild@{k}"
    before = trade_off.per_user(keys[0], reference)
    cost, gain = (trade_off.per_user(key, lambda_) - trade_off.per_user(key, reference) for key in keys)
    changes = np.stack([cost, gain], axis=1)
    floor = -np.stack([before, trade_off.per_user(keys[1], reference)], axis=1)  # nobody can lose more
    typical = np.sqrt((changes**2).sum(axis=0) / np.maximum(np.count_nonzero(changes, axis=0), 1))
    rows: list[SegmentPrice] = []
    odds: list[float] = []
    for division in segmentations:
        labels = division.labels[trade_off.users]
        for position, name in enumerate(division.names):
            inside = labels == position
            n_inside = int(inside.sum())
            if n_inside < FEWEST:
                continue
            rest, p_value = _against_rest(cost[inside], cost[~inside & (labels >= 0)])
            odds.append(p_value)
            base = float(before[inside].mean())
            loss, gained = mean_changes(changes[inside], typical, floor[inside].mean(axis=0), n_resamples)
            rows.append(SegmentPrice(division.by, name, n_inside, base, loss, gained, rest, False))
    clear = _holm(odds)
    rows = [replace(row, stands_out=apart) for row, apart in zip(rows, clear, strict=True)]
    return sorted(rows, key=lambda row: row.accuracy.high)


@dataclass(frozen=True)
class WorstOff:
    """The people who lose most accuracy.

    Attributes:
        users: (n,) user_idx, the largest loss first; a tie goes to the lower index.
        change: (n,) each one's change of accuracy.
        mean: their mean change.
        everybody: the mean change of all evaluated people.
        share_hurt: share of all evaluated people who lose anything at all.
    """

    users: IndexArray
    change: FloatArray
    mean: float
    everybody: float
    share_hurt: float


def worst_off(
    trade_off: TradeOff,
    lambda_: float,
    *,
    reference: float = 0.0,
    share: float = 0.05,
    accuracy: str | None = None,
) -> WorstOff:
    """The ``share`` of evaluated people who lose most, at least one person.

    They are picked by the very figure that is shown, so part of their loss is chance; on other days others
    would be picked.

    Raises:
        ValueError: share is outside (0, 1].
    """
    if not 0 < share <= 1:
        raise ValueError(f"share must lie in (0, 1], got {share}")
    key = accuracy or f"ndcg@{trade_off.k}"
    change = trade_off.per_user(key, lambda_) - trade_off.per_user(key, reference)
    n_worst = max(1, int(np.ceil(share * len(change) - 1e-9)))
    worst = np.argsort(change, kind="stable")[:n_worst]
    return WorstOff(
        trade_off.users[worst],
        change[worst],
        float(change[worst].mean()),
        float(change.mean()),
        float((change < 0).mean()),
    )


def _against_rest(inside: FloatArray, outside: FloatArray) -> tuple[Change, float]:
    """Difference of two means with Welch's interval, and its p-value."""
    difference = float(inside.mean() - outside.mean()) if len(outside) else 0.0
    if len(outside) < 2 or (inside.var() == 0 and outside.var() == 0):
        return Change(difference, difference, difference), 1.0 if difference == 0 else 0.0
    test = stats.ttest_ind(inside, outside, equal_var=False)
    ends = test.confidence_interval(0.95)
    return Change(difference, float(ends.low), float(ends.high)), float(test.pvalue)


def _holm(p_values: list[float]) -> list[bool]:
    order = np.argsort(p_values)
    clear = [False] * len(p_values)
    for tried, position in enumerate(order):
        if p_values[position] > 0.05 / (len(p_values) - tried):
            break
        clear[position] = True
    return clear
