"""The language-model recommender with a fit, on fixed text vectors, for searches of settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import torch

from recsys_core.models.checks import check_catalogue, check_fitted
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.wide import wide_matrices
from recsys_core.models.text.encoder import pick_device
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.member import Member
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.progress import Phase, Progress, ProgressTracker
from recsys_core.types import FloatArray, Interactions


class LanguageModelTrainer:
    """One member on the vectors of the pretrained encoder; checkpoints are made by train.train.

    Args:
        vectors: (n_items, n_dimensions) unit rows of the pretrained encoder.
        stop_after: passes over the users, at least 1; None for all of ``epochs``. The learning rate follows
            the schedule of ``epochs`` either way.
        **settings: of TrainingConfig; the strategy is "frozen".

    Raises:
        SettingError: a setting is outside its range.
    """

    name = LanguageModelRecommender.name

    def __init__(self, vectors: FloatArray, *, stop_after: int | None = None, **settings: Any) -> None:
        self.config = TrainingConfig(strategy="frozen", **settings)
        self.stop_after = stop_after
        self._vectors = vectors
        self._member: Member | None = None

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Train; ``after_epoch`` is called with 1, 2, ... after each pass and may score.

        Raises:
            TrainingError: the loss is NaN or infinite, or no user has enough interactions.
        """
        check_catalogue(history, len(self._vectors))
        config = self.config
        matrices = wide_matrices(history, config.wide_l2s)

        def report(progress: Progress) -> None:
            if progress.step and after_epoch is not None:
                after_epoch(progress.step)

        tracker = ProgressTracker([Phase("training towers", "towers", config.epochs, 1.0)], report)
        objective = Objective(config, torch.from_numpy(self._vectors).to(pick_device()))
        with torch.random.fork_rng():
            self._member = Member(self._vectors, history, config, matrices)
            tracker.start_phase()
            self._member.train(tracker, objective, stop_after=self.stop_after)
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score."""
        check_fitted(self.name, self._member is not None)
        assert self._member is not None
        return self._member.recommender().score(history)
