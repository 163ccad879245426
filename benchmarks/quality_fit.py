"""One fit of a recipe, outside of any checkpoint."""

from __future__ import annotations

import numpy as np
import torch

from recsys_core.models.text.encoder import pick_device
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.distill import distil_steps
from recsys_core.training.language_model.fit_stage import StageResult, Texts, fit_stage
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.snapshots import Snapshots
from recsys_core.training.progress import Journey, Phase
from recsys_core.types import Interactions


def fit_once(
    history: Interactions, target: Interactions, texts: Texts, config: TrainingConfig,
    epochs: tuple[int, ...] | None = None,
) -> StageResult:
    """Fit ``config`` on ``history`` for a known number of passes; the target is only measured.

    Args:
        history: what may be learned from.
        target: what followed it.
        texts: of the catalogue; a diversity term in the loss would compare items by these.
        config: the recipe.
        epochs: passes of each member, None for all of the recipe.
    """
    phases = [Phase("towers", "towers", config.epochs, 0.7)] * config.members
    if config.strategy != "frozen":
        steps = distil_steps(len(np.unique(history.item_idx)), config)
        phases.insert(0, Phase("distil", "distil", steps, 1.0))
    objective = Objective(config, torch.from_numpy(texts.frozen).to(pick_device()))
    return fit_stage(
        history, target, texts, objective, config, Journey(phases, lambda _: None),
        epochs or (config.epochs,) * config.members, snapshots=Snapshots(None, {}), piece="fit")
