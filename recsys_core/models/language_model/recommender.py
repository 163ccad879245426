"""The fine-tuned language-model recommender: the forward pass in numpy.

Training (recsys_core.training) turns item texts into vectors and learns the towers. Scoring needs no torch,
so a dashboard that only scores starts fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.data.split import split as make_split
from recsys_core.models.checks import check_catalogue, check_fitted
from recsys_core.models.classic.recency import ages
from recsys_core.models.language_model import checkpoint
from recsys_core.models.language_model.towers import TowerWeights, perceptron
from recsys_core.models.language_model.wide import WEIGHT_FUNCTIONS, LeaveOneOutEase, wide_matrices
from recsys_core.types import FloatArray, Interactions, ItemSpace, Stage


class LanguageModelRecommender:
    """Score ``h_u^T W h_i`` plus an item bias plus a wide branch.

    A history is pooled in several recency channels, each with its own forgetting, its own weight per rating
    level and its own W; a residual perceptron on top gives the user's vector. The wide branch is one or two
    EASE matrices, of what users liked and of what they interacted with, on histories weighted by level and
    age. The matrices are not stored but solved again from the data.

    ``fit`` solves for these matrices only: towers are trained by recsys_core.training. Users in the fit are
    scored by matrices without their own history, as in training; all others by the full matrices.

    Args:
        weights: the trained towers; scores of several members are averaged.
        wide: the wide branch's matrices, if already solved; they replace ``fit``.

    Attributes:
        members: the towers.
        wide: the wide branch's matrices, empty before ``fit`` and for models without them.
        fitted: whether it can score.

    Raises:
        ValueError: there is no member, members differ in catalogue or wide branch, or there are more matrices
            than kinds of them.
    """

    name = "language_model"

    def __init__(
        self, weights: TowerWeights | Sequence[TowerWeights], *, wide: Sequence[LeaveOneOutEase] = ()
    ) -> None:
        self.members = (weights,) if isinstance(weights, TowerWeights) else tuple(weights)
        if len({(member.n_items, tuple(member.wide_l2.tolist())) for member in self.members}) != 1:
            raise ValueError("members must share one catalogue and one wide branch, and there must be one")
        if len(self.members[0].wide_l2) > len(WEIGHT_FUNCTIONS):
            n_kinds, n_found = len(WEIGHT_FUNCTIONS), len(self.members[0].wide_l2)
            raise ValueError(f"the wide branch has at most {n_kinds} matrices, got {n_found}")
        self.wide = tuple(wide)
        self.fitted = len(self.wide) == len(self.members[0].wide_l2)

    @property
    def n_items(self) -> int:
        """Size of the catalogue."""
        return self.members[0].n_items

    @classmethod
    def from_checkpoint(cls, folder: Path, stage: Stage, dataset: Dataset) -> Self:
        """The model of one stage, fitted on the split that its card records.

        Args:
            folder: a checkpoint folder.
            stage: "valid" for the fit on train, "test" for the one on train and validation.
            dataset: the data the checkpoint was trained on.

        Raises:
            CheckpointError: the folder is missing, damaged or was made for other data.
        """
        checkpoint.check_data(folder, dataset)
        checkpoint.read_text_vectors(folder, dataset)  # the towers' rows are in the order of its ids
        weights = checkpoint.read_weights(folder, stage)
        try:
            model = cls(weights)
            if model.n_items != len(dataset.item_ids):
                raise ValueError(f"it scores {model.n_items} items, the data have {len(dataset.item_ids)}")
        except ValueError as error:
            raise checkpoint.unusable(Path(folder) / f"{stage}.safetensors", error) from error
        split = make_split(dataset, **checkpoint.read_split_shares(folder))
        return model.fit(split.history(stage))

    @staticmethod
    def text_space(folder: Path, dataset: Dataset) -> ItemSpace:
        """Similarity of item texts under the pretrained encoder, without loading the towers.

        Raises:
            CheckpointError: the folder is missing, damaged or was made for other data.
        """
        checkpoint.check_data(folder, dataset)
        return ItemSpace("text", checkpoint.read_text_vectors(folder, dataset))

    def fit(self, history: Interactions) -> Self:
        """Solve for the wide branch; without one there is nothing to do."""
        check_catalogue(history, self.n_items)
        self.wide = wide_matrices(history, self.members[0].wide_l2.tolist())
        self.fitted = True
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score."""
        check_fitted(self.name, self.fitted)
        check_catalogue(history, self.n_items)
        scores = np.zeros((history.n_users, history.n_items), np.float32)
        for member in self.members:
            scores += user_vectors(member, history) @ member.item_out.T + member.item_bias
        scores /= len(self.members)
        for matrix, values in zip(self.wide, self.wide_values(history), strict=True):
            scores += matrix.scores(history, history.matrix(values))
        return scores

    def wide_values(self, history: Interactions) -> FloatArray:
        """(M, n) float32: the weight of each interaction in each matrix, averaged over members."""
        age, level = ages(history), history.level.astype(np.intp) - 1
        values = np.zeros((len(self.members[0].wide_l2), len(history)), np.float32)
        for member in self.members:
            for channel, decay in enumerate(member.wide_decays):
                values += (member.wide_levels[:, channel, level] * np.exp(-age / decay)).astype(np.float32)
        return values / np.float32(len(self.members))


def user_vectors(weights: TowerWeights, history: Interactions) -> FloatArray:
    """(n_users, d) float32: the h_u^T W of every user in ``history``, to be multiplied with item vectors."""
    pooled = np.zeros((history.n_users, weights.item_in.shape[1]), np.float32)
    age, level = ages(history), history.level.astype(np.intp) - 1
    for decay, level_weights, mixer in zip(weights.decays, weights.levels, weights.mixers, strict=True):
        recency = np.exp(-age / decay)
        mass = np.bincount(history.user_idx, recency, minlength=history.n_users)
        sums = history.matrix((level_weights[level] * recency).astype(np.float32)) @ weights.item_in
        pooled += (sums / np.sqrt(np.maximum(mass, 1.0))[:, None].astype(np.float32)) @ mixer
    return pooled + perceptron(weights, pooled)
