"""The workbench's comparison of models and rerankers, and of personalised settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recsys_core.decisions import front
from recsys_core.decisions.front import Front, Standing
from recsys_core.decisions.personalised import Personalisation, personalise
from recsys_core.evaluation.curves import measure
from recsys_core.evaluation.paths import exact_paths
from recsys_core.protocol import DEFAULT_K
from recsys_core.runtime.cache import KeyedCache
from recsys_core.stats.bootstrap import Resampling

if TYPE_CHECKING:
    from recsys_core.workbench.bench import Workbench

POINTS = 51
MOST_FRONTS, MOST_PERSONALISED = 256, 32  # kept at a time, the most recently used; a front is some 40 kB


class FrontsPart:
    """Fronts of accuracy against variety on test."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._fronts, self._personalised = KeyedCache(MOST_FRONTS), KeyedCache(MOST_PERSONALISED)

    def front(self, model: str, reranker: str, *, k: int = DEFAULT_K) -> Front:
        """The front of one model with one reranker; no lists are kept: those of nine pairs take memory."""
        bench = self._bench

        def compute() -> Front:
            trade_off = bench.kept_trade_off(reranker, model=model, k=k)
            if trade_off is None:
                paths = exact_paths(bench.rerank_inputs(model), bench.rerankers[reranker], k)
                trade_off = measure(bench.ground_truth(model=model), paths, only=[bench.accuracy, "ild"])
            resampling = Resampling.under(bench.protocol, len(trade_off.users))
            return front.front(trade_off, model, reranker, resampling, POINTS)

        return self._fronts.get((model, reranker, k), compute)

    def computed(self, model: str, reranker: str, *, k: int = DEFAULT_K) -> Front | None:
        """The same if it has been computed, else None: for callers that must not wait."""
        return self._fronts.peek((model, reranker, k))

    def standings(self, fronts: Sequence[Front]) -> list[Standing]:
        """How each front compares with the others."""
        return front.standings(fronts)

    def personalised(self, reranker: str, *, k: int = DEFAULT_K) -> Personalisation:
        """A setting for each user beside one for all; histories are used on validation only."""

        def compute() -> Personalisation:
            bench = self._bench
            validation, test = (bench.trade_off(reranker, k=k, stage=stage) for stage in ("valid", "test"))
            return personalise(validation, test, bench.rerank_inputs().profile, bench.protocol)

        return self._personalised.get((reranker, k), compute)

    def personalised_if_computed(self, reranker: str, *, k: int = DEFAULT_K) -> Personalisation | None:
        """The same if it has been computed, else None: for callers that must not wait."""
        return self._personalised.peek((reranker, k))
