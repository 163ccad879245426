"""Rebuild the fine-tuned encoder and its heads from a checkpoint, to encode new items."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch

from recsys_core.errors import CheckpointError
from recsys_core.models.language_model.checkpoint import read_card, read_encoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.post_training import popularity_penalty
from recsys_core.training.language_model.texts import load_encoder
from recsys_core.training.language_model.towers import BIAS_SCALE, tower
from recsys_core.training.strategies import apply_strategy, trained_tensors
from recsys_core.types import FloatArray, Stage


@dataclass(frozen=True)
class ItemVectors:
    """One member's vectors of items from their texts alone.

    Attributes:
        item_in: (n, d), as part of a history.
        item_out: (n, d), as recommendations.
        bias: (n,).
    """

    item_in: FloatArray
    item_out: FloatArray
    bias: FloatArray


class RestoredEncoder:
    """The fine-tuned encoder of one stage, with the heads of every member.

    Args:
        folder: a checkpoint folder.
        stage: the fit to rebuild.

    Raises:
        CheckpointError: the checkpoint is damaged, or was trained on other base weights.
        SettingError: the base encoder cannot be loaded.
    """

    def __init__(self, folder: Path, stage: Stage) -> None:
        card = read_card(folder)
        known = {field.name for field in fields(TrainingConfig)}
        self.config = TrainingConfig(
            **{name: value for name, value in card["hyperparameters"].items() if name in known}
        )
        self._arrays = read_encoder(folder, stage)
        self.encoder = load_encoder(self.config)
        if self.encoder.fingerprint != card["encoder"]["fingerprint"]:
            raise CheckpointError(
                f"'{folder}' was trained on weights other than those of the encoder "
                f"'{self.config.encoder}' here ({card['encoder']['fingerprint']}, not "
                f"{self.encoder.fingerprint}). Train again."
            )
        apply_strategy(self.encoder, self.config, 1)
        for name, parameter in trained_tensors(self.encoder).items():
            stored = self._arrays.get(f"encoder.{name}")
            if stored is None or stored.shape != tuple(parameter.shape):
                raise CheckpointError(f"The encoder in '{folder}' lacks {name}, or its shape differs.")
            parameter.copy_(torch.from_numpy(stored.astype(np.float32)))
        self.encoder.eval()

    def text_vectors(self, texts: list[str]) -> FloatArray:
        """(n, d) unit rows of the fine-tuned encoder."""
        return self.encoder.encode(self.encoder.tokenize(texts))

    @torch.no_grad()
    def item_vectors(self, texts: list[str]) -> list[ItemVectors]:
        """Vectors of items from their texts alone, for each member."""
        text = torch.from_numpy(self.text_vectors(texts) * np.sqrt(np.float32(self.encoder.dimensions)))
        unrated = popularity_penalty(np.zeros(len(texts), np.int64), self.config).astype(np.float32)
        found = []
        for member in range(self.config.members):
            width, hidden, d = text.shape[1], self.config.hidden, self.config.dimensions
            heads: dict[str, torch.nn.Module] = {
                "tower_in": tower(width, hidden, d),
                "tower_out": tower(width, hidden, d),
                "text_bias": torch.nn.Linear(width, 1),
            }
            outputs = {}
            for name, head in heads.items():
                head.load_state_dict(
                    {
                        part: torch.from_numpy(self._arrays[f"{member}.{name}.{part}"].astype(np.float32))
                        for part in head.state_dict()
                    }
                )
                outputs[name] = head(text).numpy()
            bias = BIAS_SCALE * outputs["text_bias"].squeeze(1) - unrated
            found.append(ItemVectors(outputs["tower_in"], outputs["tower_out"], bias))
        return found
