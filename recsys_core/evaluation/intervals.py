"""The level of every metric at one setting, each with its own 95% interval."""

from __future__ import annotations

import numpy as np

from recsys_core.evaluation.catalogue import leave_one_out
from recsys_core.evaluation.curves import TradeOff
from recsys_core.stats.bootstrap import Resampling
from recsys_core.stats.interval import Interval
from recsys_core.stats.jackknife import jackknife_interval


def metric_intervals(
    trade_off: TradeOff, resampling: Resampling, lambda_: float = 0.0
) -> dict[str, Interval[float]]:
    """Every metric of one setting with its interval.

    Metrics of a user are averaged over the evaluated users, with a bootstrap interval; metrics of the
    catalogue get a jackknife interval, see ``stats.jackknife``.

    Args:
        trade_off: the measured lists.
        resampling: over the trade-off's evaluated users.
        lambda_: the setting, 0 for the model's own ranking.

    Returns:
        By metric key, in the order of the curve.
    """
    keys = [key for key in trade_off.curve.values if key in trade_off.per_list]
    per_user = np.stack([trade_off.per_user(key, lambda_) for key in keys], axis=1)
    means = resampling.interval(per_user)
    found = {key: means[column] for column, key in enumerate(keys)}
    if trade_off.catalogue_keys:
        now = trade_off.curve.at(lambda_)
        left_out = leave_one_out(trade_off.catalogue_lists(lambda_), trade_off.ground_truth.target.n_items)
        for key in trade_off.catalogue_keys:
            found[key] = jackknife_interval(now[key], left_out[key.split("@")[0]])
    return {key: found[key] for key in trade_off.curve.values}
