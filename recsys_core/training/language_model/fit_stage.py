"""One fit of the recipe on one history: language model first, then the towers of every member."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from recsys_core.models.classic.ease import check_size
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.towers import TowerWeights, stack
from recsys_core.models.language_model.wide import wide_matrices
from recsys_core.models.text.encoder import TextEncoder, pick_device
from recsys_core.training.language_model.balance import balance
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.distill import collaborative_teacher, distil
from recsys_core.training.language_model.fit_towers import SHORTEST, Fitted, check_trainable, fit_towers
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.snapshots import Snapshots
from recsys_core.training.language_model.towers import Towers
from recsys_core.training.language_model.wide import WideBranch
from recsys_core.training.progress import Journey
from recsys_core.training.sequences import Sequences
from recsys_core.training.strategies import count_trainable, trained_tensors
from recsys_core.training.validation import mean_ndcg, mean_value
from recsys_core.types import FloatArray, Interactions

HEADS = ("tower_in.", "tower_out.", "text_bias.")


@dataclass(frozen=True)
class Texts:
    """What the catalogue says.

    Attributes:
        tokens: n_items token lists.
        frozen: (n_items, d) vectors of the pretrained encoder.
    """

    tokens: list[list[int]]
    frozen: FloatArray


@dataclass(frozen=True)
class StageResult:
    """One fit.

    Attributes:
        weights: the members' towers; scores are their mean.
        encoder: what rebuilds the tuned encoder and the heads on it, by name.
        fitted: how each member's training went.
        ndcg: NDCG@10 on the target.
        parameters: trainable numbers in the language model and in the towers of all members.
        minutes: all of it.
    """

    weights: tuple[TowerWeights, ...]
    encoder: dict[str, FloatArray]
    fitted: tuple[Fitted, ...]
    ndcg: float
    parameters: dict[str, int]
    minutes: float

    def arrays(self) -> dict[str, FloatArray]:
        """What scoring needs, as stored."""
        return stack(self.weights)


def fit_stage(
    history: Interactions, target: Interactions, texts: Texts, objective: Objective, config: TrainingConfig,
    journey: Journey, stop_after: tuple[int, ...] | None = None, *, snapshots: Snapshots, piece: str,
) -> StageResult:
    """Fit on ``history``.

    Args:
        history: what may be learned from.
        target: what follows it. Without ``stop_after`` it is looked at along the way and, with
            ``config.stop_on``, decides when each member stops; with it, it is looked at once, when all is
            done, for the report.
        texts: of the catalogue.
        objective: what the towers minimise.
        config: the recipe.
        journey: told of every step; a phase for the language model unless frozen, then one a member.
        stop_after: epochs of each member.
        snapshots: where unfinished work is kept and found.
        piece: its name there.

    Raises:
        TrainingError: the loss left the numbers, or there is nothing to train on.
    """
    started = time.monotonic()
    check_trainable(int((history.counts >= SHORTEST).sum()))
    if config.wide:  # told before the language model is fine-tuned for minutes
        check_size(history.n_items)
    text, kept, opened = _tune_encoder(history, texts, config, journey, snapshots, piece)
    matrices = wide_matrices(history, config.wide_l2s)
    device = pick_device()
    sequences = Sequences(history, device)
    members: list[TowerWeights] = []
    fits: list[Fitted] = []
    towers_parameters = 0
    for member in range(config.members):
        recipe = dataclasses.replace(config, seed=config.seed * config.members + member)
        torch.manual_seed(recipe.seed)
        wide = WideBranch(matrices[0], history, device) if matrices else None
        towers = Towers(torch.from_numpy(text), recipe, wide).to(device)

        def measure(towers: Towers) -> float:
            model = LanguageModelRecommender(balance(towers.export(), history, config), wide=matrices)
            return mean_value(model, history, target, config.watched)

        judged = stop_after is None and bool(target.liked.any())
        journey.begin()
        fits.append(fit_towers(
            towers, sequences, recipe, journey, objective=objective, measure=measure if judged else None,
            stop_after=stop_after[member] if stop_after else None,
            resume=snapshots.load(f"{piece}-{member}"), keep=partial(snapshots.save, f"{piece}-{member}")))
        members.append(balance(towers.export(), history, config))
        towers_parameters += sum(parameter.numel() for parameter in towers.parameters())
        kept |= {f"{member}.{name}": _half(value.cpu().numpy()) for name, value in towers.state_dict().items()
                 if name.startswith(HEADS)}
    ndcg = mean_ndcg(LanguageModelRecommender(members, wide=matrices), history, target)
    minutes = (time.monotonic() - started) / 60
    parameters = {"language model": opened, "towers": towers_parameters}
    return StageResult(tuple(members), kept, tuple(fits), ndcg, parameters, minutes)


def _tune_encoder(
    history: Interactions, texts: Texts, config: TrainingConfig, journey: Journey, snapshots: Snapshots,
    piece: str,
) -> tuple[FloatArray, dict[str, FloatArray], int]:
    """Text vectors for the towers, what rebuilds the encoder, and how much of it was trainable."""
    if config.strategy == "frozen":
        return texts.frozen, {}, 0
    torch.manual_seed(config.seed)
    encoder = TextEncoder.load(config.encoder, max_tokens=config.max_tokens)
    journey.begin()
    found = snapshots.load(f"{piece}-text")
    if found is not None:
        stored = {name: value.numpy() for name, value in found.items()}
        text, opened = stored.pop("text"), int(stored.pop("opened"))
        return text, stored, opened
    teacher = collaborative_teacher(history, config.factors, config.seed)
    text = distil(encoder, texts.tokens, teacher, config, journey)
    kept = {f"encoder.{name}": _half(value.cpu().numpy()) for name, value in trained_tensors(encoder).items()}
    opened = count_trainable(encoder)
    whole = {"text": text, "opened": np.array(opened), **kept}
    snapshots.save(f"{piece}-text", {name: torch.from_numpy(value) for name, value in whole.items()})
    return text, kept, opened


def _half(array: FloatArray) -> FloatArray:
    return np.ascontiguousarray(array, np.float16)
