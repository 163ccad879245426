"""What each fine-tuning strategy gains and costs, on one split and one machine.

    python -m benchmarks.strategies [--data ml-100k] [--json] [--quick]

Zero-shot, frozen and every fine-tuning strategy of the shipped configuration, each with one member, fitted on
train and validation for a fixed number of epochs and measured on the test period: accuracy, genre distance,
coverage, effective rank of the vectors, parameters, minutes and latency. ``--quick`` takes fewer epochs,
which are stated, for a first look. There is one seed, so an interval that contains 1 shows no difference.
"""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import torch

from benchmarks.quality_measures import ratio
from benchmarks.report import Check, Report, arguments, log
from benchmarks.strategy_rows import Case, Row, catalogue_tokens, trained, zero_shot
from recsys_core import data
from recsys_core.models.text.encoder import pick_device
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.pretrained import RECIPES

ORDER = ("frozen", "top", "full", "lora", "adalora", "bottleneck")
QUICK: dict[str, Any] = {"distil_epochs": 1, "epochs": 40}
NAIVE_TOKENS = 128
"""Tokens per text in a naive implementation, which encodes the item for every interaction."""

COLUMNS = (
    "NDCG@10",
    "recall@50",
    "genre ILD",
    "coverage",
    "rank text",
    "rank items",
    "LM params",
    "towers",
    "min",
    "cpu min",
    "text ms",
    "person ms",
)


def main() -> None:
    """Fit and measure each strategy and print the table."""
    options = arguments(__doc__, quick="fewer epochs, for a first look", data="ml-100k")
    dataset = data.load(options.data)
    config = dataclasses.replace(RECIPES.get(dataset.name, TrainingConfig()), members=1)
    if options.quick:
        config = dataclasses.replace(config, **QUICK)
    started = time.monotonic()
    case = Case.of(dataset, config)
    rows = run(case, config)
    report = summary(case, config, rows)
    report.details["minutes"] = round((time.monotonic() - started) / 60, 2)
    report.details["quick"] = options.quick
    if not options.json:
        print("\n".join(table(rows)))
        for strategy, found in report.details["ndcg@10 / frozen"].items():
            print(
                f"NDCG@10 of {strategy} / frozen: {found['value']:.3f} ({found['low']:.3f} to "
                f"{found['high']:.3f})"
            )
        print(
            f"epochs over the texts {config.distil_epochs}, over the users {config.epochs}; seed "
            f"{config.seed}, {pick_device().type}, {torch.get_num_threads()} threads. Not run: "
            + "; ".join(report.details["not run"])
        )
    report.show(as_json=options.json)


def run(case: Case, config: TrainingConfig) -> list[Row]:
    """A row for zero-shot and for each strategy."""
    rows = [zero_shot(case)]
    for strategy in ORDER:
        log(f"fitting {strategy}")
        rows.append(trained(case, dataclasses.replace(config, strategy=strategy)))
        log(table(rows)[-1])
    return rows


def summary(case: Case, config: TrainingConfig, rows: list[Row]) -> Report:
    """All rows in detail, each compared with the frozen one, and the check of encoder tokens."""
    report = Report()
    frozen = next(row for row in rows if row.strategy == "frozen")
    tuned = max(rows, key=lambda row: row.tokens)
    naive = NAIVE_TOKENS * len(case.history)
    report.details |= {
        "data": {"name": case.dataset.name, "fingerprint": case.dataset.fingerprint},
        "recipe": config.to_dict(),
        "device": pick_device().type,
        "threads": torch.get_num_threads(),
        "strategies": [row.to_dict() for row in rows],
        "ndcg@10 / frozen": {
            row.strategy: ratio(row.measured.ndcg, frozen.measured.ndcg).to_dict()
            for row in rows
            if row is not frozen
        },
        "encoder tokens": {
            "catalogue": catalogue_tokens(case),
            "whole fit": tuned.tokens,
            "naive, one pass over the interactions": naive,
        },
        "not run": ["rating error: the rating form is trained separately from these strategies"],
    }
    if not any(row["ild"] is not None for row in report.details["strategies"]):
        report.details["not run"].append(f"genre ILD: {case.dataset.title} has no categories")
    report.add(Check("encoder tokens, one naive pass / our whole fit", naive / tuned.tokens, 30.0, 30.0))
    return report


def table(rows: list[Row]) -> list[str]:
    """Lines of equal width, a header first."""
    lines = [f"{'strategy':<12}" + "".join(f"{name:>11}" for name in COLUMNS)]
    for row in rows:
        means = row.measured.summary()
        cells = [
            f"{means['ndcg@10']:.4f}",
            f"{means['recall@50']:.4f}",
            f"{row.ild:.3f}",
            f"{means['coverage@10']:.3f}",
            f"{row.text_rank:.1f}",
            f"{row.item_rank:.1f}",
            f"{row.language_model:,}",
            f"{row.towers:,}",
            f"{row.minutes:.2f}",
            f"{row.processor_minutes:.2f}",
            f"{row.text_ms:.1f}",
            f"{row.person_ms:.2f}",
        ]
        lines.append(f"{row.strategy:<12}" + "".join(f"{cell:>11}" for cell in cells))
    return lines


if __name__ == "__main__":
    main()
