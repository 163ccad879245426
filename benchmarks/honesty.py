"""Do the intervals cover, and does the advice hold? A simulation in which the answer is known.

A population of simulated people is measured in full, so the true cost of every setting is known. Then people
are drawn from it again and again, as many as a real data set has, effects and advice are computed on them as
the product does, and the result is held against the truth. Validation and test are drawn independently: other
people, the harder case.

    python -m benchmarks.honesty --json
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.report import Check, Report, arguments, log
from benchmarks.simulated_people import population
from recsys_core.decisions.advice import Advisor
from recsys_core.decisions.effects import Effects
from recsys_core.evaluation.curves import TradeOff
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.protocol import STANDARD
from recsys_core.stats.bootstrap import Resampling
from recsys_core.stats.small_samples import mean_change
from recsys_core.types import FloatArray, IndexArray

N_DRAWN = 600  # people in a draw: two thirds of MovieLens 100K
PERSONAL = ("ndcg@10", "recall@10", "mrr@10", "ild@10", "long_tail@10")
SHARED = ("coverage@10", "gini@10", "entropy@10")
ACHIEVED = (0.02, 0.1, 0.25, 0.5, 0.75, 1.0)
N_SETTINGS = 51  # a quarter of what the product tries: the same search, sooner done
BUDGETS = (0.01, 0.02, 0.05, 0.1)
SEGMENTS = (10, 20, 50)  # people in a group, as few as the product measures
SEED = 20261124


def main() -> None:
    """Run the simulation and print the report."""
    options = arguments(__doc__)
    report = Report()
    repetitions = 100 if options.quick else 1000
    whole = population(1000 if options.quick else 4000)
    lambdas = np.array([SliderScale(whole.curve, "ild@10").lambda_for(share) for share in ACHIEVED])
    log(f"population of {len(whole.users)} people, {len(whole.paths.items)} lists")
    personal, shared = interval_coverage(whole, lambdas, repetitions)
    for name, table, floor in (("a person", personal, 0.93), ("the catalogue", shared, 0.93)):
        worst = min(min(row.values()) for row in table.values())
        report.add(Check(f"lowest coverage of a 95% interval, measures of {name}", worst, floor, 0.93))
    report.details["coverage"] = personal | shared
    report.details["achieved"] = ACHIEVED
    segments = segment_coverage(whole, lambdas, 20 * repetitions)
    for size, row in segments.items():
        report.add(Check(f"segment interval coverage, {size} people", min(row.values()), 0.93, 0.93))
    report.details["segment coverage"] = segments
    advice = advice_holds(whole, repetitions // 2)
    for key, words in (("true", "true loss"), ("measured", "loss measured on test")):
        worst = max(row[key] for row in advice.values())
        report.add(Check(f"highest share of advised settings whose {words} breaks the budget", worst, 0.05,
                         0.05, at_most=True))  # fmt: skip
    report.details["advice"] = advice
    report.details |= {"people drawn": N_DRAWN, "repetitions": [repetitions, repetitions // 2]}
    report.show(as_json=options.json)


def draws(whole: TradeOff, repetitions: int, stream: int) -> list[IndexArray]:
    """People drawn with replacement, ``repetitions`` times."""
    rng = np.random.default_rng([SEED, stream])
    return [rng.choice(whole.users, N_DRAWN) for _ in range(repetitions)]


def interval_coverage(
    whole: TradeOff, lambdas: FloatArray, repetitions: int
) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """Share of draws whose interval holds the true difference, by measure and achieved variety.

    The truth of a measure of the catalogue is its mean over all draws: what this many people show on average.
    """
    keys = (*PERSONAL, *SHARED)
    truth = Effects(whole, protocol=replace(STANDARD, n_resamples=1)).table(lambdas, PERSONAL)
    ends: dict[str, list[np.ndarray]] = {key: [] for key in keys}
    values: dict[str, list[np.ndarray]] = {key: [] for key in keys}
    for count, users in enumerate(draws(whole, repetitions, 0)):
        part = whole.of_users(users)
        effects = Effects(part, protocol=replace(STANDARD, seed=count))
        for key, effect in effects.table(lambdas, keys).items():
            ends[key].append(np.stack([effect.change.low, effect.change.high]))
            values[key].append(effect.change.value)
        if count % 100 == 99:
            log(f"intervals: {count + 1} of {repetitions}")
    shares = [f"{share:g}" for share in ACHIEVED]
    out = {}
    for key in keys:
        known = truth[key].change.value if key in PERSONAL else np.mean(values[key], axis=0)
        low, high = np.array(ends[key]).transpose(1, 0, 2)
        held = ((low <= known) & (known <= high)).mean(axis=0)
        out[key] = dict(zip(shares, map(float, held), strict=True))
    return {key: out.pop(key) for key in PERSONAL}, out


def segment_coverage(whole: TradeOff, lambdas: FloatArray, repetitions: int) -> dict[str, dict[str, float]]:
    """Share of small groups whose interval for the change of NDCG holds the population's.

    By size of the group and achieved variety. All groups of a size are columns of one computation; they share
    the resamples, as the groups of one page do.
    """
    rng, out = np.random.default_rng([SEED, 3]), {}
    before = whole.per_user("ndcg@10", 0.0)
    for size in SEGMENTS:
        row = {}
        for share, lambda_ in zip(ACHIEVED, lambdas, strict=True):
            change = whole.per_user("ndcg@10", float(lambda_)) - before
            drawn = rng.integers(0, len(change), (size, repetitions))
            typical = np.sqrt((change[change != 0] ** 2).mean())
            floor = -before[drawn].mean(axis=0)
            resampling = Resampling(size, 400, SEED)
            found = mean_change(change[drawn], np.full(repetitions, typical), floor, resampling)
            row[f"{share:g}"] = float(np.mean((found.low <= change.mean()) & (change.mean() <= found.high)))
        out[str(size)] = row
        log(f"segments of {size}: {row}")
    return out


def advice_holds(whole: TradeOff, repetitions: int) -> dict[str, dict[str, float]]:
    """By budget: how often the advised setting breaks it in truth and on test, and what it buys."""
    out = {}
    scale = SliderScale(whole.curve, "ild@10")
    rows: dict[float, list[tuple[float, ...]]] = {budget: [] for budget in BUDGETS}
    pairs = zip(draws(whole, repetitions, 1), draws(whole, repetitions, 2), strict=True)
    for count, (users, others) in enumerate(pairs):
        drawn = Effects(whole.of_users(users), protocol=replace(STANDARD, seed=count))
        advisor = Advisor(drawn, n_settings=N_SETTINGS)
        later = whole.of_users(others)
        for budget in BUDGETS:
            lambda_ = advisor.advise(budget).lambda_
            true_loss, measured = _loss(whole, lambda_), _loss(later, lambda_)
            rows[budget].append((true_loss > budget, measured > budget, scale.achieved(lambda_), true_loss))
        if count % 100 == 99:
            log(f"advice: {count + 1} of {repetitions}")
    for budget in BUDGETS:
        means = np.mean(np.array(rows[budget], dtype=float), axis=0)
        named = zip(("true", "measured", "achieved variety", "mean true loss"), means, strict=True)
        out[f"{budget:g}"] = {key: float(value) for key, value in named}
        log(f"advice for a budget of {budget:.0%}: {out[f'{budget:g}']}")
    return out


def _loss(side: TradeOff, lambda_: float) -> float:
    """Share of NDCG lost at a setting."""
    return 1.0 - side.curve.at(lambda_)["ndcg@10"] / side.curve.at(0.0)["ndcg@10"]


if __name__ == "__main__":
    main()
