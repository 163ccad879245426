"""The interval of a relative change of a mean, by the delta method: one closed form, no random numbers."""

from __future__ import annotations

import numpy as np
from scipy import special

from recsys_core.stats.interval import Interval
from recsys_core.stats.small_samples import PSEUDO_CHANGES, few_changes_factor
from recsys_core.types import FloatArray, IndexArray


def mean_difference(
    before: FloatArray, after: FloatArray, *, typical: FloatArray, level: float = 0.95
) -> Interval[FloatArray]:
    """Mean of ``after - before`` over users, with Student's interval.

    Args:
        before: (n_users,) each user's figure at the reference.
        after: (n_users, m) each user's figure at m settings.
        typical: (m,) usual size of one user's change, from which the least width follows where lists change
            but few users' figures do; 0 where no list changes and the difference is certainly 0.
        level: of the two-sided interval, in (0, 1).

    Returns:
        (m,) in the figure's units. Infinitely wide where lists change and fewer than two users are measured.

    Raises:
        ValueError: shapes disagree, or level is outside (0, 1).
    """
    _check(before, after, level)
    change = after - before[:, None]
    return _interval(change.mean(axis=0), change, change, typical, level)


def relative_change(
    before: FloatArray, after: FloatArray, *, typical: FloatArray, level: float = 0.95
) -> Interval[FloatArray]:
    """Change of the mean over users as a share of the mean before, with its interval.

    The share is a ratio of two means over the same users. Its variance is that of the residuals
    ``(after - before) - share * before``, divided by the mean before (delta method; Cochran, Sampling
    Techniques, 1977, section 2.11). Student's quantile, wider where few users change, see
    ``stats.small_samples``.

    Args:
        before: (n_users,) each user's figure at the reference.
        after: (n_users, m) each user's figure at m settings.
        typical: (m,) as for ``mean_difference``, in the figure's units.
        level: of the two-sided interval, in (0, 1).

    Returns:
        (m,) shares: -0.02 is a loss of 2%. NaN where the mean before is 0.

    Raises:
        ValueError: shapes disagree, or level is outside (0, 1).

    >>> before = np.array([0.5, 0.5, 1.0, 0.0])
    >>> after = np.array([[0.5], [0.4], [0.9], [0.0]])
    >>> round(float(relative_change(before, after, typical=np.zeros(1)).value[0]), 3)
    -0.1
    """
    _check(before, after, level)
    start = before.mean() if len(before) else 0.0
    if start == 0:
        nothing = np.full(after.shape[1], np.nan)
        return Interval(nothing, nothing, nothing)
    change = after - before[:, None]
    share = change.mean(axis=0) / start
    residual = (change - share * before[:, None]) / start
    return _interval(share, residual, change, typical / abs(start), level)


def relative_parts(before: FloatArray, after: FloatArray) -> FloatArray:
    """(n_users,) each user's part in the relative change of a mean, to compare two groups of users.

    Their mean is the relative change itself, and their variance over users, divided by the number of users,
    that of ``relative_change`` (delta method). NaN where the mean before is 0.

    Args:
        before: (n_users,) each user's figure at the reference.
        after: (n_users,) each user's figure at the setting.

    >>> relative_parts(np.array([0.5, 1.5]), np.array([0.5, 1.1])).round(2).tolist()  # their mean is -0.4 / 2
    [-0.1, -0.3]
    """
    start = before.mean() if len(before) else 0.0
    if start == 0:
        return np.full(len(before), np.nan)
    change = after - before
    share = change.mean() / start
    return np.asarray(share + (change - share * before) / start)


def _interval(
    value: FloatArray, influence: FloatArray, change: FloatArray, typical: FloatArray, level: float
) -> Interval[FloatArray]:
    n_users = len(influence)
    deviation = influence.std(axis=0, ddof=1) if n_users > 1 else np.zeros(len(value))
    return interval_from_error(value, deviation, np.count_nonzero(change, axis=0), n_users, typical, level)


def interval_from_error(
    value: FloatArray,
    deviation: FloatArray,
    changed: IndexArray,
    n_users: int,
    typical: FloatArray,
    level: float,
) -> Interval[FloatArray]:
    """The interval of means over users whose deviation is known, wider where few users change.

    Args:
        value: (m,) the means.
        deviation: (m,) standard deviation over users, with ``n_users - 1`` degrees of freedom.
        changed: (m,) users whose figure changes.
        n_users: number of users.
        typical: (m,) usual size of one user's change, in units of ``value``; 0 where no list changes.
        level: of the two-sided interval, in (0, 1).
    """
    if n_users < 2:  # nothing tells how much another user would differ
        reach = np.where(typical > 0, np.inf, 0.0)
        return Interval(value, value - reach, value + reach)
    quantile = float(special.stdtrit(n_users - 1, (1.0 + level) / 2.0))
    error = deviation / np.sqrt(n_users) * few_changes_factor(changed)
    # One user who changes a little makes nothing more certain than if nobody were seen changing.
    least = np.sqrt(PSEUDO_CHANGES) * typical / n_users
    reach = quantile * np.maximum(error, least)
    return Interval(value, value - reach, value + reach)


def _check(before: FloatArray, after: FloatArray, level: float) -> None:
    if before.ndim != 1 or after.ndim != 2 or len(before) != len(after):
        raise ValueError(f"expected before (n,) and after (n, m), got {before.shape} and {after.shape}")
    if not 0 < level < 1:
        raise ValueError(f"level must lie in (0, 1), got {level}")
