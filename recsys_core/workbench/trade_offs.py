"""Every trade-off of a data set, computed once, kept on disk and, as far as there is room, in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from recsys_core import config, models
from recsys_core.data.dataset import Dataset
from recsys_core.decisions.effects import Effects
from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import TradeOff, measure
from recsys_core.evaluation.memory import check_memory
from recsys_core.evaluation.paths import exact_paths
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.evaluation.trade_off_store import TradeOffStore
from recsys_core.messages import message
from recsys_core.metrics.registry import METRICS
from recsys_core.models.candidates import SCORING_VERSION
from recsys_core.protocol import DEFAULT_K, STANDARD, MeasurementProtocol
from recsys_core.runtime.cache import KeyedCache
from recsys_core.runtime.memory import BudgetedCache
from recsys_core.types import Stage
from recsys_core.workbench.sources import DEFAULT_RERANKER, Sources, check_name

LONGEST_LIST = 50  # the number of lists grows fast with k: 50 items take gigabytes for a thousand users


class Measured:
    """A trade-off with the effects that are computed from it; they leave memory together."""

    def __init__(self, trade_off: TradeOff) -> None:
        self.trade_off = trade_off
        self._effects = KeyedCache(2)  # levels: a claim may be declared meanwhile

    def effects(self, level: float) -> Effects:
        """What every setting changes against relevance only, with intervals of a level."""
        found: Effects = self._effects.get(level, lambda: Effects(self.trade_off, level=level))
        return found


class TradeOffs(Sources):
    """Sources, with every trade-off that they lead to."""

    def __init__(
        self, dataset: Dataset, *, checkpoint: Path | None, protocol: MeasurementProtocol = STANDARD
    ) -> None:
        super().__init__(dataset, checkpoint=checkpoint, protocol=protocol)
        self._trade_offs = BudgetedCache(size_of=lambda measured: measured.trade_off.n_bytes)
        self._kept = TradeOffStore(config.cache_root() / "trade_offs")

    def trade_off(
        self,
        reranker: str = DEFAULT_RERANKER,
        *,
        model: str | None = None,
        space: str | None = None,
        stage: Stage = "test",
        k: int = DEFAULT_K,
    ) -> TradeOff:
        """Every list of every user at every λ, with every metric."""
        return self._measured(reranker, model=model, space=space, stage=stage, k=k).trade_off

    def kept_trade_off(self, reranker: str = DEFAULT_RERANKER, **choice: Any) -> TradeOff | None:
        """The same if it has been computed and is still kept, else None."""
        measured = self._trade_offs.peek(self._key(reranker, **choice))
        return None if measured is None else measured.trade_off

    def is_storable(self, reranker: str, model: str | None = None) -> bool:
        """Whether all code that makes its lists and figures is this package's own.

        Only then is a change of that code noticed by what is stored on disk.
        """
        known = models.REGISTRY.get(model or self.model)
        functions = [spec.function for spec in METRICS.values()] + ([known] if known else [])
        own = all(one.__module__.startswith("recsys_core.") for one in functions)
        return own and self.rerankers[reranker].is_built_in

    def scale(self, reranker: str = DEFAULT_RERANKER, **choice: Any) -> SliderScale:
        """The slider's unit for a trade-off: share of the variety that the reranker can reach."""
        trade_off = self.trade_off(reranker, **choice)
        return SliderScale(trade_off.curve, f"ild@{trade_off.k}")

    def check_length(self, k: int) -> None:
        """Refuse lists that are too long to be measured.

        Raises:
            SettingError: ``k`` is less than 1 or more than ``LONGEST_LIST``.
        """
        if not 1 <= k <= LONGEST_LIST:
            raise SettingError(
                message(
                    "errors.list_from_items_got",
                    "a list has from 1 to {longest_list} items, got {k}",
                    longest_list=LONGEST_LIST,
                    k=k,
                )
            )

    # --- inside -------------------------------------------------------------------------------------------

    def _measured(self, reranker: str, **choice: Any) -> Measured:
        """A trade-off with its effects, from memory, from disk, or computed."""
        key = self._key(reranker, **choice)
        _, model, space, stage, k = key

        def compute() -> TradeOff:
            inputs, method = self.rerank_inputs(model, space, stage), self.rerankers[reranker]
            check_memory(inputs, method, k, len(METRICS))
            return measure(self.ground_truth(stage, model), exact_paths(inputs, method, k))

        def stored() -> TradeOff:
            if not self.is_storable(reranker, model):
                return compute()
            parts = (self.key, str(SCORING_VERSION), repr(self.rerankers[reranker].parameter), *map(str, key))
            return self._kept.get(parts, compute, self.rerankers[reranker], self.ground_truth(stage, model))

        found: Measured = self._trade_offs.get(key, lambda: Measured(stored()))
        return found

    def _key(
        self,
        reranker: str,
        *,
        model: str | None = None,
        space: str | None = None,
        stage: Stage = "test",
        k: int = DEFAULT_K,
    ) -> tuple[Any, ...]:
        """What a trade-off is filed under, with every default filled in and every name checked."""
        check_name(reranker, list(self.rerankers), "reranker")
        self.check_length(k)
        return (
            reranker,
            self._check_model(model),
            self._check_space(space),
            self._check_stage(stage),
            k,
        )
