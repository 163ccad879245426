"""Is the fine-tuned language model better than tuned classic models, on the same split and the same users?

    python -m benchmarks.quality --json [--data PATH] [--quick]

Every model is fitted on train and validation with settings chosen on validation, and measured on the test
period. For a rival with several tuned settings the best on the test period counts, which favours the rival.
Our model is averaged over three seeds; ``--quick`` uses the shipped checkpoint and skips everything that
would have to be trained. Ratios carry paired 95% bootstrap intervals over users.
"""

from __future__ import annotations

import dataclasses
import time

import numpy as np

from benchmarks.quality_cold_start import FOLDS as USER_FOLDS
from benchmarks.quality_cold_start import cold_items, new_users
from benchmarks.quality_measures import Measured, average, measure, ratio
from benchmarks.quality_models import OurRun, config_of, our_runs, refit, rival_scores
from benchmarks.quality_ratings import FOLDS, OURS, RIVAL, rmse_of_folds
from benchmarks.quality_variety import LAMBDAS, average_front, front, gain_within, setting_within
from benchmarks.report import Check, Report, arguments, log
from recsys_core import data
from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_space
from recsys_core.data.split import Split, split_by_time
from recsys_core.stats.interval import Interval
from recsys_core.training.language_model.texts import (
    EncodedTexts,
    default_text_vectors,
    encode_catalogue,
    load_encoder,
)
from recsys_core.types import FloatArray, Stage

SEEDS = (0, 1, 2)
BUDGET = 0.02  # the loss of NDCG that our setting may cost on validation
EASE, ALS, RECENCY = "ease", "als", "ease_recency"


def main() -> None:
    """Run all comparisons and print the report."""
    options = arguments(__doc__, quick="the shipped checkpoint, no training", data="ml-100k")
    started = time.monotonic()
    report = Report()
    report.details["not run"] = []
    dataset = data.load(options.data)
    split = split_by_time(dataset.interactions)
    report.details["data"] = {"name": dataset.name, "fingerprint": dataset.fingerprint}
    history, target = split.history("test"), split.target("test")

    rivals = rival_scores(history, quick=options.quick)
    measured = {
        name: {setting: measure(scores, history, target) for setting, scores in variants.items()}
        for name, variants in rivals.items()
    }
    best = {
        name: max(found, key=lambda setting: found[setting].ndcg.mean()) for name, found in measured.items()
    }
    runs = our_runs(dataset, SEEDS, quick=options.quick)
    ours = [measure(run.test.score(history), history, target) for run in runs]
    report.details["models"] = {
        name: {setting: one.summary() for setting, one in found.items()} for name, found in measured.items()
    }
    report.details["models"]["language_model"] = {
        f"seed {run.card['hyperparameters']['seed']}": one.summary()
        for run, one in zip(runs, ours, strict=True)
    }
    report.details["best setting"] = best
    rows = {name: measured[name][best[name]] for name in (EASE, ALS, RECENCY)}
    warm(report, average(ours), rows)
    variety(report, dataset, split, runs, rivals[EASE][best[EASE]], rows[EASE])
    if options.quick:
        skip(
            report,
            "neural_cf and sequential, three seeds, cold items, new people, frozen against "
            "fine-tuned and minutes",
            "they need training, which --quick skips",
        )
    else:
        texts = encode_catalogue(dataset, load_encoder(config_of(runs[0].card)))
        cold_start(report, dataset, texts, runs[0])
        training_time(report, dataset, texts, runs[0])
    ratings(report, dataset, quick=options.quick)
    minutes = (time.monotonic() - started) / 60
    report.details["minutes"] = round(minutes, 2)
    if not options.quick:
        report.add(Check("minutes: everything in this table", minutes, 30.0, 20.0, at_most=True))
    report.show(as_json=options.json)


def warm(report: Report, ours: Measured, rivals: dict[str, Measured]) -> None:
    """Checks on items and users with interactions."""
    for name, ours_each, theirs_each, floor, goal, above_one in (
        ("NDCG@10, ratings >= 4 / best EASE", ours.ndcg, rivals[EASE].ndcg, 1.12, 1.20, True),
        ("NDCG@10, ratings >= 4 / best implicit ALS", ours.ndcg, rivals[ALS].ndcg, 1.15, 1.25, False),
        ("NDCG@10, ratings >= 4 / best EASE with recency", ours.ndcg, rivals[RECENCY].ndcg, 1.03, 1.08, True),
        ("NDCG@10, all ratings / EASE", ours.ndcg_all, rivals[EASE].ndcg_all, 1.28, 1.35, False),
        ("Recall@50 / EASE", ours.recall, rivals[EASE].recall, 1.12, 1.15, False),
    ):
        add_ratio(report, name, ratio(ours_each, theirs_each), floor, goal, above_one=above_one)
    report.add(Check("coverage@10 / EASE", ours.coverage / rivals[EASE].coverage, 1.6, 1.9))


def variety(
    report: Report,
    dataset: Dataset,
    split: Split,
    runs: list[OurRun],
    ease_scores: FloatArray,
    ease: Measured,
) -> None:
    """Checks of genre distance; the setting is chosen on validation."""
    space = category_space(dataset)
    if not space.known.any():
        skip(report, "genre distance", f"{dataset.title} has no categories")
        return

    def ours_at(stage: Stage) -> list[FloatArray]:
        history = split.history(stage)
        return [(run.valid if stage == "valid" else run.test).score(history) for run in runs]

    fronts = {
        stage: average_front(
            [front(scores, split.history(stage), split.target(stage), space) for scores in ours_at(stage)]
        )
        for stage in ("valid", "test")
    }
    for loss, floor, goal in ((0.01, 0.07, 0.10), (0.05, 0.16, 0.20)):
        report.add(Check(f"genre-ILD gain at <= {loss:.0%} NDCG loss", gain_within(fronts["test"], loss),
                         floor, goal))  # fmt: skip
    row = setting_within(fronts["valid"], BUDGET)
    theirs = front(ease_scores, split.history("test"), split.target("test"), space)
    ours_ndcg, ours_ild = fronts["test"].ndcg[row], fronts["test"].ild[row]
    found = {"ndcg": ratio(ours_ndcg, ease.ndcg), "ild": ratio(ours_ild, theirs.ild[0])}
    report.details["our setting"] = {
        "lambda": float(LAMBDAS[row]),
        "chosen": f"validation NDCG@10 loses at most {BUDGET:.0%}",
        "ndcg@10 / EASE": found["ndcg"].to_dict(),
        "genre ILD@10 / EASE": found["ild"].to_dict(),
    }
    report.add(Check("our setting: NDCG@10 / EASE", found["ndcg"].value, 1.0, 1.15))
    lowest = min(found["ndcg"].low, found["ild"].low)
    report.add(Check("our setting: lowest end of the intervals of NDCG and ILD over EASE", lowest, 1.0, 1.0))


def cold_start(report: Report, dataset: Dataset, texts: EncodedTexts, run: OurRun) -> None:
    """Checks on items and users without interactions in the fit."""
    config = config_of(run.card)
    sets = cold_items(dataset, texts, config, n_sets=2)
    for name, theirs, floor, goal, above_one in (
        ("cold items, NDCG@10 / centred zero-shot", "zero_shot", 1.26, 1.35, False),
        ("cold items, fine-tuned / same head frozen", "frozen", 1.03, 1.08, True),
    ):
        pairs = [ratio(one.fine_tuned, getattr(one, theirs)) for one in sets]
        mean = Interval(
            *(float(np.mean([getattr(pair, end) for pair in pairs])) for end in ("value", "low", "high"))
        )
        report.details[name] = [pair.to_dict() for pair in pairs]
        add_ratio(report, f"{name}, mean of two sets", mean, floor, goal, above_one=above_one)
    epochs = tuple(member["epochs"] for member in run.card["stages"]["test"]["members"])
    found = new_users(dataset, texts, config, epochs, USER_FOLDS)
    report.details["new people"] = {n: ratio(*pair).to_dict() for n, pair in found.items()}
    ours, theirs_all = (np.mean([pair[side] for pair in found.values()], axis=0) for side in (0, 1))
    add_ratio(
        report,
        "new people, 3 to 20 ratings, NDCG@10 / EASE with recency",
        ratio(ours, theirs_all),
        0.95,
        1.05,
        above_one=False,
    )


def training_time(report: Report, dataset: Dataset, texts: EncodedTexts, run: OurRun) -> None:
    """Minutes of one fit on train and validation, without and with fine-tuning."""
    frozen = refit(dataset, texts, dataclasses.replace(config_of(run.card), strategy="frozen"))
    for name, minutes, floor, goal in (
        ("minutes: ranking model", frozen.minutes, 2.0, 1.5),
        ("minutes: with fine-tuning of the language model", run.card["stages"]["test"]["minutes"], 6.0, 4.0),
    ):
        report.add(Check(name, minutes, floor, goal, at_most=True))
    report.details["frozen, first seed, ndcg@10"] = frozen.ndcg


def ratings(report: Report, dataset: Dataset, *, quick: bool) -> None:
    """Errors of predicted ratings on random folds."""
    found = rmse_of_folds(dataset.interactions, default_text_vectors(dataset), 1 if quick else FOLDS)
    report.details["rmse, random 80/20"] = found
    value = float(np.mean(found[OURS]) / np.mean(found[RIVAL]))
    report.add(Check("RMSE / tuned biased MF", value, 0.99, 0.97, at_most=True))


def add_ratio(
    report: Report, name: str, found: Interval[float], floor: float, goal: float, *, above_one: bool
) -> None:
    """Check the ratio and, if asked, the lower end of its interval."""
    report.details.setdefault("intervals", {})[name] = found.to_dict()
    report.add(Check(name, found.value, floor, goal))
    if above_one:
        report.add(Check(f"{name}: lower end of the interval", found.low, 1.0, 1.0))


def skip(report: Report, what: str, why: str) -> None:
    """Report what is not run."""
    report.details["not run"].append({"what": what, "why": why})
    log(f"not run: {what} ({why})")


if __name__ == "__main__":
    main()
