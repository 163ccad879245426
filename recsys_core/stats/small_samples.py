"""Mean change of a group of people with a 95% interval that also holds for ten of them.

A percentile bootstrap of few people is too narrow twice over: it spreads by n - 1 where n is due, and it
takes quantiles of the normal where Student's are. Hesterberg's expanded percentile interval (What Teachers
Should Know About the Bootstrap, The American Statistician 2015) mends both; here every resample is moved away
from the mean by the same factor, which keeps the interval's skew. And one person who changes by little does
not make a group surer than nobody who changes at all: no interval is narrower than that of a group without
any change. ``benchmarks/honesty.py`` measures how often the truth is held.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from recsys_core.stats.bootstrap import SEED, Resampling, percentile_interval
from recsys_core.types import FloatArray, IndexArray

# --- Intervals where a setting changes the figure of only a few people

IMAGINED = 4.0


def widening(n_changed: IndexArray) -> FloatArray:
    """(n,) factor by which an interval resting on ``n_changed`` people is widened."""
    changed = np.maximum(n_changed, 1)
    return np.sqrt((changed + IMAGINED) / changed)


def widened(
    resampled: FloatArray, value: FloatArray, n_changed: IndexArray, typical: FloatArray, n_people: int
) -> FloatArray:
    """Move resampled differences away from the measured one.

    Args:
        resampled: (n_resamples, n) resampled differences.
        value: (n,) measured differences.
        n_changed: (n,) people whose figure changes.
        typical: (n,) usual size of one person's change, used where nobody drawn changes although lists do;
            0 where no list changes at all: then the difference is 0 for certain.
        n_people: people measured.

    Returns:
        (n_resamples, n).
    """
    out = value + (resampled - value) * widening(n_changed)
    nobody = np.asarray(n_changed) == 0
    if nobody.any():
        spread = stats.norm.ppf((np.arange(len(resampled)) + 0.5) / len(resampled))
        reach = np.sqrt(IMAGINED) * np.broadcast_to(typical, value.shape)[nobody] / n_people
        out[:, nobody] = value[nobody] + spread[:, None] * reach
    return out


_TAIL = 0.975


@dataclass(frozen=True)
class Change:
    """A mean change with its 95% bootstrap interval, in the measure's units, widened where few change."""

    value: float
    low: float
    high: float


def mean_changes(
    values: FloatArray, typical: FloatArray, floor: FloatArray, n_resamples: int, seed: int = SEED
) -> list[Change]:
    """Mean of each column of ``values`` (n_people, m) with its interval.

    Args:
        values: one person's change of each measure.
        typical: (m,) usual size of a person's change; it stands in where nobody of the group changes.
        floor: (m,) the change that would leave the measure at 0; no interval reaches below it.
        n_resamples: bootstrap resamples.
        seed: of the resamples.
    """
    value, changed = values.mean(axis=0), np.count_nonzero(values, axis=0)
    drawn = Resampling(len(values), n_resamples, seed).means(values)
    drawn = widened(drawn, value, changed, typical, len(values))
    # As wide at least as where nobody is seen changing, unless nothing changes anywhere.
    spread = drawn.std(axis=0)
    least = np.sqrt(IMAGINED) * typical / len(values)
    scale = np.maximum(1.0, np.divide(least, spread, out=np.ones_like(spread), where=spread > 0))
    drawn = value + (drawn - value) * scale * expansion(len(values))
    low, high = percentile_interval(np.maximum(drawn, np.minimum(floor, value)))
    return [Change(*map(float, ends)) for ends in zip(value, low, high, strict=True)]


def expansion(n_people: int) -> float:
    """Factor by which a percentile interval of a mean is widened: 1.22 for ten people, 1.01 for 200."""
    if n_people < 2:
        return 1.0
    student = stats.t.ppf(_TAIL, n_people - 1) / stats.norm.ppf(_TAIL)
    return float(np.sqrt(n_people / (n_people - 1.0)) * student)
