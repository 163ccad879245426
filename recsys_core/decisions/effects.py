"""What a setting changes against another, for every metric, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.evaluation.catalogue import leave_one_out
from recsys_core.evaluation.curves import TradeOff, unknown_metrics
from recsys_core.stats.interval import Interval
from recsys_core.stats.jackknife import normal_quantile, standard_error
from recsys_core.stats.relative_change import mean_difference, relative_change
from recsys_core.stats.small_samples import few_changes_factor
from recsys_core.types import BoolArray, FloatArray


@dataclass(frozen=True)
class Effect:
    """How one metric differs from the reference at n settings; one setting picked from it has floats.

    Attributes:
        change: (n,) metric at the setting minus metric at the reference, in the metric's units.
        relative: (n,) the change as a share of the reference (-0.02 is a loss of 2%); NaN where the reference
            is 0 and no share exists.
    """

    change: Interval[Any]
    relative: Interval[Any]

    def __len__(self) -> int:
        return len(self.change)

    def __getitem__(self, rows: int | slice) -> Effect:
        """The effect at one setting (floats) or at several."""
        return Effect(self.change[rows], self.relative[rows])


class Effects:
    """Differences between settings over the same users.

    This is the one place where such intervals are computed: verdicts use the bad end of the very interval
    that is shown. Metrics of a user: Student's interval of the paired difference, and the delta method for
    its share of the reference, wider where few users change (``stats.relative_change``). Metrics of the
    catalogue (coverage, Gini, entropy): jackknife over users with normal intervals (``stats.jackknife``).
    Both describe as many other users of the same kind, served by the same model. No random numbers are
    involved. Metrics are never negative: no interval reaches below a loss of everything.

    Args:
        trade_off: whose settings are compared.
        reference: the λ that everything is compared to.
        against: the trade-off that ``reference`` belongs to, another reranker's or model's if given.
        level: of the two-sided intervals, where no other is asked for.

    Raises:
        ValueError: the two trade-offs are measured on different users.
    """

    def __init__(
        self,
        trade_off: TradeOff,
        reference: float = 0.0,
        *,
        against: TradeOff | None = None,
        level: float = 0.95,
    ) -> None:
        self.trade_off, self.reference, self.against = trade_off, reference, against or trade_off
        self.level = level
        if not np.array_equal(trade_off.users, self.against.users):
            raise ValueError("both sides must be measured on the same users")

    def of(self, metric: str, lambdas: FloatArray | float, *, level: float | None = None) -> Effect:
        """The effect on one metric at each of ``lambdas``.

        Raises:
            SettingError: the metric does not exist.
            ValueError: a λ is outside [0, 1], or ``level`` is outside (0, 1).
        """
        return self.table(lambdas, (metric,), level=level)[metric]

    def table(
        self, lambdas: FloatArray | float, metrics: Sequence[str] | None = None, *, level: float | None = None
    ) -> dict[str, Effect]:
        """Effects on all metrics, or on those named, at each of ``lambdas`` (n,), ascending."""
        grid, level = np.atleast_1d(np.asarray(lambdas, np.float64)), level or self.level
        keys = tuple(self.trade_off.curve.values) if metrics is None else tuple(metrics)
        for key in keys:
            self._check(key)
        of_catalogue = [key for key in keys if key in self.trade_off.catalogue_keys]
        found = self._catalogue(of_catalogue, grid, level) if of_catalogue else {}
        if len(of_catalogue) < len(keys):
            rows = self.trade_off.rows_at(grid)
            start, changed = self.against.rows(self.reference), self._changed(grid)
            for key in keys:
                if key not in found:
                    before = self.against.per_list[key][start]
                    after = self.trade_off.per_list[key][rows]
                    found[key] = self._of_users(key, before, after, changed, grid, level)
        return {key: found[key] for key in keys}

    def within(
        self, inside: BoolArray, metric: str, lambdas: FloatArray, *, level: float | None = None
    ) -> Effect:
        """The effect on a metric of single users for the users of a group alone.

        Args:
            inside: (n_users,) who belongs to it, in the order of ``trade_off.users``; at least one user.
            metric: its key.
            lambdas: (n,) settings, ascending.
            level: of the intervals.

        Raises:
            SettingError: the metric does not exist, or belongs to the catalogue.
        """
        self._check(metric)
        level = level or self.level
        if metric in self.trade_off.catalogue_keys:
            raise SettingError(f"{metric} describes all lists together and has no value for a group.")
        rows = self.trade_off.rows_at(lambdas)[inside]
        before = self.against.per_list[metric][self.against.rows(self.reference)[inside]]
        after = self.trade_off.per_list[metric][rows]
        typical = np.where(self._changed(lambdas), self._typical_change(metric), 0.0)
        change = mean_difference(before, after, typical=typical, level=level)
        relative = relative_change(before, after, typical=typical, level=level)
        return Effect(_above(change, -float(before.mean())), _above(relative, -1.0))

    def _check(self, key: str) -> None:
        for side in (self.trade_off, self.against):
            if key not in side.curve.values:
                raise unknown_metrics([key], side.curve.values)

    def _of_users(
        self,
        key: str,
        before: FloatArray,
        after: FloatArray,
        changed: BoolArray,
        grid: FloatArray,
        level: float,
    ) -> Effect:
        typical = np.where(changed, self._typical_change(key), 0.0)
        change = mean_difference(before, after, typical=typical, level=level)
        relative = relative_change(before, after, typical=typical, level=level)
        # The curve's own figures, so that a tile and its curve agree to the last digit.
        value, share = self._exact(key, grid)
        floor = -self.against.curve.at(self.reference)[key]
        return Effect(_above(_around(value, change), floor), _above(_around(share, relative), -1.0))

    def _changed(self, grid: FloatArray, *, ordered: bool = True) -> BoolArray:
        """(n,) whether any user is shown other items than at the reference, or in another order."""
        return np.asarray(self._differs[ordered][self.trade_off.rows_at(grid)].any(axis=0))

    @cached_property
    def _differs(self) -> dict[bool, BoolArray]:
        """(n_lists,) whether each list differs from its user's at the reference: in order, or in items."""
        owners, lists = self.trade_off.owners, self.trade_off.paths.items
        before, measured = self.against.lists(self.reference), owners >= 0
        found = {True: np.zeros(len(lists), np.bool_), False: np.zeros(len(lists), np.bool_)}
        for ordered, differs in found.items():
            then, now = (before, lists) if ordered else (np.sort(before, axis=1), np.sort(lists, axis=1))
            differs[measured] = (now[measured] != then[owners[measured]]).any(axis=1)
        return found

    def _typical_change(self, key: str) -> float:
        """Root mean square change of the users whose figure changes at the end of the axis.

        Where none does, that of all lists that differ, and where no list does, the figure itself: lists that
        change may always meet another outcome, so nothing is ever certain to stay.
        """
        before = self.against.per_user(key, self.reference)
        change = self.trade_off.per_user(key, 1.0) - before
        if not change.any():
            owners = self.trade_off.owners
            measured = owners >= 0
            change = self.trade_off.per_list[key][measured] - before[owners[measured]]
        if not change.any():
            return abs(float(before.mean()))
        return float(np.sqrt((change**2).sum() / np.count_nonzero(change)))

    def _exact(self, key: str, grid: FloatArray) -> tuple[FloatArray, FloatArray]:
        start = self.against.curve.at(self.reference)[key]
        value = self.trade_off.curve.values[key][self.trade_off.curve.index_at(grid)] - start
        return value, value / start if start else np.full(len(grid), np.nan)

    def _catalogue(self, keys: list[str], grid: FloatArray, level: float) -> dict[str, Effect]:
        base = _left_out(self.against, self.reference)
        left_out = [_left_out(self.trade_off, lambda_) for lambda_ in grid]
        found = {}
        for key in keys:
            name = key.split("@")[0]
            without = np.stack([values[name] for values in left_out], axis=1)
            start = base[name][:, None]
            value, relative = self._exact(key, grid)
            gap = without - start
            n_changed = np.count_nonzero(np.abs(gap - value) > 1e-12, axis=0)
            wider = normal_quantile(level) * few_changes_factor(n_changed)
            # Coverage moves item by item: half an item is the usual continuity correction.
            step = 0.5 / self.trade_off.ground_truth.target.n_items if name == "coverage" else 0.0
            changed = self._changed(grid, ordered=False) | (n_changed > 0)
            half = np.where(changed, step if len(gap) > 1 else np.inf, 0.0)  # one user says nothing of others
            reach = wider * standard_error(gap) + half
            share = wider * standard_error(_share(gap, start)) + half / (start.mean() or np.nan)
            floor = -self.against.curve.at(self.reference)[key]
            found[key] = Effect(
                _above(Interval(value, value - reach, value + reach), floor),
                _above(Interval(relative, relative - share, relative + share), -1.0),
            )
        return found


def _around(value: FloatArray, found: Interval[FloatArray]) -> Interval[FloatArray]:
    """The interval moved onto the same figure as computed elsewhere, which differs by a rounding at most."""
    return Interval(value, value - (found.value - found.low), value + (found.high - found.value))


def _above(found: Interval[FloatArray], floor: float) -> Interval[FloatArray]:
    """Nobody can lose more than everything, which the interval of a few users may forget."""
    return Interval(found.value, np.maximum(found.low, np.minimum(floor, found.value)), found.high)


def _left_out(side: TradeOff, lambda_: float) -> dict[str, FloatArray]:
    return leave_one_out(side.catalogue_lists(lambda_), side.ground_truth.target.n_items)


def _share(difference: FloatArray, base: FloatArray) -> FloatArray:
    return difference / np.where(base == 0, np.nan, base)
