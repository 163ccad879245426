"""The loop: train the towers on what people did next, to the end or until validation no longer improves."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.towers import Towers
from recsys_core.training.loop import LoopState, Tensors, TrainingError, check_finite
from recsys_core.training.optimiser import Group, make_optimiser, make_schedule, step_groups
from recsys_core.training.progress import Journey
from recsys_core.training.sequences import Sequences, following, preceding, random_cuts

SHORTEST = 3
"""People with fewer interactions have no cut with something on both sides worth learning from."""


@dataclass(frozen=True)
class Fitted:
    """How a fit of the towers went.

    Attributes:
        epochs: passes over the people behind the weights that were kept.
        losses: mean training loss of each pass.
        metrics: (epoch, validation value) wherever it was measured.
    """

    epochs: int
    losses: tuple[float, ...]
    metrics: tuple[tuple[int, float], ...]


def fit_towers(
    towers: Towers, sequences: Sequences, config: TrainingConfig, journey: Journey,
    *, objective: Objective, measure: Callable[[Towers], float] | None = None, stop_after: int | None = None,
    resume: Tensors | None = None, keep: Callable[[Tensors], None] | None = None,
) -> Fitted:
    """Train ``towers`` in place.

    Every person is cut at a random position in every pass; what follows the cut must be found among all items
    that do not precede it.

    Args:
        towers: freshly made, on the device to train on.
        sequences: everyone's history, on the same.
        config: the recipe; the learning rate follows its schedule over ``config.epochs`` also when training
            stops earlier, so that two fits that stop at one epoch saw one schedule.
        journey: told of each pass.
        objective: what is minimised.
        measure: the validation value, larger is better; with ``config.stop_on`` the best weights are put
            back. None trains without looking.
        stop_after: epochs to train when nothing is measured; None for all.
        resume: a state that ``keep`` was given, to go on from; the result is that of never having stopped.
        keep: called with the loop's state every ``config.check_every`` epochs and in the end.

    Raises:
        TrainingError: the loss is no longer finite, or nobody has enough interactions.
    """
    generator = torch.Generator().manual_seed(config.seed)
    users = torch.nonzero(sequences.counts >= SHORTEST).squeeze(1)
    check_trainable(len(users))
    rounds = math.ceil(len(users) / config.batch_users)
    steps = math.ceil(rounds / config.accumulate)
    rate = config.learning_rate
    optimiser = make_optimiser(
        config.optimiser, [Group(list(towers.parameters()), rate, config.weight_decay)])
    schedule = make_schedule(config.schedule, optimiser, [rate], config.epochs * steps)
    level_weights = torch.tensor(config.target_weights, device=users.device)
    state = LoopState()
    if resume is not None:
        state = LoopState.restore(resume, towers, optimiser, schedule, generator, steps)
    last = stop_after or config.epochs
    patience = config.patience or max(1, config.epochs // 3)
    while not state.done:
        epoch = state.epoch + 1
        towers.train()
        total = 0.0
        order = users[torch.randperm(len(users), generator=generator).to(users.device)]
        groups = step_groups(order.split(config.batch_users), config.accumulate)
        for number, (chosen, share, due) in enumerate(groups, start=1):
            batch = sequences.batch(chosen)
            cuts = random_cuts(batch.lengths, generator)
            window = (batch.lengths.float() * config.window_share).long().clamp(min=config.window_least)
            seen = preceding(batch, cuts, sequences.n_items)
            targets = following(batch, cuts, window, level_weights, sequences.n_items) * ~seen
            scores, item_vectors = towers.score_with_items(batch, cuts)
            loss = objective.total(objective.terms(scores, targets, seen, item_vectors))
            check_finite(loss, f"towers, epoch {epoch}, step {number} of {rounds}")
            (loss * share).backward()
            if due:
                torch.nn.utils.clip_grad_norm_(towers.parameters(), config.clip)
                optimiser.step()
                schedule.step()
                optimiser.zero_grad()
            total += float(loss.detach())
        state.epoch = epoch
        state.losses.append(total / rounds)
        if measure is not None and (epoch % config.check_every == 0 or epoch == last):
            value = measure(towers)
            best = max((earlier for _, earlier in state.metrics), default=-1.0)
            if config.stop_on is not None and value > best:
                state.best_epoch = epoch
                state.best = {name: tensor.clone() for name, tensor in towers.state_dict().items()}
            state.metrics.append((epoch, value))
        waited = epoch - state.best_epoch if state.metrics else 0
        out_of_patience = config.stop_on is not None and waited >= patience
        state.done = epoch == last or out_of_patience
        if keep is not None and (state.done or epoch % config.check_every == 0):
            keep(state.capture(towers, optimiser, generator))
        metric = state.metrics[-1][1] if state.metrics else None
        rate = optimiser.param_groups[0]["lr"]
        journey.step(epoch, loss=state.losses[-1], metric=metric, rate=rate)
    if state.best:
        towers.load_state_dict(state.best)
    return Fitted(state.best_epoch or state.epoch, tuple(state.losses), tuple(state.metrics))


def check_trainable(n_people: int) -> None:
    """Raise TrainingError when nobody has a history that is long enough."""
    if n_people == 0:
        raise TrainingError(f"Nobody has {SHORTEST} interactions in the history: nothing to train on.")
