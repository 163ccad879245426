"""The configuration of a training run, saved with its result."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from recsys_core.errors import SettingError
from recsys_core.models.text.installed import DEFAULT_ENCODER

STRATEGY_NAMES = ("lora", "frozen", "top", "full", "adalora", "bottleneck")
LOSS_NAMES = ("cross_entropy", "sampled_softmax", "bpr")
OPTIMISER_NAMES = ("adamw", "adam", "sgd")
SCHEDULE_NAMES = ("one_cycle", "cosine", "constant")
STOP_NAMES = ("ndcg@10", "ndcg@50", "recall@10", "recall@50", "map@10", "precision@10", "mrr@10")
DIVERSITY_NAMES = ("similarity", "centre", "exposure", "alignment")
NEVER = 1e9
"""A decay so slow that nothing is forgotten; JSON cannot store infinity."""


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of one run; the defaults were tuned on the validation part of ml-100k.

    Attributes:
        strategy: what is trained in the language model, one of STRATEGY_NAMES; "frozen" trains only the
        heads. seed: of weights, order, cuts and dropout. encoder: the name of an installed encoder, a folder
        or a hub name. max_tokens: longer item texts are truncated. lora_rank: rank of LoRA and AdaLoRA
        matrices, half the size of bottlenecks. top_layers: number of trained layers, counted from the top; 0
        for all. "full" trains everything anyway. distil_epochs: passes over the catalogue while the language
        model learns collaborative factors. distil_batch: items per step. distil_rate: peak learning rate of
        the language model, None for the strategy's default. factors: number of collaborative factors that an
        item's text should predict. drift: weight of ``|E - E0|²``, which keeps text vectors close to the
        pretrained ones. dimensions: size of item and user vectors. hidden: hidden units between text vector
        and item vector. decays: positions after which each history channel's weights fall to 1/e. wide:
        whether the model has a wide branch (EASE). wide_decays: of its channels, ascending. wide_l2: its
        ridge penalty. met_strength: strength of a second EASE matrix, of all interactions whatever their
        level, added after
            training; 0 for none. Ignored without a wide branch.
        met_l2: ridge penalty of the second matrix.
        popularity_penalty: after training, an item's score is lowered by this much per e-fold of its ratings.
        id_dropout: probability that an item's own vector is left out, so that its text must suffice.
        history_dropout: mean share of a history that is left out.
        dropout: in the user perceptron.
        members: towers trained from different seeds, whose scores are averaged.
        epochs: passes over the users; maximum epochs with ``stop_on``.
        stop_on: the validation measure that ends training, one of STOP_NAMES; the weights with its best value
            are restored. None trains to the end of the schedule and keeps the last weights.
        patience: epochs without a better value of ``stop_on`` before training stops; None for a third of all.
        check_every: epochs between two validations.
        batch_users: users per step.
        optimiser: of the language model and of the towers, one of OPTIMISER_NAMES; SGD has momentum. The
            learning rates are tuned for AdamW; on ml-100k SGD did best with about 25 times the towers' rate.
        schedule: of the learning rate, one of SCHEDULE_NAMES.
        accumulate: batches per optimiser step.
        learning_rate: peak rate of the towers.
        weight_decay: of the towers, at least 0; Adam and SGD add it to the gradient, AdamW decouples it.
        window_share: share of a user's interactions after the cut that count as targets.
        window_least: the fewest targets.
        target_weights: weights of targets of level 1..5.
        clip: largest gradient norm.
        loss: relevance loss of the towers, one of LOSS_NAMES.
        negatives: sampled items per target, for losses that sample.
        diversity: the diversity term, one of DIVERSITY_NAMES.
        diversity_weight: its weight, at least 0; not the λ of the rerankers.

    Raises:
        SettingError: a setting is unknown or outside its range.
    """

    strategy: str = "lora"
    seed: int = 0
    encoder: str = DEFAULT_ENCODER
    max_tokens: int = 64
    lora_rank: int = 8
    top_layers: int = 2
    distil_epochs: int = 4
    distil_batch: int = 64
    distil_rate: float | None = None
    factors: int = 48
    drift: float = 1.0
    dimensions: int = 64
    hidden: int = 256
    decays: tuple[float, ...] = (3.0, 10.0, 30.0, NEVER)
    wide: bool = True
    wide_decays: tuple[float, ...] = (10.0, NEVER)
    wide_l2: float = 100.0
    met_strength: float = 8.0
    met_l2: float = 200.0
    popularity_penalty: float = 0.25
    id_dropout: float = 0.3
    history_dropout: float = 0.3
    dropout: float = 0.2
    members: int = 1
    epochs: int = 150
    patience: int | None = None
    stop_on: str | None = None
    check_every: int = 5
    batch_users: int = 256
    optimiser: str = "adamw"
    schedule: str = "one_cycle"
    accumulate: int = 1
    learning_rate: float = 3e-3
    weight_decay: float = 0.02
    window_share: float = 0.1
    window_least: int = 5
    target_weights: tuple[float, ...] = (0.0, 0.0, 0.1, 0.8, 1.0)
    clip: float = 1.0
    loss: str = "cross_entropy"
    negatives: int = 256
    diversity: str = "similarity"
    diversity_weight: float = 0.0

    def __post_init__(self) -> None:
        choices = {
            "strategy": STRATEGY_NAMES,
            "loss": LOSS_NAMES,
            "diversity": DIVERSITY_NAMES,
            "optimiser": OPTIMISER_NAMES,
            "schedule": SCHEDULE_NAMES,
        }
        if self.stop_on is not None:
            choices["stop_on"] = STOP_NAMES
        for name, known in choices.items():
            if getattr(self, name) not in known:
                listed = ", ".join(known)
                what = "measure to stop on" if name == "stop_on" else name
                raise SettingError(f"There is no {what} '{getattr(self, name)}'; choose one of {listed}.")
        counts = (
            "max_tokens",
            "lora_rank",
            "distil_epochs",
            "distil_batch",
            "factors",
            "dimensions",
            "hidden",
            "members",
            "epochs",
            "patience",
            "check_every",
            "batch_users",
            "window_least",
            "negatives",
            "accumulate",
        )
        for name in counts:
            if getattr(self, name) is not None and getattr(self, name) < 1:
                raise SettingError(f"{name} must be at least 1, got {getattr(self, name)}.")
        for name in ("top_layers", "diversity_weight", "weight_decay", "met_strength", "popularity_penalty"):
            if not getattr(self, name) >= 0:
                raise SettingError(f"{name} must be at least 0, got {getattr(self, name)}.")
        for name in ("distil_rate", "learning_rate", "wide_l2", "met_l2", "clip"):
            value = getattr(self, name)
            if value is not None and not (value > 0 and math.isfinite(value)):
                raise SettingError(f"{name} must be above 0, got {getattr(self, name)}.")
        for name in ("id_dropout", "history_dropout", "dropout", "window_share"):
            if not 0 <= getattr(self, name) < 1:
                raise SettingError(f"{name} must be in [0, 1), got {getattr(self, name)}.")
        decays = self.wide_decays
        if self.wide and (not decays or sorted(decays) != list(decays)):
            raise SettingError(f"wide_decays must hold at least one value, in ascending order, got {decays}.")

    @property
    def validation_measure(self) -> str:
        """The measure that validation reports: ``stop_on``, or the first of STOP_NAMES."""
        return self.stop_on or STOP_NAMES[0]

    @property
    def wide_l2s(self) -> tuple[float, ...]:
        """Ridge penalties of the wide branch's matrices, in the order wide_matrices takes them."""
        if not self.wide:
            return ()
        return (self.wide_l2, self.met_l2) if self.met_strength > 0 else (self.wide_l2,)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able values by name."""
        return asdict(self)
