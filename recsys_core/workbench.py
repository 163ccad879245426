"""The one facade: a data set, its models and every trade-off, computed once and shared by all who ask."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recsys_core import config, data, models, rerank
from recsys_core.data.dataset import Dataset
from recsys_core.data.spaces import category_space, co_rating_space
from recsys_core.data.split import split_by_time
from recsys_core.data.taste import category_shares, taste_profile
from recsys_core.errors import SettingError
from recsys_core.explain.tables import history_table, list_table
from recsys_core.models.candidate_store import CandidateStore, scoring_code
from recsys_core.models.candidates import top_candidates
from recsys_core.models.checkpoint import check_data, find_checkpoint, read_card
from recsys_core.models.language_model import LanguageModelRecommender
from recsys_core.models.zero_shot import ZeroShot
from recsys_core.once import Once
from recsys_core.protocol import MeasurementProtocol
from recsys_core.rerank import Reranker, RerankInputs
from recsys_core.tradeoff.curve import TradeOff, measure_against
from recsys_core.tradeoff.evaluation import figures
from recsys_core.tradeoff.path import exact_paths
from recsys_core.tradeoff.price import Price
from recsys_core.tradeoff.resampling import Resampling
from recsys_core.tradeoff.scale import SliderScale
from recsys_core.tradeoff.yardstick import Yardstick
from recsys_core.types import Candidates, FloatArray, ItemSpace, Stage

logger = logging.getLogger(__name__)

LANGUAGE_MODEL = "language_model"
FALLBACK_MODEL = "ease"
ZERO_SHOT = "zero_shot"
COMPARED = ("popularity", "ease", "ease_recency", ZERO_SHOT, LANGUAGE_MODEL)
DEFAULT_RERANKER = "mmr"
LONGEST_LIST = (
    50  # ways to fill a list grow fast with its length: 50 items take gigabytes for a thousand people
)


class Workbench:
    """A data set, split and scored, ready to be tuned. Everything it returns is read-only and shared.

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
        self.checkpoint = checkpoint
        self.model = LANGUAGE_MODEL if checkpoint else FALLBACK_MODEL
        card = json.dumps(read_card(checkpoint), sort_keys=True) if checkpoint else ""
        described = repr((dataset.content, card, self.protocol))
        self.key = hashlib.sha256(described.encode()).hexdigest()[:16]
        shares = {"test_share": self.protocol.test_share, "valid_share": self.protocol.valid_share}
        self.split = split_by_time(dataset.interactions, **shares)
        self._once = Once()
        self._store = CandidateStore(config.cache_root() / "candidates")

    @classmethod
    def open(
        cls,
        name_or_path: str = "ml-100k",
        *,
        checkpoint: Path | None = None,
        columns: data.ColumnNames | None = None,
    ) -> Workbench:
        """Load a data set by name or path with its fine-tuned checkpoint, if one was made for it.

        Raises:
            DataError: the data cannot be read.
            CheckpointError: ``checkpoint`` was named and is damaged or made for other data.
        """
        dataset = data.load(name_or_path, columns=columns)
        if checkpoint is not None:
            check_data(checkpoint, dataset)
        return cls(dataset, checkpoint=checkpoint or find_checkpoint(dataset))

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

    # --- what is computed once ----------------------------------------------------------------------------

    def fitted(self, model: str | None = None, stage: Stage = "test") -> models.Recommender:
        """The model, fitted on the history of ``stage``."""
        model = self._known(model or self.model, self.model_names, "model")
        return self._once.get(("model", model, stage), lambda: self._fit(model, stage))

    def candidates(self, model: str | None = None, stage: Stage = "test") -> Candidates:
        """The model's best items for every user, what they already rated left out."""
        model = self._known(model or self.model, self.model_names, "model")
        self._known(stage, ["valid", "test"], "stage")
        parts = (self.key, model, stage, scoring_code())
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

    def trade_off(
        self,
        reranker: str = DEFAULT_RERANKER,
        *,
        model: str | None = None,
        space: str | None = None,
        stage: Stage = "test",
        k: int = 10,
    ) -> TradeOff:
        """Every list of every user at every λ, with every measure."""
        key = self._key(reranker, model=model, space=space, stage=stage, k=k)

        def make() -> TradeOff:
            paths = exact_paths(self.rerank_inputs(model, space, stage), self.rerankers[reranker], k)
            return measure_against(self.yardstick(stage), paths)

        return self._once.get(key, make)

    def scale(self, reranker: str = DEFAULT_RERANKER, **choice: Any) -> SliderScale:
        """The slider's unit for a trade-off: share of the variety that the reranker can reach."""
        return SliderScale(self.trade_off(reranker, **choice).curve)

    def price(self, reranker: str = DEFAULT_RERANKER, **choice: Any) -> Price:
        """What every setting costs against relevance only, with intervals."""
        return self._once.get(
            ("price", self._key(reranker, **choice)),
            lambda: Price(
                self.trade_off(reranker, **choice),
                n_resamples=self.protocol.n_resamples,
                seed=self.protocol.seed,
            ),
        )

    def evaluate(
        self, names: list[str] | None = None, *, report: Callable[[str], object] = lambda line: None
    ) -> dict[str, Any]:
        """Measure models on the test part, with nothing reranked.

        Args:
            names: models; by default the classics every claim is held against, and the language model
                before and after fine-tuning.
            report: is given one line before each model.

        Returns:
            The protocol, and by model every measure at 10 plus recall@50, each with its 95% interval.
        """
        resampling = Resampling(
            len(self.yardstick().evaluated), self.protocol.n_resamples, self.protocol.seed
        )
        measured = {}
        for name in names or [name for name in COMPARED if name in self.model_names]:
            report(f"measuring {name}")
            inputs = self.rerank_inputs(name, None, "test")
            found = figures(self.trade_off("none", model=name), resampling)
            long_lists = exact_paths(inputs, self.rerankers["none"], 50)
            found |= figures(measure_against(self.yardstick(), long_lists, only=["recall"]), resampling)
            measured[name] = {key: asdict(figure) for key, figure in found.items()}
        return {"protocol": self.protocol_card(), "models": measured}

    def protocol_card(self, model: str | None = None, stage: Stage = "test") -> dict[str, Any]:
        """Everything that must be known to read a figure, as JSON-able values."""
        return {
            "data": self.dataset.name,
            "fingerprint": self.dataset.fingerprint,
            "simulated": self.dataset.simulated,
            "users": len(self.dataset.user_ids),
            "items": len(self.dataset.item_ids),
            "interactions": len(self.dataset.interactions),
            "evaluated_users": len(self.yardstick(stage).evaluated),
            "model": model or self.model,
            "stage": stage,
            "positive": "rating level 4 or 5 of 5 in the target part",
            "variety_space": self.yardstick(stage).variety_space,
            **self.protocol.to_dict(),
        }

    # --- what one person sees -----------------------------------------------------------------------------

    def user_index(self, user_id: str) -> int:
        """The row of a user id.

        Raises:
            SettingError: nobody has this id.
        """
        found = np.flatnonzero(self.user_ids == str(user_id))
        if not len(found):
            raise SettingError(
                f"nobody in {self.dataset.title} has the id {user_id!r}; ids look like {self.user_ids[0]!r}"
            )
        return int(found[0])

    def history(self, user_id: str, stage: Stage = "test") -> pd.DataFrame:
        """What this user rated before ``stage``, latest first: title, year, categories, rating, when."""
        person = np.array([self.user_index(user_id)])
        return history_table(self.dataset, self.split.history(stage).of_users(person))

    def ranking(
        self, user_id: str, reranker: str = DEFAULT_RERANKER, *, lambda_: float, k: int = 10, **choice: Any
    ) -> pd.DataFrame:
        """One user's list at a setting, with each item's rank at relevance only (NA: it entered)."""
        if not 0.0 <= lambda_ <= 1.0:
            raise SettingError(f"lambda must be from 0 (relevance only) to 1 (diversity only), got {lambda_}")
        user = self.user_index(user_id)
        key = self._key(reranker, k=k, **choice)
        _, _, model, space, stage, _ = key
        measured: TradeOff | None = self._once.known(key)
        if measured is not None:
            row, paths = user, measured.paths
        else:  # one list does not need everybody's
            person = self.rerank_inputs(model, space, stage).of_users(np.array([user]))
            row, paths = 0, exact_paths(person, self.rerankers[reranker], k)
        candidates = self.candidates(model, stage)
        now, before = paths.at(lambda_)[row], paths.at(0.0)[row]
        return list_table(self.dataset, now, before, candidates.items[user], candidates.relevance[user])

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

    def _key(
        self,
        reranker: str,
        *,
        model: str | None = None,
        space: str | None = None,
        stage: Stage = "test",
        k: int = 10,
    ) -> tuple[Any, ...]:
        """What a trade-off is kept under, every default filled in and every name checked."""
        self._known(reranker, list(self.rerankers), "reranker")
        model = self._known(model or self.model, self.model_names, "model")
        space = self._known(space or self.space_names[0], self.space_names, "similarity space")
        self._known(stage, ["valid", "test"], "stage")
        if not 1 <= k <= LONGEST_LIST:
            raise SettingError(f"a list has from 1 to {LONGEST_LIST} items, got {k}")
        return ("trade_off", reranker, model, space, stage, k)

    @staticmethod
    def _known(name: str, names: list[str], what: str) -> str:
        if name not in names:
            raise SettingError(f"there is no {what} {name!r} for this data; choose one of {', '.join(names)}")
        return name
