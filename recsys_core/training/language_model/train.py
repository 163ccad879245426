"""Train the language-model recommender: two fits of one configuration, one checkpoint."""

from __future__ import annotations

import importlib.metadata
import platform
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_space, text_fingerprint
from recsys_core.data.split import split as make_split
from recsys_core.models.language_model.identity import describe_data
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.text.encoder import pick_device
from recsys_core.protocol import MeasurementProtocol
from recsys_core.training.language_model.checkpoint import check_target, write_checkpoint
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.fit_stage import StageResult, fit_stage
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.plan import plan
from recsys_core.training.language_model.snapshots import Snapshots
from recsys_core.training.language_model.texts import encode_catalogue, load_encoder
from recsys_core.training.progress import Outlook, Progress, ProgressTracker, Report
from recsys_core.types import FloatArray

__all__ = ["Progress", "TrainingConfig", "train"]


def train(
    dataset: Dataset,
    out: Path,
    config: TrainingConfig,
    progress: Report,
    *,
    protocol: MeasurementProtocol | None = None,
    snapshots: Path | None = None,
    outlook: Outlook | None = None,
) -> Path:
    """Fit on train while watching validation, then on train and validation for as many epochs.

    The test part is used once, for the card, after both fits are done.

    Args:
        dataset: to train on.
        out: folder of the checkpoint, written only when everything is done.
        config: the configuration.
        progress: called with each Progress; an exception from it stops the training.
        protocol: gives the split and is saved with the checkpoint; MeasurementProtocol() by default.
        snapshots: folder for unfinished work. A stopped training of the same data and configuration resumes
            from it, to the same result; it is emptied at the end. None stores nothing.
        outlook: what is known about the time, for the estimate of what is left.

    Returns:
        Path of the card.

    Raises:
        CheckpointError: ``out`` holds other files or cannot be written; raised before training starts.
        TrainingError: the loss is NaN or infinite, or there is nothing to train on.
        SettingError: the encoder cannot be loaded.
    """
    check_target(out)
    started = time.monotonic()
    protocol = protocol or MeasurementProtocol()
    shares = {"valid_share": protocol.valid_share, "test_share": protocol.test_share}
    split = make_split(dataset, **shares)
    encoder = load_encoder(config)
    phases = plan(dataset, split, config)
    tracker = ProgressTracker(phases, progress, measure=config.validation_measure, outlook=outlook)
    tracker.start_phase()
    texts = encode_catalogue(dataset, encoder)
    if texts.was_cached:
        tracker.begin(1)
    else:
        tracker.update(1)
    space = torch.from_numpy(_similarity_vectors(dataset, texts.vectors)).to(pick_device())
    objective = Objective(config, space)
    unfinished = Snapshots(
        snapshots,
        {
            "data": dataset.fingerprint,
            "texts": text_fingerprint(dataset),
            "encoder": encoder.fingerprint,
            "recipe": config.to_dict(),
            "split": shares,
        },
    )
    valid = fit_stage(
        split.history("valid"),
        split.target("valid"),
        texts,
        objective,
        config,
        tracker,
        snapshots=unfinished,
        stage="valid",
    )
    epochs = tuple(fit.epochs for fit in valid.fits)
    test = fit_stage(
        split.history("test"),
        split.target("test"),
        texts,
        objective,
        config,
        tracker,
        epochs,
        snapshots=unfinished,
        stage="test",
    )
    card = {
        "model": LanguageModelRecommender.name,
        "data": describe_data(dataset),
        "protocol": {
            "split": dataset.split_rule.to_dict(),
            **shares,
            "positive": "level 4 or 5",
            "metric": "ndcg@10 over all items not in the history",
            "stopped on": config.stop_on,
        },
        "encoder": {"name": config.encoder, "pooling": encoder.pooling, "fingerprint": encoder.fingerprint},
        "hyperparameters": config.to_dict(),
        "stages": {"valid": _stage_card(valid), "test": _stage_card(test)},
        "minutes": round((time.monotonic() - started) / 60, 2),
        "device": pick_device().type,
        "threads": torch.get_num_threads(),
        "versions": _versions(),
    }
    arrays = {
        "valid": valid.arrays(),
        "test": test.arrays(),
        "valid.encoder": valid.encoder,
        "test.encoder": test.encoder,
    }
    path = write_checkpoint(out, card, arrays, texts.vectors, [str(item) for item in dataset.item_ids])
    unfinished.clear()
    return path


def _similarity_vectors(dataset: Dataset, text: FloatArray) -> FloatArray:
    """Unit rows in which the diversity term compares items: categories, or texts if there are none."""
    membership = category_space(dataset).vectors.astype(np.float32)
    if not membership.any():
        return text
    length = np.linalg.norm(membership, axis=1, keepdims=True)
    return membership / np.where(length > 0, length, 1.0)


def _stage_card(result: StageResult) -> dict[str, Any]:
    """A fit's entry in the card."""
    return {
        "ndcg@10": round(result.ndcg, 5),
        "trainable": result.parameters,
        "members": [
            {
                "epochs": fit.epochs,
                "loss": [round(loss, 4) for loss in fit.losses],
                "validation": [[epoch, round(value, 5)] for epoch, value in fit.metrics],
            }
            for fit in result.fits
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
            continue  # the project itself may run without being installed
    return found
