"""Train the language-model recommender: two fits of one recipe, one checkpoint."""

from __future__ import annotations

import importlib.metadata
import logging
import platform
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_space, item_texts
from recsys_core.data.split import Split, split_by_time
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.text.cache import cached_vectors
from recsys_core.models.text.encoder import TextEncoder, pick_device
from recsys_core.training.language_model.checkpoint import check_target, write_checkpoint
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.distill import distil_steps
from recsys_core.training.language_model.fit_stage import StageResult, Texts, fit_stage
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.snapshots import Snapshots
from recsys_core.training.progress import Journey, Phase, Progress, Report
from recsys_core.types import FloatArray, Stage

__all__ = ["Progress", "TrainingConfig", "train"]

logger = logging.getLogger(__name__)

def train(
    dataset: Dataset, out: Path, config: TrainingConfig, progress: Report, *, snapshots: Path | None = None
) -> Path:
    """Fit on train with an eye on validation, then on train and validation for as many epochs.

    The test period is looked at once, for the card, after both fits are done.

    Args:
        dataset: what to train on.
        out: folder of the checkpoint, written when everything is done and not before.
        config: the recipe.
        progress: called with each Progress; raising there stops the training.
        snapshots: folder for unfinished work. A training of the same data and recipe that was stopped goes
            on from what it finds there, to the same result; it is emptied in the end. None keeps nothing.

    Returns:
        Path of the card.

    Raises:
        CheckpointError: ``out`` holds other files or cannot be written; told before anything is trained.
        TrainingError: the loss left the numbers, or there is nothing to train on.
        SettingError: the encoder cannot be loaded.
    """
    check_target(out)
    started = time.monotonic()
    split = split_by_time(dataset.interactions)
    encoder = TextEncoder.load(config.encoder, max_tokens=config.max_tokens)
    sentences = item_texts(dataset)
    tokens = encoder.tokenize(sentences)
    journey = Journey(_plan(split, config), progress, measure=config.watched)
    journey.begin()
    frozen = cached_vectors(encoder.fingerprint, sentences, lambda: encoder.encode(tokens))
    journey.step(1)
    space = torch.from_numpy(_similarity_vectors(dataset, frozen)).to(pick_device())
    objective = Objective(config, space)
    texts = Texts(tokens, frozen)
    kept = Snapshots(snapshots, {
        "data": dataset.fingerprint, "encoder": encoder.fingerprint, "recipe": config.to_dict()})
    valid = fit_stage(
        split.history("valid"), split.target("valid"), texts, objective, config, journey,
        snapshots=kept, piece="valid")
    epochs = tuple(fitted.epochs for fitted in valid.fitted)
    test = fit_stage(
        split.history("test"), split.target("test"), texts, objective, config, journey, epochs,
        snapshots=kept, piece="test")
    card = {
        "model": LanguageModelRecommender.name,
        "data": {
            "name": dataset.name, "title": dataset.title, "fingerprint": dataset.fingerprint,
            "users": len(dataset.user_ids), "items": len(dataset.item_ids),
            "interactions": len(dataset.interactions),
        },
        "protocol": {"split": "per user in time order", "valid_share": 0.1, "test_share": 0.2,
                     "positive": "level 4 or 5", "metric": "ndcg@10 over all items not in the history",
                     "stopped on": config.stop_on},
        "encoder": {"name": config.encoder, "pooling": encoder.pooling, "fingerprint": encoder.fingerprint},
        "hyperparameters": config.to_dict(),
        "stages": {"valid": _report(valid), "test": _report(test)},
        "minutes": round((time.monotonic() - started) / 60, 2),
        "device": pick_device().type,
        "threads": torch.get_num_threads(),
        "versions": _versions(),
    }
    arrays = {
        "valid": valid.arrays(), "test": test.arrays(),
        "valid.encoder": valid.encoder, "test.encoder": test.encoder,
    }
    path = write_checkpoint(out, card, arrays, frozen, [str(item) for item in dataset.item_ids])
    kept.clear()
    return path


def _similarity_vectors(dataset: Dataset, text: FloatArray) -> FloatArray:
    """Unit rows in which the diversity term compares items: categories, or texts where there are none."""
    membership = category_space(dataset).vectors.astype(np.float32)
    if not membership.any():
        return text
    length = np.linalg.norm(membership, axis=1, keepdims=True)
    return membership / np.where(length > 0, length, 1.0)


def _plan(split: Split, config: TrainingConfig) -> list[Phase]:
    """What will run, with a first guess at the seconds a step takes."""
    phases = [Phase("encoding item texts", "encode", 1, 20.0)]
    names: tuple[tuple[Stage, str], ...] = (("valid", "train"), ("test", "train and validation"))
    for stage, name in names:
        history = split.history(stage)
        if config.strategy != "frozen":
            steps = distil_steps(len(np.unique(history.item_idx)), config)
            phases.append(Phase(f"fine-tuning the language model on {name}", "distil", steps, 1.0))
        for member in range(1, config.members + 1):
            which = f" ({member} of {config.members})" if config.members > 1 else ""
            phases.append(Phase(f"training towers on {name}{which}", "towers", config.epochs, 0.7))
    return phases


def _report(result: StageResult) -> dict[str, Any]:
    """What the card says about one fit."""
    return {
        "ndcg@10": round(result.ndcg, 5),
        "trainable": result.parameters,
        "members": [
            {
                "epochs": fitted.epochs,
                "loss": [round(loss, 4) for loss in fitted.losses],
                "validation": [[epoch, round(value, 5)] for epoch, value in fitted.metrics],
            }
            for fitted in result.fitted
        ],
        "minutes": round(result.minutes, 2),
    }


def _versions() -> dict[str, str]:
    packages = ("equipoise", "numpy", "scipy", "torch", "transformers", "peft", "safetensors")
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue  # the project itself runs without being installed
    return found
