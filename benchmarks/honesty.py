"""Do the intervals cover, and does the advice hold? A simulation in which the answer is known.

A population of simulated people is measured in full, so the true cost of every setting is known. Then people
are drawn from it again and again, as many as a real data set has, prices and advice are computed on them as
the product does, and the result is held against the truth. Validation and test are drawn independently: other
people, the harder case.

    python -m benchmarks.honesty --json
"""

from __future__ import annotations

import numpy as np

from benchmarks.report import Check, Report, arguments, log
from benchmarks.simulated_people import population
from recsys_core.metrics import coverage
from recsys_core.tradeoff.advice import Advisor
from recsys_core.tradeoff.counting import CATALOGUE_MEASURES
from recsys_core.tradeoff.curve import TradeOff
from recsys_core.tradeoff.jackknife import NORMAL_95, leave_one_out, standard_error
from recsys_core.tradeoff.price import Price
from recsys_core.tradeoff.scale import SliderScale
from recsys_core.types import FloatArray, IndexArray

N_DRAWN = 600  # people in a draw: two thirds of MovieLens 100K
PERSONAL = ("ndcg@10", "recall@10", "mrr@10", "ild@10", "long_tail@10")
ACHIEVED = (0.02, 0.1, 0.25, 0.5, 0.75, 1.0)
BUDGETS = (0.01, 0.02, 0.05, 0.1)
SEED = 20261124


def main() -> None:
    """Run the simulation and print the report."""
    options = arguments(__doc__)
    report = Report()
    repetitions = 100 if options.quick else 1000
    whole = population(1000 if options.quick else 4000)
    lambdas = np.array([SliderScale(whole.curve).lambda_for(share) for share in ACHIEVED])
    log(f"population of {len(whole.users)} people, {len(whole.paths.items)} lists")
    personal, shared = interval_coverage(whole, lambdas, repetitions)
    for name, table, floor in (("a person", personal, 0.93), ("the catalogue", shared, 0.93)):
        worst = min(min(row.values()) for row in table.values())
        report.add(Check(f"lowest coverage of a 95% interval, measures of {name}", worst, floor, 0.93))
    report.details["coverage"] = personal | shared
    report.details["achieved"] = ACHIEVED
    advice = advice_holds(whole, repetitions)
    for key, words in (("true", "true loss"), ("measured", "loss measured on test")):
        worst = max(row[key] for row in advice.values())
        report.add(Check(f"highest share of advised settings whose {words} breaks the budget", worst, 0.05,
                         0.05, at_most=True))  # fmt: skip
    report.details["advice"] = advice
    report.details["people drawn"], report.details["repetitions"] = N_DRAWN, repetitions
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
    truth = Price(whole, n_resamples=1).table(lambdas, PERSONAL)
    covered: dict[str, list[np.ndarray]] = {key: [] for key in PERSONAL}
    values: dict[str, list[np.ndarray]] = {key: [] for key in CATALOGUE_MEASURES}
    reaches: dict[str, list[np.ndarray]] = {key: [] for key in CATALOGUE_MEASURES}
    for count, users in enumerate(draws(whole, repetitions, 0)):
        part = whole.of_users(users)
        for key, tag in Price(part, seed=count).table(lambdas, PERSONAL).items():
            covered[key].append((tag.low <= truth[key].value) & (truth[key].value <= tag.high))
        for key, (value, reach) in _shared(part, lambdas).items():
            values[key].append(value)
            reaches[key].append(reach)
        if count % 100 == 99:
            log(f"intervals: {count + 1} of {repetitions}")
    held = {key: np.mean(rows, axis=0) for key, rows in covered.items()}
    for key in CATALOGUE_MEASURES:
        drawn = np.array(values[key])
        held[f"{key}@10"] = (np.abs(drawn - drawn.mean(axis=0)) <= np.array(reaches[key])).mean(axis=0)
    shares = [f"{share:g}" for share in ACHIEVED]
    named = {key: dict(zip(shares, map(float, row), strict=True)) for key, row in held.items()}
    return {key: named.pop(key) for key in PERSONAL}, named


def _shared(part: TradeOff, lambdas: FloatArray) -> dict[str, tuple[FloatArray, FloatArray]]:
    n_items = part.yardstick.target.n_items
    lists = [part.paths.items[part.rows(at)] for at in (0.0, *lambdas)]
    without = [leave_one_out(rows, n_items) for rows in lists]
    counts = [coverage.exposure(rows, n_items) for rows in lists]
    out = {}
    for key in CATALOGUE_MEASURES:
        level = np.array([getattr(coverage, key)(count) for count in counts])
        left_out = np.stack([values[key] for values in without], axis=1)
        out[key] = level[1:] - level[0], NORMAL_95 * standard_error(left_out[:, 1:] - left_out[:, :1])
    return out


def advice_holds(whole: TradeOff, repetitions: int) -> dict[str, dict[str, float]]:
    """By budget: how often the advised setting breaks it in truth and on test, and what it buys."""
    out = {}
    scale = SliderScale(whole.curve)
    rows: dict[float, list[tuple[float, ...]]] = {budget: [] for budget in BUDGETS}
    pairs = zip(draws(whole, repetitions, 1), draws(whole, repetitions, 2), strict=True)
    for count, (users, others) in enumerate(pairs):
        advisor, later = Advisor(Price(whole.of_users(users), seed=count)), whole.of_users(others)
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
