"""What a setting costs against another, for every measure, with a 95% interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import TradeOff
from recsys_core.evaluation.jackknife import NORMAL_95, leave_one_out, standard_error
from recsys_core.stats.bootstrap import N_RESAMPLES, SEED, Resampling, percentile_interval
from recsys_core.stats.small_samples import widened, widening
from recsys_core.types import BoolArray, FloatArray

_COLUMNS = 512  # settings and measures multiplied at a time


@dataclass(frozen=True)
class PriceTag:
    """Differences to the reference at n settings, each with the ends of its 95% interval.

    Attributes:
        value: (n,) measure at the setting minus measure at the reference, in the measure's units.
        low: (n,) lower end.
        high: (n,) upper end.
        relative: (n,) the same as a share of the reference (-0.02 is a loss of 2%); NaN where the reference
            is 0, or is 0 in some resample, and no share exists.
        relative_low: (n,) lower end.
        relative_high: (n,) upper end.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    relative: FloatArray
    relative_low: FloatArray
    relative_high: FloatArray

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, rows: int | slice) -> PriceTag:
        """The tag of one setting (scalars) or of several."""
        return PriceTag(*(column[rows] for column in astuple(self)))


class Price:
    """Differences between settings over the same people.

    Measures of a person: paired bootstrap over people with multinomial weights, percentile interval, all
    settings and measures in one matrix product, widened where few people change (see ``rare``).
    Measures of the catalogue (coverage, Gini, entropy): jackknife over people with a normal interval, because
    a bootstrap of them is biased (see ``jackknife``). Both speak of as many other people of the same kind,
    with the same model.

    Attributes:
        trade_off: what is priced.
        reference: the λ that everything is compared to.
        against: the trade-off that ``reference`` belongs to, another reranker's or model's if given.
    """

    def __init__(
        self,
        trade_off: TradeOff,
        reference: float = 0.0,
        n_resamples: int = N_RESAMPLES,
        seed: int = SEED,
        against: TradeOff | None = None,
    ) -> None:
        self.trade_off, self.reference, self.against = trade_off, reference, against or trade_off
        if not np.array_equal(trade_off.users, self.against.users):
            raise ValueError("both sides must be measured on the same people")
        self.resampling = Resampling(len(trade_off.users), n_resamples, seed)

    def difference(self, metric: str, lambdas: FloatArray | float) -> PriceTag:
        """Price of one measure at each of ``lambdas``.

        Raises:
            SettingError: the measure does not exist.
            ValueError: a λ is outside [0, 1].
        """
        return self.table(lambdas, (metric,))[metric]

    def table(
        self, lambdas: FloatArray | float, metrics: tuple[str, ...] | None = None
    ) -> dict[str, PriceTag]:
        """Prices of all measures, or of those named, at each of ``lambdas`` (n,)."""
        grid = np.atleast_1d(np.asarray(lambdas, np.float64))
        wanted = tuple(self.trade_off.curve.values) if metrics is None else metrics
        for key in wanted:
            self._check(key)
        personal = [key for key in wanted if key not in self.trade_off.catalogue_keys]
        tags = {}
        for keys in _groups(personal, len(grid)):
            for key, (resampled, shares) in self._resample(keys, grid).items():
                value, relative = self._exact(key, grid)
                ends = percentile_interval(resampled), percentile_interval(shares)
                tags[key] = PriceTag(value, *ends[0], relative, *ends[1])
        shared = [key for key in wanted if key in self.trade_off.catalogue_keys]
        tags |= self._catalogue(shared, grid) if shared else {}
        return {key: tags[key] for key in wanted}

    def resamples(self, metric: str, lambdas: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Resampled differences of a measure of a person.

        Returns:
            (n_resamples, n) in the measure's units, and as shares of the resampled reference.
        """
        self._check(metric)
        return self._resample([metric], np.asarray(lambdas, np.float64))[metric]

    def _check(self, key: str) -> None:
        for side in (self.trade_off, self.against):
            if key not in side.curve.values:
                raise SettingError(f"No measure named {key}. Choose from: {', '.join(side.curve.values)}.")

    def _resample(self, keys: list[str], grid: FloatArray) -> dict[str, tuple[FloatArray, FloatArray]]:
        start = self.against.rows(self.reference)
        base = np.stack([self.against.per_list[key][start] for key in keys], axis=1)
        rows = np.stack([self.trade_off.rows(lambda_) for lambda_ in grid], axis=1)
        values = [self.trade_off.per_list[key][rows] - base[:, [i]] for i, key in enumerate(keys)]
        means = self.resampling.means(np.concatenate([*values, base], axis=1))
        changed_lists = self._changed(grid)
        out = {}
        for position, key in enumerate(keys):
            drawn = means[:, position * len(grid) : (position + 1) * len(grid)]
            shares = _share(drawn, means[:, [len(keys) * len(grid) + position]])
            value, relative = self._exact(key, grid)
            n_changed = np.count_nonzero(values[position], axis=0)
            typical = np.where(changed_lists, self._typical_change(key, base[:, position]), 0.0)
            scale = abs(float(base[:, position].mean())) or np.nan
            out[key] = (
                widened(drawn, value, n_changed, typical, self.resampling.n_people),
                widened(shares, relative, n_changed, typical / scale, self.resampling.n_people),
            )
        return out

    def _changed(self, grid: FloatArray, *, ordered: bool = True) -> BoolArray:
        """(n,) whether anybody is shown other items than at the reference, or in another order."""
        before = self.against.paths.items[self.against.rows(self.reference)]
        lists = (self.trade_off.paths.items[self.trade_off.rows(lambda_)] for lambda_ in grid)
        if not ordered:
            before, lists = np.sort(before, axis=1), (np.sort(now, axis=1) for now in lists)
        return np.array([not np.array_equal(before, now) for now in lists])

    def _typical_change(self, key: str, base: FloatArray) -> float:
        """Size of a person's change where there is any, told from the end of the axis."""
        change = self.trade_off.per_user(key, 1.0) - base
        return float(np.sqrt((change**2).sum() / max(np.count_nonzero(change), 1)))

    def _exact(self, key: str, grid: FloatArray) -> tuple[FloatArray, FloatArray]:
        start = self.against.curve.at(self.reference)[key]
        value = self.trade_off.curve.values[key][self.trade_off.curve.index_at(grid)] - start
        return value, value / start if start else np.full(len(grid), np.nan)

    def _catalogue(self, keys: list[str], grid: FloatArray) -> dict[str, PriceTag]:
        base = self._left_out(self.against, self.reference)
        left_out = [self._left_out(self.trade_off, lambda_) for lambda_ in grid]
        tags = {}
        for key in keys:
            name = key.split("@")[0]
            without = np.stack([values[name] for values in left_out], axis=1)
            start = base[name][:, None]
            value, relative = self._exact(key, grid)
            gap = without - start
            wider = NORMAL_95 * widening(np.count_nonzero(np.abs(gap - value) > 1e-12, axis=0))
            # Coverage moves item by item: half an item is the usual correction for a normal interval.
            step = 0.5 / self.trade_off.yardstick.target.n_items if name == "coverage" else 0.0
            half = np.where(self._changed(grid, ordered=False), step, 0.0)
            reach = wider * standard_error(gap) + half
            share = wider * standard_error(_share(gap, start)) + half / (start.mean() or np.nan)
            tags[key] = PriceTag(
                value, value - reach, value + reach, relative, relative - share, relative + share
            )
        return tags

    def _left_out(self, side: TradeOff, lambda_: float) -> dict[str, FloatArray]:
        return leave_one_out(side.paths.items[side.rows(lambda_)], side.yardstick.target.n_items)


def _share(difference: FloatArray, base: FloatArray) -> FloatArray:
    return difference / np.where(base == 0, np.nan, base)


def _groups(keys: list[str], n_settings: int) -> Iterator[list[str]]:
    size = max(1, _COLUMNS // max(n_settings, 1))
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
