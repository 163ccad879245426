"""The phases of a training and a guess at how long each takes, known without torch before anything starts."""

from __future__ import annotations

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import item_texts
from recsys_core.data.split import Split
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.progress import Phase
from recsys_core.types import Stage

# Seconds on one idle core, measured on MovieLens 100K and on the embedded sample.
_LOAD = 0.4  # the encoder, once more for each fit
_ENCODE = 0.00019  # per token
_TUNE = {
    "bottleneck": 0.00025,
    "top": 0.0003,
    "lora": 0.00038,
    "adalora": 0.00043,
    "full": 0.0006,
}  # the same
_LETTERS_PER_TOKEN = 4
_MORE_TOKENS = 4  # per item: a start, an end, and words of several tokens
_EPOCH = 0.012
_EPOCH_PER_CELL = 2e-7  # per user and item
_SOLVE = 7e-11  # EASE, per cube of the number of items
_COMPARE = 0.5
_COMPARE_PER_CELL = 6e-7

_FITS: tuple[tuple[Stage, str], ...] = (("valid", "train"), ("test", "train and validation"))


def plan(dataset: Dataset, split: Split, config: TrainingConfig) -> list[Phase]:
    """The phases of both fits, in order."""
    users, items = len(dataset.user_ids), len(dataset.item_ids)
    tokens = _tokens(dataset, config)
    encode, solve = _ENCODE * tokens, _SOLVE * items**3
    epoch = _EPOCH + _EPOCH_PER_CELL * users * items
    phases = [Phase("encoding item texts", "encode", 1, encode)]
    for stage, name in _FITS:
        lead = solve
        if config.strategy != "frozen":
            steps = distil_steps(len(np.unique(split.history(stage).item_idx)), config)
            step = _TUNE[config.strategy] * tokens * config.distil_epochs / steps
            before = _LOAD + solve + encode
            phases.append(Phase(f"fine-tuning the language model on {name}", "distil", steps, step, before))
            lead += encode
        for member in range(1, config.members + 1):
            which = f" ({member} of {config.members})" if config.members > 1 else ""
            phases.append(Phase(f"training towers on {name}{which}", "towers", config.epochs, epoch, lead))
            lead = 0.0
    return phases


def comparison_seconds(dataset: Dataset) -> float:
    """A guess at how long measuring before and after takes."""
    return _COMPARE + _COMPARE_PER_CELL * len(dataset.user_ids) * len(dataset.item_ids)


def distil_steps(n_items: int, config: TrainingConfig) -> int:
    """Number of batches of the fine-tuning for ``n_items`` items with interactions."""
    return config.distil_epochs * max(1, round(n_items / config.distil_batch))


def _tokens(dataset: Dataset, config: TrainingConfig) -> float:
    lengths = (len(text) / _LETTERS_PER_TOKEN + _MORE_TOKENS for text in item_texts(dataset))
    return sum(min(config.max_tokens, length) for length in lengths)
