"""The workbench of scored candidates: lists that somebody's own system proposes, nothing is trained."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from recsys_core import models, rerank
from recsys_core.data.candidates.dataset import HALVES_SEED, ScoredDataset
from recsys_core.data.candidates.halves import PersonHalves, no_interactions
from recsys_core.data.features import category_space, co_rating_space
from recsys_core.errors import SettingError
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.messages import message
from recsys_core.rerank import Reranker
from recsys_core.types import Candidates, Interactions, ItemSpace, Stage
from recsys_core.workbench.bench import Workbench

VECTORS, CO_CANDIDATES, CO_RATING = "vectors", "co_candidates", "co_rating"


class ScoredWorkbench(Workbench):
    """Everything but training, over candidates that came with the data.

    Each system of the data is a model. With outcomes, people are divided once: one half chooses ("valid"),
    the other certifies ("test"), and catalogue figures count everybody's lists. Without outcomes there is no
    accuracy: lists are measured by the relevance that they keep by the system's own scores, over everybody.
    """

    dataset: ScoredDataset
    is_scored = True

    @classmethod
    def over(cls, dataset: ScoredDataset, checkpoint: Path | None = None) -> Self:
        """The workbench of ``dataset``.

        Raises:
            SettingError: a checkpoint was named, and there is nothing to apply it to.
        """
        if checkpoint is not None:
            raise SettingError(
                message(
                    "errors.candidates_no_checkpoint",
                    "{title} comes with its own scores: no trained model is applied to it. Leave the "
                    "checkpoint "
                    "out.",
                    title=dataset.title,
                )
            )
        bench = cls(dataset, checkpoint=None)
        bench.model = next(iter(dataset.systems))
        outcomes = dataset.outcomes or no_interactions(len(dataset.user_ids), len(dataset.item_ids))
        bench.split = PersonHalves(dataset.interactions, outcomes, dataset.chooses)
        return bench

    @property
    def has_outcomes(self) -> bool:  # type: ignore[override]
        """Whether anything is known of what people did later."""
        return self.dataset.outcomes is not None

    @property
    def has_history(self) -> bool:  # type: ignore[override]
        """Whether anything is known of what people did before."""
        return self.dataset.has_history

    @property
    def accuracy(self) -> str:  # type: ignore[override]
        """NDCG, or without outcomes the relevance kept."""
        return "ndcg" if self.has_outcomes else "kept"

    @property
    def model_names(self) -> list[str]:
        """The systems, in the order of the files."""
        return list(self.dataset.systems)

    @property
    def compared(self) -> list[str]:
        """All systems."""
        return self.model_names

    @cached_property
    def rerankers(self) -> dict[str, Reranker]:
        """Rerankers that these data can serve: those that aim at a taste need categories and a history."""
        able = self.has_categories and self.has_history
        return {
            name: reranker
            for name, reranker in rerank.REGISTRY.items()
            if able or not {"aspects", "profile"} & set(reranker.needs)
        }

    @cached_property
    def space_names(self) -> list[str]:
        """Categories, the system's own vectors, and who liked an item or, without history, has it offered."""
        names = ["categories"] if self.has_categories else []
        names += [VECTORS] if self.dataset.vectors is not None else []
        return [*names, CO_RATING if self.has_history else CO_CANDIDATES]

    def fitted(self, model: str | None = None, stage: Stage = "test") -> models.Recommender:
        """There is no model behind scores that came with the data.

        Raises:
            SettingError: always.
        """
        raise SettingError(
            message(
                "errors.candidates_no_model",
                "{title} comes with its own scores: how they arose is not known here, and nobody new can be "
                "scored. Ask the system that made them.",
                title=self.dataset.title,
            )
        )

    def candidates(self, model: str | None = None, stage: Stage = "test") -> Candidates:
        """The candidates as they were brought, the same at both stages."""
        return self.dataset.systems[self._check_model(model)]

    def ground_truth(self, stage: Stage = "test", model: str | None = None) -> GroundTruth:
        """What lists are measured against: outcomes of one half, or the relevance kept by own scores."""
        stage, model = self._check_stage(stage), self._check_model(model)
        key = ("ground truth", stage, "" if self.has_outcomes else model)

        def make() -> GroundTruth:
            history, spaces = self.split.history(stage), self.spaces(stage)
            if self.has_outcomes:
                return GroundTruth(self.split.target(stage), history, spaces, everyone=True)
            nothing = no_interactions(history.n_users, history.n_items)
            return GroundTruth(nothing, history, spaces, own_scores=self.candidates(model))

        return self._sources.get(key, make)

    def protocol_card(self, model: str | None = None, stage: Stage = "test") -> dict[str, Any]:
        """As of any data, with what stands in for the split in time."""
        card = super().protocol_card(model, stage)
        for name in ("test_share", "valid_share"):
            card.pop(name, None)
        if not self.has_outcomes:
            return card | {"positive": None, "accuracy": "none: relevance kept, by the system's own scores"}
        return card | {
            "positive": "an outcome of the half of the people that is measured",
            "split": "people in two halves: one chooses (valid), one certifies (test)",
            "split_seed": HALVES_SEED,
            "outcomes": self.dataset.origin,
            "catalogue_figures": "lists of everybody",
        }

    def _make_spaces(self, stage: Stage) -> dict[str, ItemSpace]:
        spaces = {}
        if self.has_categories:
            spaces["categories"] = category_space(self.dataset)
        if self.dataset.vectors is not None:
            spaces[VECTORS] = ItemSpace(VECTORS, self.dataset.vectors)
        if self.has_history:
            spaces[CO_RATING] = co_rating_space(self.dataset.interactions)
        else:
            spaces[CO_CANDIDATES] = replace(co_rating_space(self._offered()), name=CO_CANDIDATES)
        return {name: spaces[name] for name in self.space_names}

    def _offered(self) -> Interactions:
        """Every candidate of every system as an interaction, to tell which items go to the same people."""
        pairs = [
            np.stack([np.nonzero(one.items >= 0)[0], one.items[one.items >= 0]], axis=1)
            for one in self.dataset.systems.values()
        ]
        user, item = np.unique(np.concatenate(pairs), axis=0).T
        ones = np.ones(len(user))
        return Interactions(
            user.astype(np.int32),
            item.astype(np.int32),
            ones.astype(np.float32),
            np.full(len(user), 5, np.int8),
            np.zeros(len(user)),
            len(self.dataset.user_ids),
            len(self.dataset.item_ids),
        )
