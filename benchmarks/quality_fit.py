"""A single fit of a configuration, without a checkpoint."""

from __future__ import annotations

import numpy as np
import torch

from recsys_core.models.text.encoder import pick_device
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.fit_stage import StageResult, fit_stage
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.plan import distil_steps
from recsys_core.training.language_model.snapshots import Snapshots
from recsys_core.training.language_model.texts import EncodedTexts
from recsys_core.training.progress import Phase, ProgressTracker
from recsys_core.types import Interactions


def fit_once(
    history: Interactions,
    target: Interactions,
    texts: EncodedTexts,
    config: TrainingConfig,
    epochs: tuple[int, ...] | None = None,
) -> StageResult:
    """Fit ``config`` on ``history`` for a fixed number of epochs; the target is only measured.

    Args:
        history: to learn from.
        target: what followed it.
        texts: of the catalogue; a diversity term in the loss would compare items by these.
        config: the configuration.
        epochs: of each member, None for all of the configuration.
    """
    phases = [Phase("towers", "towers", config.epochs, 0.7)] * config.members
    if config.strategy != "frozen":
        steps = distil_steps(len(np.unique(history.item_idx)), config)
        phases.insert(0, Phase("distil", "distil", steps, 1.0))
    objective = Objective(config, torch.from_numpy(texts.vectors).to(pick_device()))
    return fit_stage(
        history,
        target,
        texts,
        objective,
        config,
        ProgressTracker(phases, lambda _: None),
        epochs or (config.epochs,) * config.members,
        snapshots=Snapshots(None, {}),
        stage="fit",
    )
