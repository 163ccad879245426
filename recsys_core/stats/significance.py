"""Whether groups really differ: Welch's test of two means, and Holm's correction for many tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recsys_core.stats.interval import Interval
from recsys_core.stats.relative_change import relative_parts
from recsys_core.types import BoolArray, FloatArray

FAMILY_WISE_ERROR = 0.05


def welch_difference(
    inside: FloatArray, outside: FloatArray, level: float = 0.95
) -> tuple[Interval[float], float]:
    """Difference of two means with Welch's interval, and its two-sided p-value (Welch, 1947).

    Args:
        inside: (n,) values of a group, n at least 1.
        outside: (m,) values of the others. With fewer than two, or where nothing varies in either group, the
            difference is taken as certain; without any it is 0.
        level: of the two-sided interval.
    """
    difference = float(inside.mean() - outside.mean()) if len(outside) else 0.0
    if len(outside) < 2 or (inside.var() == 0 and outside.var() == 0):
        return Interval.certain(difference), 1.0 if difference == 0 else 0.0
    from scipy import stats  # a third of a second, which no service need wait for

    test = stats.ttest_ind(inside, outside, equal_var=False)
    ends = test.confidence_interval(level)
    return Interval(difference, float(ends.low), float(ends.high)), float(test.pvalue)


def welch_relative_difference(
    before: FloatArray, after: FloatArray, inside: BoolArray, outside: BoolArray, level: float = 0.95
) -> tuple[Interval[float], float]:
    """Difference of the relative changes of two groups' means, as ``welch_difference`` of their linear parts.

    Args:
        before: (n_users,) each user's figure at the reference.
        after: (n_users,) each user's figure at the setting.
        inside: (n_users,) who belongs to the group, at least one user.
        outside: (n_users,) the others.
        level: of the two-sided interval.

    Returns:
        The difference and its p-value; NaN and 1 where a group's mean before is 0.
    """
    theirs, others = (relative_parts(before[people], after[people]) for people in (inside, outside))
    if np.isnan(theirs).any() or np.isnan(others).any():
        return Interval.certain(np.nan), 1.0
    return welch_difference(theirs, others, level)


def holm_rejections(p_values: Sequence[float], error: float = FAMILY_WISE_ERROR) -> BoolArray:
    """(n,) which hypotheses fall when the chance of any false rejection is at most ``error`` (Holm, 1979).

    >>> holm_rejections([0.01, 0.04, 0.03]).tolist()  # 0.01 <= 0.05 / 3, but 0.03 > 0.05 / 2
    [True, False, False]
    """
    rejected = np.zeros(len(p_values), np.bool_)
    for tested, position in enumerate(np.argsort(p_values)):
        if p_values[position] > error / (len(p_values) - tested):
            break
        rejected[position] = True
    return rejected
