"""The one facade: a data set, its models and every trade-off, computed once and shared by all who ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recsys_core import data
from recsys_core.data.dataset import Dataset
from recsys_core.decisions.effects import Price
from recsys_core.decisions.explain.tables import history_table, list_table
from recsys_core.decisions.figures import figures
from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import TradeOff, measure_against
from recsys_core.evaluation.paths import exact_paths
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.models.language_model.checkpoint import check_data, find_checkpoint
from recsys_core.protocol import MeasurementProtocol
from recsys_core.runtime.cache import Once
from recsys_core.stats.bootstrap import Resampling
from recsys_core.types import Stage
from recsys_core.workbench.sources import FALLBACK_MODEL, LANGUAGE_MODEL, ZERO_SHOT, Ingredients

__all__ = ["DEFAULT_RERANKER", "FALLBACK_MODEL", "LANGUAGE_MODEL", "ZERO_SHOT", "Workbench"]

COMPARED = ("popularity", "ease", "ease_recency", ZERO_SHOT, LANGUAGE_MODEL)
DEFAULT_RERANKER = "mmr"
LONGEST_LIST = (
    50  # ways to fill a list grow fast with its length: 50 items take gigabytes for a thousand people
)
MOST_TRADE_OFFS = 24  # kept at a time, the most recently used: each is some 11 MB for a thousand people


class Workbench(Ingredients):
    """A data set, split and scored, ready to be tuned; attributes are those of Ingredients."""

    def __init__(
        self, dataset: Dataset, *, checkpoint: Path | None, protocol: MeasurementProtocol | None = None
    ) -> None:
        super().__init__(dataset, checkpoint=checkpoint, protocol=protocol)
        self._trade_offs, self._prices = Once(MOST_TRADE_OFFS), Once(MOST_TRADE_OFFS)

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

    # --- the trade-offs -----------------------------------------------------------------------------------

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

        return self._trade_offs.get(key, make)

    def scale(self, reranker: str = DEFAULT_RERANKER, **choice: Any) -> SliderScale:
        """The slider's unit for a trade-off: share of the variety that the reranker can reach."""
        return SliderScale(self.trade_off(reranker, **choice).curve)

    def price(self, reranker: str = DEFAULT_RERANKER, **choice: Any) -> Price:
        """What every setting costs against relevance only, with intervals."""
        return self._prices.get(
            self._key(reranker, **choice),
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
        _, model, space, stage, _ = key
        measured: TradeOff | None = self._trade_offs.known(key)
        if measured is not None:
            row, paths = user, measured.paths
        else:  # one list does not need everybody's
            person = self.rerank_inputs(model, space, stage).of_users(np.array([user]))
            row, paths = 0, exact_paths(person, self.rerankers[reranker], k)
        candidates = self.candidates(model, stage)
        now, before = paths.at(lambda_)[row], paths.at(0.0)[row]
        return list_table(self.dataset, now, before, candidates.items[user], candidates.relevance[user])

    # --- inside -------------------------------------------------------------------------------------------

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
        return (reranker, model, space, stage, k)
