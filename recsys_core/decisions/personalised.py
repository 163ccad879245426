"""A setting for each person instead of one for all, and whether it is any better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recsys_core.decisions.front import hypervolume
from recsys_core.evaluation.curves import TradeOff
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.types import FloatArray, IndexArray

ENOUGH_LIKES = 3
"""Liked validation items from which a person's own validation curve is looked at."""
SHRINKAGE = 10.0
"""Likes at which the person's own curve and everybody's weigh the same."""


def rows_at(trade_off: TradeOff, lambdas: FloatArray) -> IndexArray:
    """(n_users,) row of each user's list at their own λ (n_users,), right-continuous."""
    paths = trade_off.paths
    counts = np.diff(paths.offsets)
    passed = np.concatenate([[0], np.cumsum(paths.breakpoints <= np.repeat(lambdas, counts))])
    return paths.offsets[:-1] + passed[paths.offsets[1:]] - passed[paths.offsets[:-1]] - 1


def by_breadth(breadth: FloatArray, lambdas: FloatArray, strength: float) -> FloatArray:
    """λ_u from breadth of taste: people of broad taste get more variety at the same overall setting.

    ``λ_u = λ ^ exp(-strength · r_u)`` with the rank r_u of the breadth scaled to [-1, 1]: both ends of the
    axis stay where they are, 0 is one λ for all, a negative strength favours people of narrow taste.

    Args:
        breadth: (n_users,), only ranks count, ties share their middle rank.
        lambdas: (n_settings,) overall settings.
        strength: how much people differ.

    Returns:
        (n_settings, n_users) in [0, 1].
    """
    ordered, places = np.unique(breadth, return_inverse=True)
    counts = np.bincount(places, minlength=len(ordered))
    middle = np.cumsum(counts) - (counts + 1) / 2
    rank = 2.0 * middle[places] / max(len(breadth) - 1, 1) - 1.0
    return np.asarray(lambdas)[:, None] ** np.exp(-strength * rank)[None]


def by_own_history(
    validation: TradeOff,
    later: TradeOff,
    lambdas: FloatArray,
    exchange: FloatArray,
    keys: tuple[str, str],
) -> FloatArray:
    """λ_u from validation: each person's best mix of expected accuracy and the variety of their own lists.

    A person's expected accuracy at λ is their own validation curve, shrunk towards everybody's by the number
    of items they liked there; with fewer than ``ENOUGH_LIKES`` it is everybody's. The variety of their lists
    needs no target and is known exactly. For each exchange rate μ everybody gets the λ with the largest
    ``accuracy + μ · variety``: what a front of personal settings must do to be best at every point.

    Args:
        validation: measured on validation.
        later: whose lists will be shown.
        lambdas: (n_settings,) to choose from, ascending; a tie goes to the lower.
        exchange: (n_points,) accuracy given for one unit of variety.
        keys: accuracy and variety.

    Returns:
        (n_points, n_users).
    """
    n_users = len(later.paths.offsets) - 1
    known = np.stack([validation.per_user(keys[0], lambda_) for lambda_ in lambdas], axis=1)
    everybody = known.mean(axis=0)
    likes = validation.yardstick.n_relevant[validation.users].astype(np.float64)
    trust = np.where(likes >= ENOUGH_LIKES, likes / (likes + SHRINKAGE), 0.0)[:, None]
    expected = np.tile(everybody, (n_users, 1))
    expected[validation.users] = trust * known + (1.0 - trust) * everybody
    rows = np.stack([later.paths.index_at(lambda_) for lambda_ in lambdas], axis=1)
    variety = later.per_list[keys[1]][rows]
    best = np.stack([np.argmax(expected + rate * variety, axis=1) for rate in exchange])
    return np.asarray(lambdas)[best]


@dataclass(frozen=True)
class Comparison:
    """Personal settings beside one setting for all, on people's later behaviour.

    Attributes:
        accuracy: (n_points,) of the personal front.
        variety: (n_points,) of the personal front.
        gain: hypervolume of the personal front over that of one setting for all, minus 1.
        low: lower end of its 95% paired-bootstrap interval.
        high: upper end.
        verdict: "better", "worse", or "no_difference" where the interval holds 0.
    """

    accuracy: FloatArray
    variety: FloatArray
    gain: float
    low: float
    high: float
    verdict: Literal["better", "worse", "no_difference"]


def compare(
    trade_off: TradeOff,
    lambdas: FloatArray,
    personal: FloatArray,
    keys: tuple[str, str],
    *,
    n_resamples: int = 2000,
) -> Comparison:
    """Hold a front of personal settings against the front of one λ for all.

    The corner of the hypervolume is the lowest accuracy and variety that one λ for all gets anywhere.

    Args:
        trade_off: measured on test.
        lambdas: (n_settings,) of the front of one λ for all.
        personal: (n_points, n_users) λ of each person at each point of the personal front.
        keys: accuracy and variety.
        n_resamples: bootstrap resamples over people, the same for both fronts.
    """
    same = np.stack([trade_off.rows(lambda_) for lambda_ in lambdas], axis=1)
    own = np.stack([rows_at(trade_off, point)[trade_off.users] for point in personal], axis=1)
    values = [trade_off.per_list[key][rows] for rows in (same, own) for key in keys]
    sizes = np.cumsum([part.shape[1] for part in values])[:-1]
    corner = (float(values[0].mean(axis=0).min()), float(values[1].mean(axis=0).min()))
    resampled = Resampling(len(trade_off.users), n_resamples).means(np.concatenate(values, axis=1))
    drawn = np.split(resampled, sizes, axis=1)
    means = [part.mean(axis=0) for part in values]
    low, high = percentile_interval(_gain(drawn, corner)[:, None])
    gain = float(_gain(means, corner))
    verdict: Literal["better", "worse", "no_difference"] = "no_difference"
    if low[0] > 0:
        verdict = "better"
    elif high[0] < 0:
        verdict = "worse"
    return Comparison(means[2], means[3], gain, float(low[0]), float(high[0]), verdict)


def _gain(parts: list[FloatArray], corner: tuple[float, float]) -> FloatArray:
    same = hypervolume(parts[0], parts[1], corner)
    return hypervolume(parts[2], parts[3], corner) / np.where(same > 0, same, np.nan) - 1.0
