"""What every trade-off is built from: a data set, split, with its models, candidates and item spaces."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from recsys_core import config, models, rerank
from recsys_core.data.candidates.halves import PersonHalves
from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_shares, category_space, co_rating_space
from recsys_core.data.split import Split
from recsys_core.data.split import split as make_split
from recsys_core.errors import SettingError
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.messages import message
from recsys_core.metrics.similarity import taste_profile
from recsys_core.models.candidates import SCORING_VERSION, CandidateStore, best_of_model
from recsys_core.models.language_model.checkpoint import (
    check_data,
    check_split,
    find_checkpoint,
    read_card,
)
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.models.sizes import SMALL_CATALOGUE, default_model
from recsys_core.protocol import STANDARD, MeasurementProtocol
from recsys_core.rerank import Reranker, RerankInputs
from recsys_core.runtime.cache import KeyedCache
from recsys_core.types import Candidates, IndexArray, ItemSpace, Stage

logger = logging.getLogger(__name__)

LANGUAGE_MODEL = "language_model"
ZERO_SHOT = "zero_shot"
DEFAULT_RERANKER = "mmr"


class Sources:
    """A data set, split and scored. Everything it returns is read-only and shared.

    Raises:
        CheckpointError: ``checkpoint`` is damaged, or was trained on other data or on another split than the
            protocol's.

    Attributes:
        dataset: the data.
        protocol: how everything is measured.
        checkpoint: the fine-tuned model's folder, None if there is none for this data.
        model: name of the model whose lists are shown unless another is named.
        key: sixteen hex digits that identify data, checkpoint and protocol; results are stored under it.
        test_period: the same of data and protocol alone; all that is asked of a test period shares its error.
        usual_key: the key with the model that these data open with unless another is named.
    """

    def __init__(
        self, dataset: Dataset, *, checkpoint: Path | None, protocol: MeasurementProtocol = STANDARD
    ) -> None:
        self.dataset = dataset
        self.protocol = protocol
        if checkpoint:
            check_data(checkpoint, dataset)
            check_split(checkpoint, self.protocol)
        self.checkpoint = checkpoint
        self.model = LANGUAGE_MODEL if checkpoint else default_model(len(dataset.item_ids))
        self.key = _hash(dataset.content, _card(checkpoint), self.protocol)
        self.test_period = _hash(dataset.content, self.protocol)
        self.usual_key = _hash(dataset.content, _card(find_checkpoint(dataset)), self.protocol)
        shares = {"test_share": self.protocol.test_share, "valid_share": self.protocol.valid_share}
        self.split: Split | PersonHalves = make_split(dataset, **shares)
        self._sources = KeyedCache()
        self._store = CandidateStore(config.cache_root() / "candidates")

    @property
    def opens_with_default(self) -> bool:
        """Whether the lists come from the model that fits the catalogue's size: nothing has been trained."""
        return not self.is_scored and self.checkpoint is None

    @property
    def has_large_catalogue(self) -> bool:
        """Whether there are too many items for the models that compare all of them with one another."""
        return len(self.dataset.item_ids) > SMALL_CATALOGUE

    # --- what can be chosen -------------------------------------------------------------------------------

    @property
    def user_ids(self) -> np.ndarray:
        """(n_users,) the data's own ids."""
        return self.dataset.user_ids

    def user_index(self, user_id: str) -> int:
        """The row of a user id.

        Raises:
            SettingError: no user has this id.
        """
        rows = np.flatnonzero(self.user_ids == str(user_id))
        if not len(rows):
            raise SettingError(
                message(
                    "errors.nobody_id_ids_look",
                    "nobody in {title} has the id {user_id!r}; ids look like {user_ids!r}",
                    title=self.dataset.title,
                    user_id=user_id,
                    user_ids=self.user_ids[0],
                )
            )
        return int(rows[0])

    def item_indices(self, item_ids: Sequence[str]) -> IndexArray:
        """(n,) rows of items by their ids, in the given order.

        Raises:
            SettingError: an id does not exist.
        """
        rows = self._sources.get(
            "item rows", lambda: {str(item): row for row, item in enumerate(self.dataset.item_ids)}
        )
        unknown = [item for item in item_ids if str(item) not in rows]
        if unknown:
            raise SettingError(
                message(
                    "errors.nothing_id",
                    "nothing in {title} has the id {unknown}",
                    title=self.dataset.title,
                    unknown=", ".join(map(repr, unknown)),
                )
            )
        return np.array([rows[str(item)] for item in item_ids], np.int32)

    @property
    def model_names(self) -> list[str]:
        """Models that can be named, ours first."""
        ours = [LANGUAGE_MODEL, ZERO_SHOT] if self.checkpoint else []
        return ours + list(models.REGISTRY)

    @cached_property
    def has_categories(self) -> bool:
        """Whether any item has a category."""
        return bool(self.dataset.items["categories"].map(len).any())

    @cached_property
    def rerankers(self) -> dict[str, Reranker]:
        """Rerankers that these data can serve."""
        return {
            name: reranker
            for name, reranker in rerank.REGISTRY.items()
            if self.has_categories or not {"aspects", "profile"} & set(reranker.needs)
        }

    @cached_property
    def space_names(self) -> list[str]:
        """Item spaces that these data offer; the first is what the interface calls variety."""
        names = ["categories"] if self.has_categories else []
        names += ["text"] if self.checkpoint else []
        return [*names, "co_rating"]

    # --- what is computed once ----------------------------------------------------------------------------

    def fitted(self, model: str | None = None, stage: Stage = "test") -> models.Recommender:
        """The model, fitted on the history of ``stage``."""
        model = self._check_model(model)
        return self._sources.get(("model", model, stage), lambda: self._fit(model, stage))

    def candidates(self, model: str | None = None, stage: Stage = "test") -> Candidates:
        """The model's best items for each user, without those they have already rated."""
        model, stage = self._check_model(model), self._check_stage(stage)
        parts = (self.key, model, stage, str(SCORING_VERSION))
        return self._sources.get(
            ("candidates", model, stage), lambda: self._store.get(parts, lambda: self._score(model, stage))
        )

    def spaces(self, stage: Stage = "test") -> dict[str, ItemSpace]:
        """Every item space by name; co-rating is computed from the history of ``stage`` alone."""
        return self._sources.get(("spaces", stage), lambda: self._make_spaces(stage))

    def rerank_inputs(
        self, model: str | None = None, space: str | None = None, stage: Stage = "test"
    ) -> RerankInputs:
        """What a reranker needs for all users."""
        model, space = self._check_model(model), self._check_space(space)

        def make() -> RerankInputs:
            candidates = self.candidates(model, stage)
            similarity = self.spaces(stage)[space]
            if not self.has_categories:
                return RerankInputs(candidates.relevance, candidates.items, similarity)
            aspects = category_shares(self.dataset)
            profile = taste_profile(aspects, self.split.history(stage))
            return RerankInputs(candidates.relevance, candidates.items, similarity, aspects, profile)

        return self._sources.get(("inputs", model, space, stage), make)

    accuracy = "ndcg"
    """Name of the metric that stands for accuracy."""

    has_outcomes = True
    """Whether anything is known of what people did, so that there is an accuracy to speak of."""

    is_scored = False
    """Whether the candidates came with the data: nothing can be trained, nobody new can be scored."""

    has_history = True
    """Whether anything is known of what people did before."""

    def ground_truth(self, stage: Stage = "test", model: str | None = None) -> GroundTruth:
        """What every list of ``stage`` is measured against; ``model`` matters only without outcomes."""

        def make() -> GroundTruth:
            return GroundTruth(self.split.target(stage), self.split.history(stage), self.spaces(stage))

        return self._sources.get(("ground truth", stage), make)

    # --- inside -------------------------------------------------------------------------------------------

    def _fit(self, model: str, stage: Stage) -> models.Recommender:
        if model == LANGUAGE_MODEL and self.checkpoint:
            return LanguageModelRecommender.from_checkpoint(self.checkpoint, stage, self.dataset)
        if model == ZERO_SHOT:
            return ZeroShot(self.spaces(stage)["text"].vectors).fit(self.split.history(stage))
        return models.REGISTRY[model]().fit(self.split.history(stage))

    def _score(self, model: str, stage: Stage) -> Candidates:
        history = self.split.history(stage)
        logger.info("scoring %d users with %s", history.n_users, model)
        return best_of_model(self.fitted(model, stage), history, self.protocol.n_candidates)

    def _make_spaces(self, stage: Stage) -> dict[str, ItemSpace]:
        spaces = {"co_rating": co_rating_space(self.split.history(stage))}
        if self.checkpoint:
            spaces["text"] = LanguageModelRecommender.text_space(self.checkpoint, self.dataset)
        if self.has_categories:
            spaces["categories"] = category_space(self.dataset)
        return {name: spaces[name] for name in self.space_names}

    def _check_model(self, model: str | None) -> str:
        return check_name(model or self.model, self.model_names, "model")

    def _check_space(self, space: str | None) -> str:
        return check_name(space or self.space_names[0], self.space_names, "similarity space")

    def _check_stage(self, stage: Stage) -> Stage:
        check_name(stage, ["valid", "test"], "stage")
        return stage


def _card(checkpoint: Path | None) -> str:
    return json.dumps(read_card(checkpoint), sort_keys=True) if checkpoint else ""


def _hash(*described: object) -> str:
    return hashlib.sha256(repr(described).encode()).hexdigest()[:16]


def check_name(name: str, names: Sequence[str], what: str) -> str:
    """Return ``name`` if it is one of ``names``.

    Raises:
        SettingError: it is not; the message lists what is.
    """
    if name not in names:
        raise SettingError(
            message(
                "errors.no_data_choose_one",
                "there is no {what} {name!r} for this data; choose one of {names}",
                what=what,
                name=name,
                names=", ".join(names),
            )
        )
    return name
