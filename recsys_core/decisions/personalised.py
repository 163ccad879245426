"""A setting for each user instead of one for all, and whether it is any better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recsys_core.decisions.front_shape import hypervolume
from recsys_core.evaluation.curves import TradeOff
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.metrics.similarity import entropy
from recsys_core.protocol import STANDARD, MeasurementProtocol
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray

ENOUGH_LIKES = 3
"""Liked validation items from which a user's own validation curve counts."""
SHRINKAGE = 10.0
"""Likes at which the user's own curve and the mean of all users weigh the same."""
STRENGTH = 1.0
"""How far λ moves with breadth of taste, see ``lambdas_by_breadth``."""
N_SETTINGS = 51

Verdict = Literal["better", "worse", "no_difference"]


@dataclass(frozen=True, eq=False)
class PersonalisedFront:
    """One way to personalise λ beside one λ for all, on users' later behaviour.

    Attributes:
        accuracy: (n_points,) of the personalised front.
        variety: (n_points,) of the personalised front.
        gain: hypervolume of the personalised front over that of one λ for all, minus 1, paired by user.
        verdict: "better", "worse", or "no_difference" where the interval contains 0.
    """

    accuracy: FloatArray
    variety: FloatArray
    gain: Interval[float]
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class Personalisation:
    """The front of one λ for all, and those of personalised λ.

    Attributes:
        accuracy: (n,) with one λ for all.
        variety: (n,) with one λ for all.
        ways: by the way in which λ is chosen for each user: "history", and "breadth" where there are
            categories.
    """

    accuracy: FloatArray
    variety: FloatArray
    ways: dict[str, PersonalisedFront]


def personalise(
    validation: TradeOff,
    test: TradeOff,
    profile: FloatArray | None,
    protocol: MeasurementProtocol = STANDARD,
) -> Personalisation:
    """Try every way to personalise λ, and compare each with one λ for all on test.

    Args:
        validation: where a user's own λ is chosen from their history.
        test: where the fronts are compared.
        profile: (n_users, n_aspects) category shares, None without categories.
        protocol: of the resampling.
    """
    keys = (test.accuracy, f"ild@{test.k}")
    lambdas = np.unique(SliderScale(test.curve, keys[1]).steps(N_SETTINGS))
    sampled = test.curve.sample(lambdas)
    spans = [max(float(np.ptp(sampled[key])), 1e-12) for key in keys]
    # Exchange rates around the slope from one end of the front to the other, and both ends themselves.
    rates = np.concatenate([[0.0], spans[0] / spans[1] * np.geomspace(0.02, 50, N_SETTINGS - 2), [1e9]])
    ways = {"history": lambdas_by_history(validation, test, lambdas, rates, keys)}
    if profile is not None:
        ways["breadth"] = lambdas_by_breadth(entropy(profile), lambdas, STRENGTH)
    resampling = Resampling.under(protocol, len(test.users))
    compared = {name: compare(test, lambdas, own, keys, resampling) for name, own in ways.items()}
    return Personalisation(sampled[keys[0]], sampled[keys[1]], compared)


def lambdas_by_breadth(breadth: FloatArray, lambdas: FloatArray, strength: float) -> FloatArray:
    """λ_u from breadth of taste: users of broad taste get more variety at the same overall setting.

    ``λ_u = λ ^ exp(-strength · r_u)`` with the rank r_u of the breadth scaled to [-1, 1]: both ends of the
    axis stay where they are, a strength of 0 gives one λ for all, a negative one favours narrow taste.

    Args:
        breadth: (n_users,) only ranks count; ties share their middle rank.
        lambdas: (n_settings,) overall settings.
        strength: how much users differ.

    Returns:
        (n_settings, n_users) in [0, 1].
    """
    ordered, places = np.unique(breadth, return_inverse=True)
    counts = np.bincount(places, minlength=len(ordered))
    middle = np.cumsum(counts) - (counts + 1) / 2
    rank = 2.0 * middle[places] / max(len(breadth) - 1, 1) - 1.0
    return np.asarray(lambdas)[:, None] ** np.exp(-strength * rank)[None]


def lambdas_by_history(
    validation: TradeOff,
    test: TradeOff,
    lambdas: FloatArray,
    exchange: FloatArray,
    keys: tuple[str, str],
) -> FloatArray:
    """λ_u from validation: each user's best mix of expected accuracy and the variety of their own lists.

    A user's expected accuracy at λ is their own validation curve, shrunk towards the mean of all users by the
    number of items they liked there; with fewer than ``ENOUGH_LIKES`` it is the mean. The variety of their
    lists needs no target and is known exactly. For each exchange rate μ every user gets the λ with the
    largest ``accuracy + μ · variety``, which an optimal personalised front must do at every point.

    Args:
        validation: measured on validation.
        test: whose lists will be shown.
        lambdas: (n_settings,) to choose from, ascending; a tie goes to the lower.
        exchange: (n_points,) accuracy given for one unit of variety.
        keys: of accuracy and variety.

    Returns:
        (n_points, n_users).
    """
    known = np.stack([validation.per_user(keys[0], lambda_) for lambda_ in lambdas], axis=1)
    mean = known.mean(axis=0)
    likes = validation.ground_truth.n_relevant[validation.users].astype(np.float64)
    trust = np.where(likes >= ENOUGH_LIKES, likes / (likes + SHRINKAGE), 0.0)[:, None]
    expected = np.tile(mean, (test.paths.n_users, 1))
    expected[validation.users] = trust * known + (1.0 - trust) * mean
    rows = np.stack([test.paths.index_at(lambda_) for lambda_ in lambdas], axis=1)
    variety = test.per_list[keys[1]][rows]
    best = np.stack([np.argmax(expected + rate * variety, axis=1) for rate in exchange])
    return np.asarray(lambdas)[best]


def compare(
    trade_off: TradeOff,
    lambdas: FloatArray,
    personalised: FloatArray,
    keys: tuple[str, str],
    resampling: Resampling,
) -> PersonalisedFront:
    """Compare a front of personalised λ with the front of one λ for all.

    The corner of the hypervolume is the lowest accuracy and variety that one λ for all gets anywhere.

    Args:
        trade_off: measured on test.
        lambdas: (n_settings,) of the front of one λ for all.
        personalised: (n_points, n_users) λ of each user at each point of the personalised front.
        keys: of accuracy and variety.
        resampling: of the evaluated users, the same for both fronts.
    """
    same = np.stack([trade_off.rows(lambda_) for lambda_ in lambdas], axis=1)
    own = np.stack([trade_off.paths.index_at(point)[trade_off.users] for point in personalised], axis=1)
    values = [trade_off.per_list[key][rows] for rows in (same, own) for key in keys]
    sizes = np.cumsum([part.shape[1] for part in values])[:-1]
    corner = (float(values[0].mean(axis=0).min()), float(values[1].mean(axis=0).min()))
    resampled = np.split(resampling.means(np.concatenate(values, axis=1)), sizes, axis=1)
    means = [part.mean(axis=0) for part in values]
    gain = percentile_interval(_gain(means, corner), _gain(resampled, corner))
    verdict: Verdict = "better" if gain.above_zero else "worse" if gain.below_zero else "no_difference"
    return PersonalisedFront(means[2], means[3], gain, verdict)


def _gain(parts: list[FloatArray], corner: tuple[float, float]) -> FloatArray:
    """Relative hypervolume of the second front (parts 3 and 4) over the first (parts 1 and 2)."""
    same = hypervolume(parts[0], parts[1], corner)
    return hypervolume(parts[2], parts[3], corner) / np.where(same > 0, same, np.nan) - 1.0
