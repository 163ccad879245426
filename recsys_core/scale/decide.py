"""From the sums over everybody to curves with intervals, and to the setting that keeps the limits.

The formulas are those of ``decisions.effects``; here they are fed sums in place of everybody's figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.decisions.certificate import Certificate, certify
from recsys_core.decisions.figures import PositionFigures
from recsys_core.decisions.impact import share_interval
from recsys_core.decisions.limits import Limits
from recsys_core.errors import DataError
from recsys_core.metrics.similarity import gini
from recsys_core.scale.curves import CurvesTask
from recsys_core.scale.shards import Shard
from recsys_core.scale.sums import Sums
from recsys_core.stats.interval import Interval
from recsys_core.stats.jackknife import normal_quantile
from recsys_core.stats.relative_change import interval_from_error
from recsys_core.stats.small_samples import few_changes_factor
from recsys_core.types import FloatArray


def merge_sums(task: CurvesTask, shards: list[Shard], folder: Path) -> Sums:
    """Add up the parts, one at a time.

    Raises:
        DataError: nobody could be measured.
    """
    whole: Sums | None = None
    for shard in shards:
        part = Sums.load(folder / task.part(shard))
        if not part.people[0]:
            continue  # everybody in it began in the shard before
        if whole is None:
            whole = part
        else:
            whole.add(part)
    if whole is None or not whole.people[1]:
        raise DataError(
            "Nobody could be measured: no outcome belongs to anybody with candidates. Check that ids are "
            "written alike in both files, or leave the outcomes out."
        )
    return whole


def figures_from(sums: Sums, lambdas: FloatArray, level: float = 0.95) -> PositionFigures:
    """What limits speak of, at every position.

    Args:
        sums: over everybody; accuracy is the first measure, variety the second, λ = 1 the last setting.
        lambdas: (n,) of the positions: all settings but the last.
        level: of the two-sided intervals.
    """
    n, here = int(sums.people[1]), slice(0, len(lambdas))
    changes = [relative_change_of(sums, measure, level)[here] for measure in range(2)]
    losing = share_interval(sums.losing / n, n, level)
    still = sums.differs[0] == 0
    losing = Interval(
        losing.value, np.where(still, losing.value, losing.low), np.where(still, losing.value, losing.high)
    )
    variety = sums.after[1, 0] / n
    return PositionFigures(
        lambdas,
        {"ild": variety[here]},
        changes[0],
        coverage_change(sums, level)[here],
        losing[here],
        level,
        n,
        gains={"ild": changes[1]},
        starts={"ild": float(sums.before[1, 0] / n)},
    )


def relative_change_of(sums: Sums, measure: int, level: float) -> Interval[FloatArray]:
    """(L,) as ``stats.relative_change``; NaN where the mean before is 0."""
    n = int(sums.people[1])
    total, squares = sums.before[measure]
    after, _, products, changes, changed = sums.after[measure]
    start = total / n
    if start == 0:
        nothing = np.full(len(after), np.nan)
        return Interval(nothing, nothing, nothing)
    share = (after - total) / total
    # Residuals change - share * before sum to zero.
    residual = np.maximum(changes - 2 * share * products + share**2 * squares, 0.0) / start**2
    typical = np.where(sums.differs[0] > 0, _typical_change(sums, measure), 0.0) / start
    deviation = np.sqrt(residual / max(n - 1, 1))
    found = interval_from_error(share, deviation, changed.astype(np.int64), n, typical, level)
    return Interval(share, np.maximum(found.low, np.minimum(-1.0, share)), found.high)


def _typical_change(sums: Sums, measure: int) -> float:
    """Root mean square change of those who change at λ = 1, else anywhere, else the figure itself."""
    squares, changed = sums.after[measure, 3], sums.after[measure, 4]
    if changed[-1]:
        return float(np.sqrt(squares[-1] / changed[-1]))
    if changed.any():
        return float(np.sqrt(squares.sum() / changed.sum()))
    return abs(float(sums.before[measure, 0] / sums.people[1]))


def coverage(sums: Sums) -> FloatArray:
    """(L,) share of the catalogue that is shown to anybody."""
    return np.asarray((sums.shown > 0).mean(axis=1))


def coverage_change(sums: Sums, level: float) -> Interval[FloatArray]:
    """(L,) change of coverage, with the jackknife interval of ``decisions.effects``.

    Without one person, coverage falls by the items that are shown to nobody else.
    """
    n, n_items = int(sums.taken[0]), sums.shown.shape[1]
    value = coverage(sums) - coverage(sums)[0]
    spread, moved = np.zeros(len(value)), np.zeros(len(value), np.int64)
    alone = np.where(sums.shown == 1, sums.owner, -1)
    for setting in range(len(value)):
        owners = np.concatenate([alone[setting][alone[setting] >= 0], alone[0][alone[0] >= 0]])
        weights = np.ones(len(owners))
        weights[np.count_nonzero(alone[setting] >= 0) :] = -1.0
        _, person = np.unique(owners, return_inverse=True)
        lost = np.bincount(person, weights) if len(owners) else np.zeros(0)
        moved[setting] = np.count_nonzero(lost)
        spread[setting] = max((lost**2).sum() - lost.sum() ** 2 / n, 0.0)
    error = np.sqrt((n - 1) / n * spread) / n_items
    changed = (sums.differs[1] > 0) | (moved > 0)
    half = np.where(changed, 0.5 / n_items if n > 1 else np.inf, 0.0)
    reach = normal_quantile(level) * few_changes_factor(moved) * error + half
    low = np.maximum(value - reach, np.minimum(-coverage(sums)[0], value))
    return Interval(value, low, value + reach)


def decide(sums: Sums, task: CurvesTask, limits: Limits) -> Certificate:
    """The position with the most variety that keeps the limits, on these people.

    Raises:
        SettingError: accuracy at relevance only is 0, or the limits speak of what is not measured here.
    """
    return certify(figures_from(sums, np.array(task.lambdas[:-1])), limits)


def report_of(sums: Sums, task: CurvesTask, limits: Limits) -> dict[str, Any]:
    """Curves and decision as JSON-able values.

    ``exact`` says whether everybody was measured; of a sample, what is shown of the catalogue is the
    sample's own.

    Raises:
        SettingError: as ``decide``.
    """
    found = decide(sums, task, limits)
    figures, _row, n = found.figures, found.best, int(sums.people[1])
    accuracy, variety = (f"{name}@{task.k}" for name in task.measures)
    return {
        "method": task.method,
        "k": task.k,
        "people": {"read": int(sums.people[0]), "taken": int(sums.taken[0]), "measured": n},
        "exact": task.share == 1.0,
        "level": figures.level,
        "limits": limits.to_dict(),
        "recommendation": {
            "position": round(100 * found.position, 6),
            "lambda": found.lambda_,
            "gain": found.gain,
            "accuracy": found.accuracy.to_dict(),
            "certified_to": round(100 * float(figures.positions[max(found.stretch, 0)]), 6),
            "ended_by": [one.name for one in found.blockers],
        },
        "curves": {
            "lambda": figures.lambdas.tolist(),
            accuracy: (sums.after[0, 0, :-1] / n).tolist(),
            variety: (sums.after[1, 0, :-1] / n).tolist(),
            f"coverage@{task.k}": coverage(sums)[:-1].tolist(),
            f"gini@{task.k}": [gini(counts) for counts in sums.shown[:-1]],
            f"{accuracy} change": figures.accuracy.to_dict(),
            f"{variety} change": figures.gains["ild"].to_dict(),
            f"coverage@{task.k} change": figures.coverage.to_dict(),
            "worse off": figures.worse_off.to_dict(),
        },
    }
