"""How often the product's 95% intervals hold a truth that is known, by measure and setting.

A population of simulated people is measured in full. People are drawn from it again and again, as many as a
real data set has, effects are computed on them as the product does, and the intervals are held against the
truth. For a measure of single people that is the population's own figure. For a measure of the catalogue it
is the mean over another stream of draws, counted from the lists without the code that is judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.report import log
from recsys_core.decisions.effects import Effects
from recsys_core.evaluation.curves import TradeOff
from recsys_core.metrics.coverage import coverage, entropy, exposure, gini
from recsys_core.stats.interval import Interval
from recsys_core.stats.relative_change import mean_difference, relative_change
from recsys_core.types import FloatArray, IndexArray

N_DRAWN = 600  # people in a draw: two thirds of MovieLens 100K
ACCURACY = "ndcg@10"
PERSONAL = (ACCURACY, "recall@10", "mrr@10", "ild@10", "long_tail@10")
SHARED: dict[str, Callable[[IndexArray], float]] = {
    "coverage@10": coverage,
    "gini@10": gini,
    "entropy@10": entropy,
}
ACHIEVED = (0.02, 0.1, 0.25, 0.5, 0.75, 1.0)
SEGMENTS = (10, 20, 50)  # people in a group, as few as the product measures
SEED = 20261124

Shares = dict[str, float]
"""A share for each of ``ACHIEVED``."""


@dataclass(frozen=True)
class Coverage:
    """How often intervals hold the truth.

    Attributes:
        personal: by measure of single people.
        shared: by measure of the catalogue.
        accuracy_share: of the change of accuracy as a share, the figure that a verdict looks at.
        accuracy_missed: how often the bad end of that figure is better than the truth; 2.5% is promised.
    """

    personal: dict[str, Shares]
    shared: dict[str, Shares]
    accuracy_share: Shares
    accuracy_missed: Shares


def interval_coverage(whole: TradeOff, lambdas: FloatArray, repetitions: int) -> Coverage:
    """Coverage over ``repetitions`` draws of ``N_DRAWN`` people."""
    truth = personal_truth(whole, lambdas) | catalogue_truth(whole, lambdas, repetitions)
    held: dict[str, list[FloatArray]] = {key: [] for key in truth}
    shares, missed = [], []
    share = truth[ACCURACY] / whole.curve.at(0.0)[ACCURACY]
    for count, drawn in enumerate(draws(whole, repetitions, 0)):
        effects = Effects(whole.of_users(whole.users[drawn])).table(lambdas, tuple(truth))
        for key, effect in effects.items():
            held[key].append(_holds(effect.change, truth[key]))
        shares.append(_holds(effects[ACCURACY].relative, share))
        missed.append(effects[ACCURACY].relative.low > share)
        if count % 100 == 99:
            log(f"intervals: {count + 1} of {repetitions}")
    found = {key: _named(np.mean(rows, axis=0)) for key, rows in held.items()}
    return Coverage(
        {key: found[key] for key in PERSONAL},
        {key: found[key] for key in SHARED},
        _named(np.mean(shares, axis=0)),
        _named(np.mean(missed, axis=0)),
    )


def draws(whole: TradeOff, repetitions: int, stream: int) -> list[IndexArray]:
    """People drawn with replacement, ``repetitions`` times: positions in ``whole.users``."""
    rng = np.random.default_rng([SEED, stream])
    return [rng.integers(0, len(whole.users), N_DRAWN) for _ in range(repetitions)]


def personal_truth(whole: TradeOff, lambdas: FloatArray) -> dict[str, FloatArray]:
    """The population's change of each measure of single people, at each of ``lambdas``."""
    start, there = whole.curve.at(0.0), whole.curve.sample(lambdas)
    return {key: there[key] - start[key] for key in PERSONAL}


def catalogue_truth(whole: TradeOff, lambdas: FloatArray, repetitions: int) -> dict[str, FloatArray]:
    """Change of each measure of the catalogue that ``N_DRAWN`` people show on average.

    How many people there are matters: 600 show less of a catalogue than 4,000. So the truth is a mean over
    draws, of a stream of its own.
    """
    n_items = whole.ground_truth.target.n_items
    lists = [whole.lists(float(lambda_)) for lambda_ in (0.0, *lambdas)]
    total = {key: np.zeros(len(lists)) for key in SHARED}
    for drawn in draws(whole, repetitions, 1):
        counts = [exposure(shown[drawn], n_items) for shown in lists]
        for key, metric in SHARED.items():
            total[key] += [metric(each) for each in counts]
    return {key: (values[1:] - values[0]) / repetitions for key, values in total.items()}


def segment_coverage(whole: TradeOff, lambdas: FloatArray, repetitions: int) -> dict[str, dict[str, Shares]]:
    """The same for small groups of people and the change of accuracy, by size of the group.

    ``change`` is in NDCG: all groups of a size are columns of one computation. ``share`` is that over the
    group's own accuracy, from a tenth as many groups; those without any accuracy have no share and are left
    out.
    """
    rng, out = np.random.default_rng([SEED, 2]), {}
    before = whole.per_user(ACCURACY, 0.0)
    after = np.stack([whole.per_user(ACCURACY, float(lambda_)) for lambda_ in lambdas], axis=1)
    end = whole.per_user(ACCURACY, 1.0) - before
    typical = float(np.sqrt((end**2).sum() / np.count_nonzero(end)))  # as ``Effects`` has it
    truth = after.mean(axis=0) - before.mean()
    for size in SEGMENTS:
        groups = rng.integers(0, len(before), (repetitions, size))
        change = [
            _mean_changes((after[:, setting] - before)[groups.T], typical) for setting in range(len(lambdas))
        ]
        held = [_holds(each, known).mean() for each, known in zip(change, truth, strict=True)]
        usual = np.full(len(lambdas), typical)
        relative = [
            _holds(relative_change(before[group], after[group], typical=usual), truth / before.mean())
            for group in groups[: repetitions // 10]
            if before[group].any()
        ]
        out[str(size)] = {"change": _named(np.array(held)), "share": _named(np.mean(relative, axis=0))}
        log(f"segments of {size}: {out[str(size)]}")
    return out


def _mean_changes(change: FloatArray, typical: float) -> Interval[FloatArray]:
    """Mean change of each group, a column of ``change`` (size, n_groups)."""
    usual = np.full(change.shape[1], typical)
    return mean_difference(np.zeros(len(change)), change, typical=usual)


def _holds(found: Interval[FloatArray], truth: FloatArray) -> FloatArray:
    return np.asarray((found.low <= truth) & (truth <= found.high), np.float64)


def _named(shares: FloatArray) -> Shares:
    return {f"{achieved:g}": float(share) for achieved, share in zip(ACHIEVED, shares, strict=True)}
