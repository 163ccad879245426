"""The language-model recommender with a fit, on text vectors that stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import torch

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import item_texts
from recsys_core.models.base import check_catalogue, check_fitted
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.wide import LeaveOneOutEase, wide_matrices
from recsys_core.models.text.cache import cached_vectors
from recsys_core.models.text.encoder import TextEncoder, pick_device
from recsys_core.training.language_model.balance import balance
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.fit_towers import fit_towers
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.towers import Towers
from recsys_core.training.language_model.wide import WideBranch
from recsys_core.training.progress import Journey, Phase, Progress
from recsys_core.training.sequences import Sequences
from recsys_core.types import FloatArray, Interactions


class LanguageModelTrainer:
    """Towers on frozen text vectors: what a search fits again and again, where train makes checkpoints.

    Args:
        vectors: (n_items, n_dimensions) unit rows of the pretrained encoder.
        stop_after: passes over the people, at least 1; None for all of ``epochs``. The learning rate follows
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
        self._towers: Towers | None = None
        self._history: Interactions | None = None
        self._wide: tuple[LeaveOneOutEase, ...] = ()

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Train; ``after_epoch`` gets 1, 2, ... after each pass and may score.

        Raises:
            TrainingError: the loss left the numbers, or nobody has enough interactions.
        """
        check_catalogue(history, len(self._vectors))
        config, device = self.config, pick_device()
        self._history, self._wide = history, wide_matrices(history, config.wide_l2s)

        def report(progress: Progress) -> None:
            if progress.step and after_epoch is not None:
                after_epoch(progress.step)

        with torch.random.fork_rng():
            torch.manual_seed(config.seed)
            vectors = torch.from_numpy(self._vectors)
            wide = WideBranch(self._wide[0], history, device) if self._wide else None
            self._towers = Towers(vectors, config, wide).to(device)
            journey = Journey([Phase("training towers", "towers", config.epochs, 1.0)], report)
            journey.begin()
            fit_towers(
                self._towers, Sequences(history, device), config, journey,
                objective=Objective(config, vectors.to(device)), stop_after=self.stop_after)
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score."""
        check_fitted(self.name, self._towers is not None)
        assert self._towers is not None and self._history is not None
        weights = balance(self._towers.export(), self._history, self.config)
        return LanguageModelRecommender(weights, wide=self._wide).score(history)


def text_vectors(dataset: Dataset) -> FloatArray:
    """(n_items, n_dimensions) of the encoder and cut that recipes have by default, from disk where they lie.

    Raises:
        SettingError: the encoder cannot be loaded.
    """
    config = TrainingConfig()
    encoder = TextEncoder.load(config.encoder, max_tokens=config.max_tokens)
    texts = item_texts(dataset)
    return cached_vectors(encoder.fingerprint, texts, lambda: encoder.encode(encoder.tokenize(texts)))
