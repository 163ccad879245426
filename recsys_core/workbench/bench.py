"""The one facade: a data set, its models and every trade-off, computed once and shared by all callers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recsys_core import data
from recsys_core.data.candidates.dataset import ScoredDataset
from recsys_core.data.dataset import Dataset
from recsys_core.data.meaning import Meaning
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.data.split_rule import SplitRule
from recsys_core.decisions.effects import Effects
from recsys_core.decisions.explain.tables import history_table, list_table
from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import measure
from recsys_core.evaluation.intervals import metric_intervals
from recsys_core.evaluation.paths import exact_paths
from recsys_core.messages import message
from recsys_core.models.language_model.checkpoint import find_checkpoint
from recsys_core.models.sizes import (
    DENSE_MODELS,
    LARGE_CATALOGUE_MODEL,
    default_model,
)
from recsys_core.protocol import DEFAULT_K, STANDARD, MeasurementProtocol
from recsys_core.stats.bootstrap import Resampling
from recsys_core.types import Stage
from recsys_core.workbench.advice import AdvicePart
from recsys_core.workbench.claims import ClaimsPart
from recsys_core.workbench.comparison import ComparisonPart
from recsys_core.workbench.fronts import FrontsPart
from recsys_core.workbench.impact import ImpactPart
from recsys_core.workbench.people import PeoplePart
from recsys_core.workbench.rules import RulesPart
from recsys_core.workbench.sources import DEFAULT_RERANKER, LANGUAGE_MODEL, ZERO_SHOT
from recsys_core.workbench.trade_offs import TradeOffs
from recsys_core.workbench.transfer import TransferPart

COMPARED = ("popularity", "ease", "ease_recency", ZERO_SHOT, LANGUAGE_MODEL)


class Workbench(TradeOffs):
    """A data set, split and scored, ready to be tuned.

    Attributes:
        claims: the questions that share the test period.
        advice: which setting to ship.
        comparison: models and rerankers side by side, computed in the background.
        fronts: models and rerankers compared, and personalised settings.
        impact: groups of users, the users worst off, and items' exposure.
        people: single users' lists with their reasons, and people who are not in the data.
        rules: rules that every list must keep, and what each costs.
        transfer: whether variety exists in other item spaces too.
    """

    def __init__(
        self, dataset: Dataset, *, checkpoint: Path | None, protocol: MeasurementProtocol = STANDARD
    ) -> None:
        super().__init__(dataset, checkpoint=checkpoint, protocol=protocol)
        self.claims = ClaimsPart(self)
        self.advice = AdvicePart(self)
        self.comparison = ComparisonPart(self)
        self.fronts = FrontsPart(self)
        self.impact = ImpactPart(self)
        self.people = PeoplePart(self)
        self.rules = RulesPart(self)
        self.transfer = TransferPart(self)

    @classmethod
    def open(
        cls,
        name_or_path: str = "ml-100k",
        *,
        checkpoint: Path | None = None,
        columns: data.ColumnNames | None = None,
        split: SplitRule | None = None,
        text: TextFormat | None = None,
        meaning: Meaning | None = None,
    ) -> Workbench:
        """Load a data set by name or path with its fine-tuned checkpoint, if there is one; see ``data.load``.

        Raises:
            DataError: the data cannot be read.
            CheckpointError: ``checkpoint`` was named and is damaged or was trained on other data.
        """
        dataset = data.load(name_or_path, columns=columns, split=split, text=text, meaning=meaning)
        if isinstance(dataset, ScoredDataset):
            from recsys_core.workbench.scored import ScoredWorkbench  # which stands on this class

            return ScoredWorkbench.over(dataset, checkpoint)
        return cls(dataset, checkpoint=checkpoint or find_checkpoint(dataset))

    @property
    def compared(self) -> list[str]:
        """Models that are measured where none is named."""
        fitting = {default_model(len(self.dataset.item_ids)), *COMPARED}
        if self.has_large_catalogue:
            fitting -= set(DENSE_MODELS)
        return [name for name in (*COMPARED, LARGE_CATALOGUE_MODEL) if name in fitting & {*self.model_names}]

    @property
    def level(self) -> float:
        """Of the intervals of every difference between settings, see ``claims``."""
        return self.claims.level

    def effects(self, reranker: str = DEFAULT_RERANKER, **choice: Any) -> Effects:
        """What every setting changes against relevance only, with intervals."""
        return self._measured(reranker, **choice).effects(self.level)

    def evaluate(
        self, names: list[str] | None = None, *, report: Callable[[str], object] = lambda line: None
    ) -> dict[str, Any]:
        """Measure models on the test part, without reranking.

        Args:
            names: models; by default the classics that every claim is compared with, and the language model
                before and after fine-tuning.
            report: called with one line before each model.

        Returns:
            The protocol, and by model every metric at 10 plus recall@50, each with its 95% interval.
        """
        measured = {}
        for name in names or self.compared:
            report(f"measuring {name}")
            inputs, ground_truth = self.rerank_inputs(name), self.ground_truth(model=name)
            resampling = Resampling.under(self.protocol, len(ground_truth.evaluated))
            figures = metric_intervals(self.trade_off("none", model=name), resampling)
            if self.has_outcomes:
                long_lists = exact_paths(inputs, self.rerankers["none"], 50)
                figures |= metric_intervals(measure(ground_truth, long_lists, only=["recall"]), resampling)
            measured[name] = {key: figure.to_dict() for key, figure in figures.items()}
        return {"protocol": self.protocol_card(), "models": measured}

    def protocol_card(self, model: str | None = None, stage: Stage = "test") -> dict[str, Any]:
        """Everything needed to interpret a figure, as JSON-able values."""
        return {
            "data": self.dataset.name,
            "fingerprint": self.dataset.fingerprint,
            "simulated": self.dataset.simulated,
            "users": len(self.dataset.user_ids),
            "items": len(self.dataset.item_ids),
            "interactions": len(self.dataset.interactions),
            "evaluated_users": len(self.ground_truth(stage).evaluated),
            "model": model or self.model,
            "stage": stage,
            "positive": "rating level 4 or 5 of 5 in the target part",
            "variety_space": self.ground_truth(stage).variety_space,
            **self.protocol.to_dict(),
            # Absent: per person in time. So it was in records made before there was a choice.
            **({} if self.dataset.split_rule.is_usual else {"split": self.dataset.split_rule.to_dict()}),
            # Absent: nobody said how the files are to be read.
            **({"reading": said} if (said := self.dataset.reading.settings.to_dict()) else {}),
        }

    # --- one user -----------------------------------------------------------------------------------------

    def history(self, user_id: str, stage: Stage = "test") -> pd.DataFrame:
        """What a user rated before ``stage``, latest first: title, year, categories, rating, time."""
        user = np.array([self.user_index(user_id)])
        return history_table(self.dataset, self.split.history(stage).of_users(user))

    def ranking(
        self,
        user_id: str,
        reranker: str = DEFAULT_RERANKER,
        *,
        lambda_: float,
        k: int = DEFAULT_K,
        **choice: Any,
    ) -> pd.DataFrame:
        """A user's list at a setting, with each item's rank at relevance only (NA: it was not shown)."""
        if not 0.0 <= lambda_ <= 1.0:
            raise SettingError(
                message(
                    "errors.lambda_must_from_relevance",
                    "lambda must be from 0 (relevance only) to 1 (diversity only), got {lambda_}",
                    lambda_=lambda_,
                )
            )
        user = self.user_index(user_id)
        _, model, space, stage, _ = self._key(reranker, k=k, **choice)
        measured = self.kept_trade_off(reranker, k=k, **choice)
        if measured is not None:
            path = measured.paths.of_user(user)
        else:  # one list does not need those of all users
            inputs = self.rerank_inputs(model, space, stage).of_users(np.array([user]))
            path = exact_paths(inputs, self.rerankers[reranker], k).of_user(0)
        candidates = self.candidates(model, stage)
        now, before = path.at(lambda_), path.at(0.0)
        return list_table(self.dataset, now, before, candidates.items[user], candidates.relevance[user])
