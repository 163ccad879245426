"""One fit of a configuration on one history: the language model first, then the towers of every member."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.towers import TowerWeights, stack
from recsys_core.models.language_model.wide import wide_matrices
from recsys_core.models.sizes import check_dense_matrix
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.distill import collaborative_teacher, distil
from recsys_core.training.language_model.fit_towers import MIN_INTERACTIONS, TowerFit, check_trainable
from recsys_core.training.language_model.member import Member
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.snapshots import Snapshots
from recsys_core.training.language_model.texts import EncodedTexts, load_encoder
from recsys_core.training.progress import ProgressTracker
from recsys_core.training.strategies import count_trainable, trained_tensors
from recsys_core.training.validation import mean_ndcg, mean_value
from recsys_core.types import FloatArray, Interactions

HEADS = ("tower_in.", "tower_out.", "text_bias.")
"""The towers' parameters that turn a text vector into an item vector."""


@dataclass(frozen=True)
class StageResult:
    """One fit.

    Attributes:
        weights: the members' towers; their scores are averaged.
        encoder: arrays that rebuild the fine-tuned encoder and its heads, by name.
        fits: how each member's training went.
        ndcg: NDCG@10 on the target.
        parameters: number of trained parameters in the language model and in the towers of all members.
        minutes: of the whole fit.
    """

    weights: tuple[TowerWeights, ...]
    encoder: dict[str, FloatArray]
    fits: tuple[TowerFit, ...]
    ndcg: float
    parameters: dict[str, int]
    minutes: float

    def arrays(self) -> dict[str, FloatArray]:
        """The arrays of scoring, as stored."""
        return stack(self.weights)


def fit_stage(
    history: Interactions,
    target: Interactions,
    texts: EncodedTexts,
    objective: Objective,
    config: TrainingConfig,
    tracker: ProgressTracker,
    stop_after: tuple[int, ...] | None = None,
    *,
    snapshots: Snapshots,
    stage: str,
) -> StageResult:
    """Fit on ``history``.

    Args:
        history: to learn from.
        target: what follows it. Without ``stop_after`` it is the validation data of the training and, with
            ``config.stop_on``, decides when each member stops. With ``stop_after`` it is used only once, at
            the end, for the report.
        texts: of the catalogue.
        objective: what the towers minimise.
        config: the configuration.
        tracker: updated after every step; a phase for the language model unless frozen, then one per member.
        stop_after: epochs of each member.
        snapshots: keeps and finds unfinished work.
        stage: prefix of the names in ``snapshots``.

    Raises:
        TrainingError: the loss is NaN or infinite, or there is nothing to train on.
    """
    started = time.monotonic()
    check_trainable(int((history.counts >= MIN_INTERACTIONS).sum()))
    if config.wide:  # checked before the language model is fine-tuned for minutes
        check_dense_matrix(history.n_items)
    vectors, encoder_arrays, encoder_parameters = _tune_encoder(
        history, texts, config, tracker, snapshots, stage
    )
    matrices = wide_matrices(history, config.wide_l2s)
    validates = stop_after is None and bool(target.liked.any())
    weights: list[TowerWeights] = []
    fits: list[TowerFit] = []
    tower_parameters = 0
    for number in range(config.members):
        seeded = dataclasses.replace(config, seed=config.seed * config.members + number)
        member = Member(vectors, history, seeded, matrices)
        name = f"{stage}-{number}"

        def measure(member: Member = member) -> float:
            return mean_value(member.recommender(), history, target, config.validation_measure)

        tracker.start_phase("towers", total=stop_after[number] if stop_after else None)
        if validates and number == 0:
            measure()  # loads compiled code, which would make the first steps look slow
        fits.append(
            member.train(
                tracker,
                objective,
                measure=measure if validates else None,
                stop_after=stop_after[number] if stop_after else None,
                resume=snapshots.load(name),
                save=partial(snapshots.save, name),
            )
        )
        weights.append(member.weights())
        tower_parameters += sum(parameter.numel() for parameter in member.towers.parameters())
        encoder_arrays |= {
            f"{number}.{part}": _to_half(value.cpu().numpy())
            for part, value in member.towers.state_dict().items()
            if part.startswith(HEADS)
        }
    ndcg = mean_ndcg(LanguageModelRecommender(weights, wide=matrices), history, target)
    minutes = (time.monotonic() - started) / 60
    parameters = {"language model": encoder_parameters, "towers": tower_parameters}
    return StageResult(tuple(weights), encoder_arrays, tuple(fits), ndcg, parameters, minutes)


def _tune_encoder(
    history: Interactions,
    texts: EncodedTexts,
    config: TrainingConfig,
    tracker: ProgressTracker,
    snapshots: Snapshots,
    stage: str,
) -> tuple[FloatArray, dict[str, FloatArray], int]:
    """Text vectors for the towers, the arrays that rebuild the encoder, and its trained parameters."""
    if config.strategy == "frozen":
        return texts.vectors, {}, 0
    torch.manual_seed(config.seed)
    encoder = load_encoder(config)
    tracker.start_phase("distil")
    found = snapshots.load(f"{stage}-text")
    if found is not None:
        arrays = {name: value.numpy() for name, value in found.items()}
        vectors, opened = arrays.pop("text"), int(arrays.pop("opened"))
        return vectors, arrays, opened
    teacher = collaborative_teacher(history, config.factors, config.seed)
    vectors = distil(encoder, texts.tokens, teacher, config, tracker)
    arrays = {
        f"encoder.{name}": _to_half(value.cpu().numpy()) for name, value in trained_tensors(encoder).items()
    }
    opened = count_trainable(encoder)
    snapshot = {"text": vectors, "opened": np.array(opened), **arrays}
    snapshots.save(f"{stage}-text", {name: torch.from_numpy(value) for name, value in snapshot.items()})
    return vectors, arrays, opened


def _to_half(array: FloatArray) -> FloatArray:
    return np.ascontiguousarray(array, np.float16)
