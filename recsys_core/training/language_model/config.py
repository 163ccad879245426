"""Every number of a training run, saved with its result."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from recsys_core.errors import SettingError

STRATEGY_NAMES = ("lora", "frozen", "top", "full", "adalora", "bottleneck")
LOSS_NAMES = ("cross_entropy", "sampled_softmax", "bpr")
OPTIMISER_NAMES = ("adamw", "adam", "sgd")
SCHEDULE_NAMES = ("one_cycle", "cosine", "constant")
STOP_NAMES = ("ndcg@10", "ndcg@50", "recall@10", "recall@50", "map@10", "precision@10", "mrr@10")
DIVERSITY_NAMES = ("similarity", "centre", "exposure", "alignment")
NEVER = 1e9
"""A decay so slow that nothing is forgotten; JSON has no infinity."""


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of one run; the defaults are those tuned on ml-100k's validation data.

    Attributes:
        strategy: what is trained in the language model, one of STRATEGY_NAMES; "frozen" trains heads alone.
        seed: of weights, order, cuts and dropout.
        encoder: a packaged encoder, a folder or a hub name.
        max_tokens: longer item texts are cut.
        lora_rank: rank of LoRA and AdaLoRA matrices, half the size of bottlenecks.
        top_layers: layers, counted from the top, that learn; 0 for all. "full" trains everything anyway.
        distil_epochs: passes over the catalogue while the language model learns collaborative factors.
        distil_batch: items a step.
        distil_rate: peak learning rate of the language model, None for what suits the strategy.
        factors: collaborative factors an item's text should predict.
        drift: weight of ``|E - E0|²``, which keeps vectors near the pretrained ones.
        dimensions: size of item and person vectors.
        hidden: hidden units between text vector and item vector.
        decays: positions after which each history channel forgets 1/e.
        wide: whether an EASE branch takes part.
        wide_decays: its channels.
        wide_l2: its ridge penalty.
        met_strength: how strongly a second EASE matrix, of what people met, whatever they thought of it, is
            added after training; 0 leaves it out. Without a wide branch it is left out too.
        met_l2: its ridge penalty.
        popularity_penalty: after training an item's score loses so much for each e-fold of its ratings.
        id_dropout: how often an item's own vector is left out, so that text alone must do.
        history_dropout: mean share of a history that is left out.
        dropout: in the person's perceptron.
        members: towers trained from different seeds; scores are their mean.
        epochs: passes over the people; at most so many with ``stop_on``.
        stop_on: the validation measure that ends training, one of STOP_NAMES; the weights of its best look
            are put back. None trains to the end of the schedule, whose last passes settle what the first
            ones found, and keeps what is there then.
        patience: epochs without a better value of ``stop_on`` before training stops; None for a third of all.
        check_every: epochs between two looks at validation.
        batch_users: people a step.
        optimiser: of the language model and of the towers, one of OPTIMISER_NAMES; SGD has momentum.
            Rates are tuned for AdamW; on ml-100k SGD did best with some 25 times the towers' rate.
        schedule: of the learning rate, one of SCHEDULE_NAMES.
        accumulate: batches behind each step of the optimiser.
        learning_rate: peak rate of the towers.
        weight_decay: of the towers, at least 0; Adam and SGD add it to the gradient, AdamW takes it off
            the weights.
        window_share: share of a person's interactions that follow the cut and count as targets.
        window_least: at least so many targets.
        target_weights: how much a target of level 1..5 counts.
        clip: largest gradient norm.
        loss: relevance loss of the towers, one of LOSS_NAMES.
        negatives: items drawn against each target, where the loss draws.
        diversity: what the diversity term counts, one of DIVERSITY_NAMES.
        diversity_weight: its weight, at least 0; not the λ of the rerankers.
    """

    strategy: str = "lora"
    seed: int = 0
    encoder: str = "minilm"
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
        choices = {"strategy": STRATEGY_NAMES, "loss": LOSS_NAMES, "diversity": DIVERSITY_NAMES,
                   "optimiser": OPTIMISER_NAMES, "schedule": SCHEDULE_NAMES}
        if self.stop_on is not None:
            choices["stop_on"] = STOP_NAMES
        for name, known in choices.items():
            if getattr(self, name) not in known:
                listed = ", ".join(known)
                said = "measure to stop on" if name == "stop_on" else name
                raise SettingError(f"There is no {said} '{getattr(self, name)}'; choose one of {listed}.")
        counts = ("max_tokens", "lora_rank", "distil_epochs", "distil_batch", "factors", "dimensions",
                  "hidden", "members", "epochs", "patience", "check_every", "batch_users", "window_least",
                  "negatives", "accumulate")
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
            raise SettingError(f"wide_decays must be at least one, in ascending order, got {decays}.")

    @property
    def watched(self) -> str:
        """What is looked at on validation: ``stop_on``, or the first of STOP_NAMES."""
        return self.stop_on or STOP_NAMES[0]

    @property
    def wide_l2s(self) -> tuple[float, ...]:
        """Ridge penalties of the wide branch's matrices, as wide.wide_matrices takes them."""
        if not self.wide:
            return ()
        return (self.wide_l2, self.met_l2) if self.met_strength > 0 else (self.wide_l2,)

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able values."""
        return asdict(self)
