"""What every trade-off is made of: a data set, split, with its models, candidates and spaces, made once."""

from __future__ import annotations

import hashlib
import json
import logging
from functools import cached_property
from pathlib import Path

import numpy as np

from recsys_core import config, models, rerank
from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_shares, category_space, co_rating_space
from recsys_core.data.split import split_by_time
from recsys_core.errors import SettingError
from recsys_core.evaluation.ground_truth import Yardstick
from recsys_core.metrics.similarity import taste_profile
from recsys_core.models.candidates import SCORING_VERSION, CandidateStore, top_candidates
from recsys_core.models.language_model.checkpoint import check_split, read_card
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.protocol import MeasurementProtocol
from recsys_core.rerank import Reranker, RerankInputs
from recsys_core.runtime.cache import Once
from recsys_core.types import Candidates, FloatArray, ItemSpace, Stage

logger = logging.getLogger(__name__)

LANGUAGE_MODEL = "language_model"
FALLBACK_MODEL = "ease"
ZERO_SHOT = "zero_shot"


class Ingredients:
    """A data set, split and scored. Everything it returns is read-only and shared.

    Raises:
        CheckpointError: ``checkpoint`` is damaged or was trained on another split than the protocol's.

    Attributes:
        dataset: the data.
        protocol: how everything is measured.
        checkpoint: the fine-tuned model's folder, None when there is none for this data.
        model: name of the model the lists come from unless another is named.
        key: sixteen hex digits naming data, checkpoint and protocol; what is reused is kept under it.
    """

    def __init__(
        self, dataset: Dataset, *, checkpoint: Path | None, protocol: MeasurementProtocol | None = None
    ) -> None:
        self.dataset = dataset
        self.protocol = protocol or MeasurementProtocol()
        if checkpoint:
            check_split(checkpoint, self.protocol)
        self.checkpoint = checkpoint
        self.model = LANGUAGE_MODEL if checkpoint else FALLBACK_MODEL
        card = json.dumps(read_card(checkpoint), sort_keys=True) if checkpoint else ""
        described = repr((dataset.content, card, self.protocol))
        self.key = hashlib.sha256(described.encode()).hexdigest()[:16]
        shares = {"test_share": self.protocol.test_share, "valid_share": self.protocol.valid_share}
        self.split = split_by_time(dataset.interactions, **shares)
        self._once = Once()
        self._store = CandidateStore(config.cache_root() / "candidates")

    # --- what can be chosen -------------------------------------------------------------------------------

    @property
    def user_ids(self) -> np.ndarray:
        """(n_users,) the data's own ids."""
        return self.dataset.user_ids

    @property
    def model_names(self) -> list[str]:
        """Models that can be asked for, ours first."""
        ours = [LANGUAGE_MODEL, ZERO_SHOT] if self.checkpoint else []
        return ours + list(models.REGISTRY)

    @cached_property
    def rerankers(self) -> dict[str, Reranker]:
        """Rerankers that can serve this data."""
        has_categories = bool(self.dataset.items["categories"].map(len).any())
        return {
            name: reranker
            for name, reranker in rerank.REGISTRY.items()
            if has_categories or not {"aspects", "profile"} & set(reranker.needs)
        }

    @cached_property
    def space_names(self) -> list[str]:
        """Meanings of "similar" this data can offer; the first is what the interface calls variety."""
        names = ["categories"] if self.dataset.items["categories"].map(len).any() else []
        names += ["text"] if self.checkpoint else []
        return [*names, "co_rating"]

    # --- what is made once --------------------------------------------------------------------------------

    def fitted(self, model: str | None = None, stage: Stage = "test") -> models.Recommender:
        """The model, fitted on the history of ``stage``."""
        model = self._known(model or self.model, self.model_names, "model")
        return self._once.get(("model", model, stage), lambda: self._fit(model, stage))

    def candidates(self, model: str | None = None, stage: Stage = "test") -> Candidates:
        """The model's best items for every user, what they already rated left out."""
        model = self._known(model or self.model, self.model_names, "model")
        self._known(stage, ["valid", "test"], "stage")
        parts = (self.key, model, stage, str(SCORING_VERSION))
        return self._once.get(
            ("candidates", model, stage), lambda: self._store.get(parts, lambda: self._score(model, stage))
        )

    def spaces(self, stage: Stage = "test") -> dict[str, ItemSpace]:
        """Every meaning of "similar", by name; co-rating is read off the history of ``stage`` alone."""
        return self._once.get(("spaces", stage), lambda: self._spaces(stage))

    def rerank_inputs(self, model: str | None, space: str | None, stage: Stage) -> RerankInputs:
        """What a reranker needs for all users."""
        model = model or self.model
        space = self._known(space or self.space_names[0], self.space_names, "similarity space")

        def make() -> RerankInputs:
            candidates = self.candidates(model, stage)
            similarity = self.spaces(stage)[space]
            if "categories" not in self.space_names:
                return RerankInputs(candidates.relevance, candidates.items, similarity)
            aspects = category_shares(self.dataset)
            profile = taste_profile(aspects, self.split.history(stage))
            return RerankInputs(candidates.relevance, candidates.items, similarity, aspects, profile)

        return self._once.get(("inputs", model, space, stage), make)

    def yardstick(self, stage: Stage = "test") -> Yardstick:
        """What every list of ``stage`` is measured against."""

        def make() -> Yardstick:
            return Yardstick(self.split.target(stage), self.split.history(stage), self.spaces(stage))

        return self._once.get(("yardstick", stage), make)

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
        scores: FloatArray = self.fitted(model, stage).score(history)
        return top_candidates(scores, history, self.protocol.n_candidates)

    def _spaces(self, stage: Stage) -> dict[str, ItemSpace]:
        spaces = {"co_rating": co_rating_space(self.split.history(stage))}
        if self.checkpoint:
            spaces["text"] = LanguageModelRecommender.text_space(self.checkpoint, self.dataset)
        if "categories" in self.space_names:
            spaces["categories"] = category_space(self.dataset)
        return {name: spaces[name] for name in self.space_names}

    @staticmethod
    def _known(name: str, names: list[str], what: str) -> str:
        if name not in names:
            raise SettingError(f"there is no {what} {name!r} for this data; choose one of {', '.join(names)}")
        return name
