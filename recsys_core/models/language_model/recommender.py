"""The fine-tuned language-model recommender, scored with numpy alone.

Training (recsys_core.training) turns item texts into vectors and learns the towers; what is left here is
their forward pass. It needs no torch, so a dashboard that only scores starts fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.data.split import split_by_time
from recsys_core.models.base import check_catalogue, check_fitted
from recsys_core.models.classic.recency import ages
from recsys_core.models.language_model import checkpoint
from recsys_core.models.language_model.towers import TowerWeights, perceptron
from recsys_core.models.language_model.wide import LeaveOneOutEase, wide_matrices
from recsys_core.types import FloatArray, Interactions, ItemSpace, Stage


class LanguageModelRecommender:
    """Score ``h_u^T W h_i`` plus an item term plus a wide branch.

    A history is pooled in several recency channels, each with its own forgetting, its own weight for every
    rating level and its own W; a residual perceptron on top gives the person's vector. The wide branch is one
    or two EASE matrices under weights by level and age: one of what people liked, one of what they met. They
    are never stored with the weights but solved again from the data.

    ``fit`` solves for these matrices only: towers are trained by recsys_core.training. People in the fit are
    scored by matrices without their own rows, as in training; everyone else by the matrices of all.

    Args:
        weights: the trained towers; of several members the scores are averaged.
        text_vectors: (n_items, n_dimensions) unit rows of the frozen encoder, if known.
        wide: the wide branch's matrices where they are there already, in place of ``fit``.

    Attributes:
        members: the towers.
        wide: the wide branch's matrices, none before ``fit`` and for models without them.
        fitted: whether it can score.

    Raises:
        ValueError: there is no member, or members disagree about the catalogue or the wide branch.
    """

    name = "language_model"

    def __init__(
        self, weights: TowerWeights | Sequence[TowerWeights], text_vectors: FloatArray | None = None,
        *, wide: Sequence[LeaveOneOutEase] = (),
    ) -> None:
        self.members = (weights,) if isinstance(weights, TowerWeights) else tuple(weights)
        if len({(member.n_items, tuple(member.wide_l2.tolist())) for member in self.members}) != 1:
            raise ValueError("members must share one catalogue and one wide branch, and there must be one")
        self._text_vectors = text_vectors
        self.wide = tuple(wide)
        self.fitted = len(self.wide) == len(self.members[0].wide_l2)

    @classmethod
    def from_checkpoint(cls, folder: Path, stage: Stage, dataset: Dataset) -> Self:
        """The model of one stage, ready to score.

        Args:
            folder: a checkpoint folder.
            stage: "valid" for the fit on train, "test" for the one on train and validation.
            dataset: the data the checkpoint was trained on.

        Raises:
            CheckpointError: the folder is missing, damaged or was made for other data.
        """
        checkpoint.check_data(folder, dataset)
        weights = checkpoint.read_weights(folder, stage)
        vectors, _ = checkpoint.read_items(folder)
        return cls(weights, vectors).fit(split_by_time(dataset.interactions).history(stage))

    @staticmethod
    def text_space(folder: Path, dataset: Dataset) -> ItemSpace:
        """Similarity of item texts under the frozen encoder, without loading the towers.

        Raises:
            CheckpointError: the folder is missing, damaged or was made for other data.
        """
        checkpoint.check_data(folder, dataset)
        vectors, _ = checkpoint.read_items(folder)
        return ItemSpace("text", vectors)

    def fit(self, history: Interactions) -> Self:
        """Solve for the wide branch; without one there is nothing to do."""
        check_catalogue(history, self.members[0].n_items)
        self.wide = wide_matrices(history, self.members[0].wide_l2.tolist())
        self.fitted = True
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score."""
        check_fitted(self.name, self.fitted)
        check_catalogue(history, self.members[0].n_items)
        scores = np.zeros((history.n_users, history.n_items), np.float32)
        for member in self.members:
            scores += person_vectors(member, history) @ member.item_out.T + member.item_bias
        scores /= len(self.members)
        for matrix, values in zip(self.wide, self.wide_values(history), strict=True):
            scores += matrix.scores(history, history.matrix(values))
        return scores

    @property
    def item_space(self) -> ItemSpace:
        """Similarity of item texts under the frozen encoder.

        Raises:
            ValueError: the model was made without text vectors.
        """
        if self._text_vectors is None:
            raise ValueError("this model was made without text vectors")
        return ItemSpace("text", self._text_vectors)

    def wide_values(self, history: Interactions) -> FloatArray:
        """(M, n) float32: what each interaction weighs in each matrix, mean over members."""
        age, level = ages(history), history.level.astype(np.intp) - 1
        values = np.zeros((len(self.members[0].wide_l2), len(history)), np.float32)
        for member in self.members:
            for channel, decay in enumerate(member.wide_decays):
                values += (member.wide_levels[:, channel, level] * np.exp(-age / decay)).astype(np.float32)
        return values / np.float32(len(self.members))


def person_vectors(weights: TowerWeights, history: Interactions) -> FloatArray:
    """(n_users, d) float32: the h_u^T W of everyone in ``history``, to be multiplied with item vectors."""
    pooled = np.zeros((history.n_users, weights.item_in.shape[1]), np.float32)
    age, level = ages(history), history.level.astype(np.intp) - 1
    for decay, of_level, mixer in zip(weights.decays, weights.levels, weights.mixers, strict=True):
        kept = np.exp(-age / decay)
        mass = np.bincount(history.user_idx, kept, minlength=history.n_users)
        sums = history.matrix((of_level[level] * kept).astype(np.float32)) @ weights.item_in
        pooled += (sums / np.sqrt(np.maximum(mass, 1.0))[:, None].astype(np.float32)) @ mixer
    return pooled + perceptron(weights, pooled)
