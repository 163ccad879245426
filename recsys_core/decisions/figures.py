"""How good one setting is in itself: every measure with its own 95% interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.curves import TradeOff
from recsys_core.evaluation.jackknife import NORMAL_95, leave_one_out, standard_error
from recsys_core.stats.bootstrap import Resampling, percentile_interval


@dataclass(frozen=True)
class Figure:
    """A measure with the ends of its 95% interval, in the measure's own units."""

    value: float
    low: float
    high: float


def figures(trade_off: TradeOff, resampling: Resampling, lambda_: float = 0.0) -> dict[str, Figure]:
    """Every measure of one setting.

    Measures of a person are averaged over the evaluated people, with a bootstrap interval; measures of the
    catalogue get a jackknife interval, as in ``price.Price``.

    Args:
        trade_off: the measured lists.
        resampling: over the trade-off's evaluated people.
        lambda_: the setting, 0 for the model's own ranking.

    Returns:
        A figure by measure key, in the order of the curve.
    """
    keys = [key for key in trade_off.curve.values if key in trade_off.per_list]
    people = np.stack([trade_off.per_user(key, lambda_) for key in keys], axis=1)
    low, high = percentile_interval(resampling.means(people))
    found = {
        key: Figure(*map(float, row)) for key, *row in zip(keys, people.mean(axis=0), low, high, strict=True)
    }
    now = trade_off.curve.at(lambda_)
    if trade_off.catalogue_keys:
        lists = trade_off.paths.items[trade_off.rows(lambda_)]
        left_out = leave_one_out(lists, trade_off.yardstick.target.n_items)
        for key in trade_off.catalogue_keys:
            reach = NORMAL_95 * float(standard_error(left_out[key.split("@")[0]]))
            found[key] = Figure(now[key], now[key] - reach, now[key] + reach)
    return {key: found[key] for key in trade_off.curve.values}
