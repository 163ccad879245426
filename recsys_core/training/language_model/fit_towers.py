"""Train the towers to predict what users did next, to the end or until validation stops improving."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.loop_state import LoopState, Tensors
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.towers import Towers
from recsys_core.training.loop import TrainingError, check_finite
from recsys_core.training.optimiser import (
    ParameterGroup,
    accumulate_batches,
    make_optimiser,
    make_schedule,
)
from recsys_core.training.progress import ProgressTracker
from recsys_core.training.sequences import Sequences, following, preceding, random_cuts

MIN_INTERACTIONS = 3
"""Users with fewer interactions have no cut with enough on both sides to learn from."""


@dataclass(frozen=True)
class TowerFit:
    """How a fit of the towers went.

    Attributes:
        epochs: epochs behind the weights that were kept.
        losses: mean training loss of each epoch.
        metrics: (epoch, validation value) of each validation.
    """

    epochs: int
    losses: tuple[float, ...]
    metrics: tuple[tuple[int, float], ...]


def fit_towers(
    towers: Towers,
    sequences: Sequences,
    config: TrainingConfig,
    tracker: ProgressTracker,
    *,
    objective: Objective,
    measure: Callable[[], float] | None = None,
    stop_after: int | None = None,
    resume: Tensors | None = None,
    save: Callable[[Tensors], None] | None = None,
) -> TowerFit:
    """Train ``towers`` in place.

    In every epoch each history is cut at a random position; what follows the cut must be found among all
    items that do not precede it.

    Args:
        towers: newly made, on the device to train on.
        sequences: all users' histories, on the same device.
        config: the configuration; the learning rate follows its schedule over ``config.epochs`` even if
            training stops earlier, so that two fits that stop at the same epoch saw the same schedule.
        tracker: updated after each epoch.
        objective: what is minimised.
        measure: the validation value of the current towers, larger is better; with ``config.stop_on`` the
            best weights are restored. None trains without validation.
        stop_after: epochs to train; None for all.
        resume: a state that was passed to ``save``, to continue from; the result equals an uninterrupted fit.
        save: called with the loop's state every ``config.check_every`` epochs and at the end.

    Raises:
        TrainingError: the loss is NaN or infinite, or no user has enough interactions.
    """
    generator = torch.Generator().manual_seed(config.seed)
    users = torch.nonzero(sequences.counts >= MIN_INTERACTIONS).squeeze(1)
    check_trainable(len(users))
    n_batches = math.ceil(len(users) / config.batch_users)
    steps = math.ceil(n_batches / config.accumulate)
    rate = config.learning_rate
    optimiser = make_optimiser(
        config.optimiser, [ParameterGroup(list(towers.parameters()), rate, config.weight_decay)]
    )
    schedule = make_schedule(config.schedule, optimiser, [rate], config.epochs * steps)
    level_weights = torch.tensor(config.target_weights, device=users.device)
    state = LoopState()
    if resume is not None:
        state = LoopState.restore(resume, towers, optimiser, schedule, generator, steps)
    tracker.begin(state.epoch)
    last = stop_after or config.epochs
    patience = config.patience or max(1, config.epochs // 3)
    while not state.done:
        epoch = state.epoch + 1
        towers.train()
        total = 0.0
        order = users[torch.randperm(len(users), generator=generator).to(users.device)]
        batches = accumulate_batches(order.split(config.batch_users), config.accumulate)
        for number, (batch_users, share, due) in enumerate(batches, start=1):
            batch = sequences.batch(batch_users)
            cuts = random_cuts(batch.lengths, generator)
            window = (batch.lengths.float() * config.window_share).long().clamp(min=config.window_least)
            seen = preceding(batch, cuts, sequences.n_items)
            targets = following(batch, cuts, window, level_weights, sequences.n_items) * ~seen
            scores, item_vectors = towers.score_with_items(batch, cuts)
            loss = objective.total(objective.terms(scores, targets, seen, item_vectors))
            check_finite(loss, f"towers, epoch {epoch}, step {number} of {n_batches}")
            (loss * share).backward()
            if due:
                torch.nn.utils.clip_grad_norm_(towers.parameters(), config.clip)
                optimiser.step()
                schedule.step()
                optimiser.zero_grad()
            total += float(loss.detach())
        state.epoch = epoch
        state.losses.append(total / n_batches)
        if measure is not None and (epoch % config.check_every == 0 or epoch == last):
            _validate(state, towers, measure(), keep_best=config.stop_on is not None)
        waited = epoch - state.best_epoch if state.metrics else 0
        state.done = epoch == last or (config.stop_on is not None and waited >= patience)
        if save is not None and (state.done or epoch % config.check_every == 0):
            save(state.capture(towers, optimiser, generator))
        metric = state.metrics[-1][1] if state.metrics else None
        tracker.update(epoch, loss=state.losses[-1], metric=metric, rate=optimiser.param_groups[0]["lr"])
    if state.best:
        towers.load_state_dict(state.best)
    return TowerFit(state.best_epoch or state.epoch, tuple(state.losses), tuple(state.metrics))


def check_trainable(n_users: int) -> None:
    """Raise TrainingError when no user has a history that is long enough."""
    if n_users == 0:
        raise TrainingError(
            f"No user has {MIN_INTERACTIONS} interactions in the history: nothing to train on."
        )


def _validate(state: LoopState, towers: Towers, value: float, *, keep_best: bool) -> None:
    """Record a validation value and, if asked, the weights when it is the best so far."""
    best = max((earlier for _, earlier in state.metrics), default=-1.0)
    if keep_best and value > best:
        state.best_epoch = state.epoch
        state.best = {name: tensor.clone() for name, tensor in towers.state_dict().items()}
    state.metrics.append((state.epoch, value))
