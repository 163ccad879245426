"""Distillation: fine-tune the language model so that an item's text predicts its collaborative factors."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from scipy.sparse.linalg import svds
from torch import Tensor

from recsys_core.models.classic.ease import ease_weights
from recsys_core.models.classic.recency import level_values
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.plan import distil_steps
from recsys_core.training.loop import check_finite
from recsys_core.training.losses import distillation
from recsys_core.training.optimiser import (
    ParameterGroup,
    accumulate_batches,
    make_optimiser,
    make_schedule,
)
from recsys_core.training.progress import ProgressTracker
from recsys_core.training.strategies import STRATEGIES, apply_strategy
from recsys_core.types import FloatArray, IndexArray, Interactions

TEACHER_L2 = 200.0
HEAD_RATE = 1e-3
HEAD_RIDGE = 1.0


@dataclass(frozen=True)
class Teacher:
    """The factors that item texts should predict.

    Attributes:
        items: (m,) items with interactions; nothing is known about the others.
        factors: (m, n_factors) float32, mean squared length 1.
        weights: (m,) float32 confidence, mean 1: the factors of popular items are less noisy.
    """

    items: IndexArray
    factors: FloatArray
    weights: FloatArray


def collaborative_teacher(history: Interactions, n_factors: int, seed: int) -> Teacher:
    """Factors of EASE's score matrix, not normalised: their length carries popularity."""
    matrix = history.matrix(level_values(history))
    items = np.flatnonzero(np.bincount(history.item_idx, minlength=history.n_items))
    scores = matrix @ ease_weights(matrix, TEACHER_L2)[:, items]
    rank = min(n_factors, *scores.shape)
    if rank < min(scores.shape):
        _, strength, directions = svds(scores.astype(np.float64), k=rank, rng=np.random.default_rng(seed))
    else:
        _, strength, directions = np.linalg.svd(scores, full_matrices=False)
    factors = directions.T * strength
    factors /= max(np.sqrt(np.square(factors).sum(axis=1).mean()), 1e-12)
    likes = np.bincount(history.item_idx[history.liked], minlength=history.n_items)[items]
    weights = np.sqrt(likes + 3.0)
    return Teacher(items, factors.astype(np.float32), (weights / weights.mean()).astype(np.float32))


def distil(
    encoder: TextEncoder,
    tokens: list[list[int]],
    teacher: Teacher,
    config: TrainingConfig,
    tracker: ProgressTracker,
) -> FloatArray:
    """Train ``encoder`` by the strategy of ``config`` and return its new text vectors.

    The linear head from vectors to factors starts at its ridge solution on the pretrained vectors and is
    discarded at the end. Every item is encoded once per epoch.

    Args:
        encoder: newly loaded; trained in place.
        tokens: n_items token lists.
        teacher: the factors.
        config: rates, epochs, batch size, drift, optimiser.
        tracker: updated after each batch; one phase of ``distil_steps`` steps.

    Returns:
        (n_items, d) float32 unit vectors.

    Raises:
        TrainingError: the loss is NaN or infinite.
    """
    rng = np.random.default_rng(config.seed)
    before = encoder.encode(tokens)
    pretrained, factors, weights = (
        torch.from_numpy(array).to(encoder.device)
        for array in (before[teacher.items], teacher.factors, teacher.weights)
    )
    head = _ridge_head(pretrained, factors, weights).requires_grad_(True)
    n_batches = distil_steps(len(teacher.items), config) // config.distil_epochs
    steps = config.distil_epochs * math.ceil(n_batches / config.accumulate)
    hooks = apply_strategy(encoder, config, steps)
    trainable = [parameter for parameter in encoder.parameters() if parameter.requires_grad]
    rate = config.distil_rate or STRATEGIES[config.strategy].rate
    optimiser = make_optimiser(
        config.optimiser, [ParameterGroup(trainable, rate, 0.01), ParameterGroup([head], HEAD_RATE, 0.0)]
    )
    schedule = make_schedule(config.schedule, optimiser, [rate, HEAD_RATE], steps)
    encoder.train()
    tracker.begin()
    done = step = 0
    for epoch in range(config.distil_epochs):
        batches = np.array_split(rng.permutation(len(teacher.items)), n_batches)
        for rows, share, due in accumulate_batches(batches, config.accumulate):
            vectors = encoder([tokens[item] for item in teacher.items[rows]])
            index = torch.from_numpy(rows).to(encoder.device)
            terms = distillation(
                vectors @ head[:-1] + head[-1], factors[index], weights[index], vectors, pretrained[index]
            )
            loss = terms["factors"] + config.drift * terms["drift"]
            if hooks.penalty is not None:
                loss = loss + hooks.penalty()
            check_finite(loss, f"language model, pass {epoch + 1}, step {step + 1} of {steps}")
            (loss * share).backward()
            if due:
                torch.nn.utils.clip_grad_norm_(trainable, config.clip)
                optimiser.step()
                schedule.step()
                step += 1
                hooks.after_step(step)
                optimiser.zero_grad()
            done += 1
            tracker.update(done, loss=float(loss.detach()), rate=optimiser.param_groups[0]["lr"])
    encoder.eval()
    return encoder.encode(tokens)


def _ridge_head(vectors: Tensor, factors: Tensor, weights: Tensor) -> Tensor:
    """(d + 1, n_factors): weighted ridge regression of factors on vectors; the last row is the intercept."""
    inputs = torch.cat([vectors, torch.ones(len(vectors), 1, device=vectors.device)], dim=1).double()
    weighted = inputs * weights[:, None].double()
    ridge = HEAD_RIDGE * torch.eye(inputs.shape[1], dtype=torch.float64, device=inputs.device)
    gram = inputs.T @ weighted + ridge
    return torch.linalg.solve(gram, weighted.T @ factors.double()).float()
