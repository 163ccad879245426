"""What a setting changes against another, for every metric, with a 95% interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from recsys_core.evaluation.catalogue import leave_one_out
from recsys_core.evaluation.curves import TradeOff, unknown_metrics
from recsys_core.protocol import STANDARD, MeasurementProtocol
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.stats.interval import Interval
from recsys_core.stats.jackknife import NORMAL_95, standard_error
from recsys_core.stats.small_samples import few_changes_factor, widen_for_few_changes
from recsys_core.types import BoolArray, FloatArray

_COLUMNS = 512  # settings and metrics multiplied at a time


@dataclass(frozen=True)
class Effect:
    """How one metric differs from the reference at n settings; one setting picked from it has floats.

    Attributes:
        change: (n,) metric at the setting minus metric at the reference, in the metric's units.
        relative: (n,) the change as a share of the reference (-0.02 is a loss of 2%); NaN where the reference
            is 0, or is 0 in some resample, and no share exists.
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

    Metrics of a user: paired bootstrap over users with multinomial weights and percentile intervals, all
    settings and metrics in one matrix product, widened where few users change (``stats.small_samples``).
    Metrics of the catalogue (coverage, Gini, entropy): jackknife over users with normal intervals, because a
    bootstrap of them is biased (``stats.jackknife``). Both describe as many other users of the same kind,
    served by the same model.

    Args:
        trade_off: whose settings are compared.
        reference: the λ that everything is compared to.
        against: the trade-off that ``reference`` belongs to, another reranker's or model's if given.
        protocol: of the resampling.

    Raises:
        ValueError: the two trade-offs are measured on different users.
    """

    def __init__(
        self,
        trade_off: TradeOff,
        reference: float = 0.0,
        *,
        against: TradeOff | None = None,
        protocol: MeasurementProtocol = STANDARD,
    ) -> None:
        self.trade_off, self.reference, self.against = trade_off, reference, against or trade_off
        if not np.array_equal(trade_off.users, self.against.users):
            raise ValueError("both sides must be measured on the same users")
        self.resampling = Resampling.under(protocol, len(trade_off.users))

    def of(self, metric: str, lambdas: FloatArray | float) -> Effect:
        """The effect on one metric at each of ``lambdas``.

        Raises:
            SettingError: the metric does not exist.
            ValueError: a λ is outside [0, 1].
        """
        return self.table(lambdas, (metric,))[metric]

    def table(self, lambdas: FloatArray | float, metrics: Sequence[str] | None = None) -> dict[str, Effect]:
        """Effects on all metrics, or on those named, at each of ``lambdas`` (n,)."""
        grid = np.atleast_1d(np.asarray(lambdas, np.float64))
        keys = tuple(self.trade_off.curve.values) if metrics is None else tuple(metrics)
        for key in keys:
            self._check(key)
        of_users = [key for key in keys if key not in self.trade_off.catalogue_keys]
        of_catalogue = [key for key in keys if key in self.trade_off.catalogue_keys]
        found = {}
        for group in _groups(of_users, len(grid)):
            for key, (resampled, shares) in self._resample(group, grid).items():
                value, relative = self._exact(key, grid)
                found[key] = Effect(
                    percentile_interval(value, resampled), percentile_interval(relative, shares)
                )
        found |= self._catalogue(of_catalogue, grid) if of_catalogue else {}
        return {key: found[key] for key in keys}

    def interpolated(self, lambdas: FloatArray, metrics: Sequence[str], *, every: int) -> dict[str, Effect]:
        """Effects on a fine grid of settings: exact values, intervals computed at every ``every``-th setting.

        The distance from value to end hardly moves between neighbouring settings and is interpolated.
        """
        rows = np.arange(len(lambdas))
        found = {}
        for key, coarse in self.table(lambdas[::every], metrics).items():
            values = self._exact(key, lambdas)
            fine = [
                Interval(
                    value,
                    value + np.interp(rows, rows[::every], known.low - known.value),
                    value + np.interp(rows, rows[::every], known.high - known.value),
                )
                for value, known in zip(values, (coarse.change, coarse.relative), strict=True)
            ]
            found[key] = Effect(*fine)
        return found

    def resamples(self, metric: str, lambdas: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Resampled differences of a metric of single users.

        Returns:
            (n_resamples, n) in the metric's units, and as shares of the resampled reference.
        """
        self._check(metric)
        return self._resample([metric], np.asarray(lambdas, np.float64))[metric]

    def _check(self, key: str) -> None:
        for side in (self.trade_off, self.against):
            if key not in side.curve.values:
                raise unknown_metrics([key], side.curve.values)

    def _resample(self, keys: list[str], grid: FloatArray) -> dict[str, tuple[FloatArray, FloatArray]]:
        start = self.against.rows(self.reference)
        base = np.stack([self.against.per_list[key][start] for key in keys], axis=1)
        rows = np.stack([self.trade_off.rows(lambda_) for lambda_ in grid], axis=1)
        values = [self.trade_off.per_list[key][rows] - base[:, [i]] for i, key in enumerate(keys)]
        means = self.resampling.means(np.concatenate([*values, base], axis=1))
        changed_lists = self._changed(grid)
        n_users = self.resampling.n_users
        out = {}
        for position, key in enumerate(keys):
            drawn = means[:, position * len(grid) : (position + 1) * len(grid)]
            shares = _share(drawn, means[:, [len(keys) * len(grid) + position]])
            value, relative = self._exact(key, grid)
            n_changed = np.count_nonzero(values[position], axis=0)
            typical = np.where(changed_lists, self._typical_change(key, base[:, position]), 0.0)
            scale = abs(float(base[:, position].mean())) or np.nan
            out[key] = (
                widen_for_few_changes(drawn, value, n_changed, typical, n_users),
                widen_for_few_changes(shares, relative, n_changed, typical / scale, n_users),
            )
        return out

    def _changed(self, grid: FloatArray, *, ordered: bool = True) -> BoolArray:
        """(n,) whether any user is shown other items than at the reference, or in another order."""
        before = self.against.lists(self.reference)
        lists = (self.trade_off.lists(lambda_) for lambda_ in grid)
        if not ordered:
            before, lists = np.sort(before, axis=1), (np.sort(now, axis=1) for now in lists)
        return np.array([not np.array_equal(before, now) for now in lists])

    def _typical_change(self, key: str, base: FloatArray) -> float:
        """Root mean square change of the users whose figure changes at the end of the axis."""
        change = self.trade_off.per_user(key, 1.0) - base
        return float(np.sqrt((change**2).sum() / max(np.count_nonzero(change), 1)))

    def _exact(self, key: str, grid: FloatArray) -> tuple[FloatArray, FloatArray]:
        start = self.against.curve.at(self.reference)[key]
        value = self.trade_off.curve.values[key][self.trade_off.curve.index_at(grid)] - start
        return value, value / start if start else np.full(len(grid), np.nan)

    def _catalogue(self, keys: list[str], grid: FloatArray) -> dict[str, Effect]:
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
            wider = NORMAL_95 * few_changes_factor(n_changed)
            # Coverage moves item by item: half an item is the usual continuity correction.
            step = 0.5 / self.trade_off.ground_truth.target.n_items if name == "coverage" else 0.0
            half = np.where(self._changed(grid, ordered=False), step, 0.0)
            reach = wider * standard_error(gap) + half
            share = wider * standard_error(_share(gap, start)) + half / (start.mean() or np.nan)
            found[key] = Effect(
                Interval(value, value - reach, value + reach),
                Interval(relative, relative - share, relative + share),
            )
        return found


def _left_out(side: TradeOff, lambda_: float) -> dict[str, FloatArray]:
    return leave_one_out(side.lists(lambda_), side.ground_truth.target.n_items)


def _share(difference: FloatArray, base: FloatArray) -> FloatArray:
    return difference / np.where(base == 0, np.nan, base)


def _groups(keys: list[str], n_settings: int) -> Iterator[list[str]]:
    size = max(1, _COLUMNS // max(n_settings, 1))
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
