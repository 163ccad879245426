"""Our model and its rivals, fitted and scored with settings chosen on validation."""

from __future__ import annotations

import dataclasses
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.quality_fit import fit_once
from benchmarks.report import log
from recsys_core.data.dataset import Dataset
from recsys_core.data.split import split_by_time
from recsys_core.models import REGISTRY, Recommender
from recsys_core.models.classic.als import ImplicitAls
from recsys_core.models.classic.ease import Ease
from recsys_core.models.classic.recency import Recency
from recsys_core.models.language_model.checkpoint import find_checkpoint, read_card
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.training.baselines import TRAINED_REGISTRY
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.fit_stage import StageResult
from recsys_core.training.language_model.pretrained import RECIPES
from recsys_core.training.language_model.texts import EncodedTexts
from recsys_core.training.language_model.train import Progress, train
from recsys_core.types import FloatArray, Interactions

# Each rival counts with the best of its settings: one tuned on the 10% validation part, one on a horizon as
# long as the test period, one found by search.
VARIANTS: dict[str, dict[str, Callable[[], Recommender]]] = {
    "ease": {
        "l2 100": Ease,
        "l2 200": lambda: Ease(l2=200.0),
        "l2 162": lambda: Ease(l2=162.0),
    },
    "als": {
        "f 128, reg 20, alpha 5": ImplicitAls,
        "f 128, reg 40, alpha 20": lambda: ImplicitAls(regularization=40.0, alpha=20.0, n_iterations=20),
    },
    "ease_recency": {
        "l2 300, decay 10, floor .1": REGISTRY["ease_recency"],
        "l2 135, decay 7.1, floor .126": lambda: Ease(l2=135.0, recency=Recency(7.1, 0.126)),
    },
}


@dataclass(frozen=True)
class OurRun:
    """One seed of the language-model recommender.

    Attributes:
        valid: fitted on train.
        test: fitted on train and validation.
        card: of its checkpoint.
    """

    valid: LanguageModelRecommender
    test: LanguageModelRecommender
    card: dict[str, Any]


def rival_scores(history: Interactions, *, quick: bool) -> dict[str, dict[str, FloatArray]]:
    """Scores by model and setting."""
    models: dict[str, Callable[[], Recommender]] = dict(REGISTRY)
    models |= {name: model for name, model in TRAINED_REGISTRY.items() if not quick}
    found: dict[str, dict[str, FloatArray]] = {}
    for name, default in models.items():
        found[name] = {}
        for setting, make in VARIANTS.get(name, {"default": default}).items():
            started = time.monotonic()
            found[name][setting] = make().fit(history).score(history)
            log(f"fitted {name} ({setting}) in {time.monotonic() - started:.1f} s")
    return found


def our_runs(dataset: Dataset, seeds: tuple[int, ...], *, quick: bool) -> list[OurRun]:
    """The language-model recommender for each seed; when quick, the shipped checkpoint if there is one."""
    shipped = find_checkpoint(dataset)
    if quick and shipped is not None:
        return [_load(shipped, dataset)]
    config = RECIPES.get(dataset.name, TrainingConfig())
    return [train_once(dataset, dataclasses.replace(config, seed=seed)) for seed in seeds]


def config_of(card: dict[str, Any]) -> TrainingConfig:
    """The configuration of a checkpoint; JSON turned its tuples into lists."""
    settings: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in card["hyperparameters"].items()
    }
    return TrainingConfig(**settings)


def train_once(dataset: Dataset, config: TrainingConfig) -> OurRun:
    """Train both stages into a temporary folder."""
    phases: set[str] = set()

    def show(progress: Progress) -> None:
        if progress.phase not in phases:
            phases.add(progress.phase)
            log(f"seed {config.seed}, {config.strategy}: {progress.phase}")

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "checkpoint"
        train(dataset, out, config, show)
        return _load(out, dataset)


def refit(dataset: Dataset, texts: EncodedTexts, config: TrainingConfig) -> StageResult:
    """Only the fit on train and validation, for all epochs; nothing is written."""
    split = split_by_time(dataset.interactions)
    log(f"seed {config.seed}, {config.strategy}: one fit on train and validation")
    return fit_once(split.history("test"), split.target("test"), texts, config)


def _load(folder: Path, dataset: Dataset) -> OurRun:
    valid, test = (
        LanguageModelRecommender.from_checkpoint(folder, stage, dataset) for stage in ("valid", "test")
    )
    return OurRun(valid, test, read_card(folder))
