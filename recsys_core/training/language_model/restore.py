"""Bring back the tuned encoder and its heads from a checkpoint, to give items that are new a vector."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch

from recsys_core.errors import CheckpointError
from recsys_core.models.language_model.checkpoint import read_card, read_encoder
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.balance import popularity_penalty
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.towers import BIAS_SCALE, tower
from recsys_core.training.strategies import open_for_training, trained_tensors
from recsys_core.types import FloatArray, Stage


@dataclass(frozen=True)
class ItemVectors:
    """What one member makes of texts, with nothing learned about the items themselves.

    Attributes:
        item_in: (n, d), as part of a history.
        item_out: (n, d), to be recommended.
        bias: (n,).
    """

    item_in: FloatArray
    item_out: FloatArray
    bias: FloatArray


class RestoredEncoder:
    """The encoder of one stage as it was after fine-tuning, with the heads of every member.

    Args:
        folder: a checkpoint folder.
        stage: whose.

    Raises:
        CheckpointError: the checkpoint is damaged, or was trained on other base weights.
        SettingError: the base encoder cannot be loaded.
    """

    def __init__(self, folder: Path, stage: Stage) -> None:
        card = read_card(folder)
        known = {field.name for field in fields(TrainingConfig)}
        self.config = TrainingConfig(**{
            name: value for name, value in card["hyperparameters"].items() if name in known})
        self._arrays = read_encoder(folder, stage)
        self.encoder = TextEncoder.load(self.config.encoder, max_tokens=self.config.max_tokens)
        if self.encoder.fingerprint != card["encoder"]["fingerprint"]:
            raise CheckpointError(
                f"'{folder}' was trained on other weights than those of '{self.config.encoder}' here "
                f"({card['encoder']['fingerprint']}, not {self.encoder.fingerprint}). Train again."
            )
        open_for_training(self.encoder, self.config, 1)
        for name, parameter in trained_tensors(self.encoder).items():
            stored = self._arrays.get(f"encoder.{name}")
            if stored is None or stored.shape != tuple(parameter.shape):
                raise CheckpointError(f"The encoder in '{folder}' lacks {name} or has it in another shape.")
            parameter.copy_(torch.from_numpy(stored.astype(np.float32)))
        self.encoder.eval()

    def text_vectors(self, texts: list[str]) -> FloatArray:
        """(n, d) unit rows of the tuned encoder."""
        return self.encoder.encode(self.encoder.tokenize(texts))

    @torch.no_grad()
    def item_vectors(self, texts: list[str]) -> list[ItemVectors]:
        """Vectors of items known by their text alone, for each member."""
        text = torch.from_numpy(self.text_vectors(texts) * np.sqrt(np.float32(self.encoder.dimensions)))
        unrated = popularity_penalty(np.zeros(len(texts), np.int64), self.config).astype(np.float32)
        found = []
        for member in range(self.config.members):
            width, hidden, d = text.shape[1], self.config.hidden, self.config.dimensions
            heads: dict[str, torch.nn.Module] = {
                "tower_in": tower(width, hidden, d), "tower_out": tower(width, hidden, d),
                "text_bias": torch.nn.Linear(width, 1),
            }
            outputs = {}
            for name, head in heads.items():
                head.load_state_dict({
                    part: torch.from_numpy(self._arrays[f"{member}.{name}.{part}"].astype(np.float32))
                    for part in head.state_dict()
                })
                outputs[name] = head(text).numpy()
            bias = BIAS_SCALE * outputs["text_bias"].squeeze(1) - unrated
            found.append(ItemVectors(outputs["tower_in"], outputs["tower_out"], bias))
        return found
