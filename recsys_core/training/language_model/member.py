"""One ensemble member on one history: its towers, their training, and the recommender they make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.towers import TowerWeights
from recsys_core.models.language_model.wide import LeaveOneOutEase
from recsys_core.models.text.encoder import pick_device
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.fit_towers import TowerFit, fit_towers
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.post_training import add_untrained_terms
from recsys_core.training.language_model.towers import Towers, WideBranch
from recsys_core.training.progress import ProgressTracker
from recsys_core.training.sequences import Sequences
from recsys_core.types import FloatArray, Interactions


class Member:
    """Untrained towers on a history; ``train`` may be followed at any time by ``recommender``.

    Args:
        vectors: (n_items, d) text vectors.
        history: to train on.
        config: with the member's own seed, which also sets torch's global generator.
        matrices: of the wide branch, solved on ``history``; empty without one.
    """

    def __init__(
        self,
        vectors: FloatArray,
        history: Interactions,
        config: TrainingConfig,
        matrices: Sequence[LeaveOneOutEase],
    ) -> None:
        device = pick_device()
        torch.manual_seed(config.seed)
        wide = WideBranch(matrices[0], history, device) if matrices else None
        self.towers = Towers(torch.from_numpy(vectors), config, wide).to(device)
        self._history = history
        self._config = config
        self._matrices = matrices

    def train(self, tracker: ProgressTracker, objective: Objective, **options: Any) -> TowerFit:
        """Train the towers; ``options`` are those of fit_towers."""
        sequences = Sequences(self._history, self.towers.text.device)
        return fit_towers(self.towers, sequences, self._config, tracker, objective=objective, **options)

    def weights(self) -> TowerWeights:
        """The towers' current arrays, with the terms added after training."""
        return add_untrained_terms(self.towers.export(), self._history, self._config)

    def recommender(self) -> LanguageModelRecommender:
        """The current towers, ready to score."""
        return LanguageModelRecommender(self.weights(), wide=self._matrices)
