"""The workbench's answers to "who loses, who gains, which items": computed once, shared by all callers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recsys_core.data.features import category_names, category_space
from recsys_core.decisions import examples, exposure, impact
from recsys_core.decisions.examples import Example
from recsys_core.decisions.exposure import ExposureChange, ItemGroups
from recsys_core.decisions.impact import GroupEffect, WorstOff
from recsys_core.decisions.segments import Segmentation, segmentations
from recsys_core.protocol import DEFAULT_K
from recsys_core.runtime.cache import KeyedCache
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray, IndexArray

if TYPE_CHECKING:
    from recsys_core.workbench.bench import Workbench

MOST_RESULTS = 64  # settings kept of each kind, the most recently used: a few numbers each
MOST_CREATORS = 20


class ImpactPart:
    """What a setting does to groups of users, to single users, and to groups of items."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._divisions, self._results = KeyedCache(), KeyedCache(MOST_RESULTS)

    def segmentations(self) -> list[Segmentation]:
        """Every way to divide the users of these data."""
        return self._divisions.get(
            "users", lambda: segmentations(self._bench.ground_truth(), self._bench.dataset.users)
        )

    def group_effects(self, reranker: str, lambda_: float, *, k: int = DEFAULT_K) -> list[GroupEffect]:
        """Effect of a setting on every group of users, the most certain loss first."""

        def compute() -> list[GroupEffect]:
            return impact.group_effects(self._bench.effects(reranker, k=k), self.segmentations(), lambda_)

        return self._results.get(("groups", reranker, lambda_, k, self._bench.level), compute)

    def everybody(self, reranker: str, lambda_: float, *, k: int = DEFAULT_K) -> Interval[float]:
        """Relative change of accuracy over all people, the figure and interval that limits are tested on.

        NaN where there is no accuracy at relevance only.
        """

        def compute() -> Interval[float]:
            found = self._bench.effects(reranker, k=k).of(f"{self._bench.accuracy}@{k}", lambda_)
            return found.relative[0]

        return self._results.get(("everybody", reranker, lambda_, k, self._bench.level), compute)

    def clearest_groups(
        self, reranker: str, lambda_: float, most: int, *, k: int = DEFAULT_K
    ) -> tuple[list[GroupEffect], list[GroupEffect]]:
        """``most`` groups: those that most clearly do badly, the worst first, and well, the best last."""
        return examples.clearest(self.group_effects(reranker, lambda_, k=k), most)

    def reported_groups(
        self, reranker: str, lambda_: float, most: int, *, k: int = DEFAULT_K
    ) -> list[GroupEffect]:
        """``most`` groups for a report, the largest loss first.

        Every group that certainly loses more than the rest takes precedence; then the most certain losses.
        """
        effects = self.group_effects(reranker, lambda_, k=k)
        listed = sorted(effects, key=lambda group: not group.is_worse)[:most]
        return sorted(listed, key=lambda group: group.accuracy_percent.value)

    def worst_off(self, reranker: str, lambda_: float, *, k: int = DEFAULT_K) -> WorstOff:
        """The users who lose most accuracy at a setting."""
        return impact.worst_off(self._bench.trade_off(reranker, k=k), lambda_)

    def examples(self, reranker: str, lambda_: float, *, k: int = DEFAULT_K) -> tuple[Example, ...]:
        """A typical person, a clear gainer and a clear loser, as far as there are any."""

        def compute() -> tuple[Example, ...]:
            return examples.examples(self._bench.trade_off(reranker, k=k), lambda_)

        return self._results.get(("examples", reranker, lambda_, k), compute)

    def n_liked_shown(
        self, users: IndexArray, reranker: str, lambda_: float, *, k: int = DEFAULT_K
    ) -> IndexArray:
        """(n,) how many items of each user's list at a setting they liked later."""
        return examples.n_liked_shown(self._bench.trade_off(reranker, k=k), users, lambda_)

    def moving_shares(
        self, reranker: str, lambdas: FloatArray, *, k: int = DEFAULT_K
    ) -> tuple[FloatArray, FloatArray]:
        """(n,) twice: shares of users who lose and who gain much accuracy at each setting."""
        return impact.moving_shares(self._bench.trade_off(reranker, k=k), lambdas)

    def items_changed(self, reranker: str, lambdas: FloatArray, *, k: int = DEFAULT_K) -> FloatArray:
        """(n,) how many items of a list are others than at relevance only, on average over users."""
        return impact.items_changed(self._bench.trade_off(reranker, k=k), lambdas)

    def item_groups(self) -> dict[str, ItemGroups]:
        """Every way to divide the catalogue that these data offer: popularity, category, creator."""
        return self._divisions.get("items", self._item_groups)

    def exposure_change(
        self, by: str, reranker: str, lambda_: float, *, k: int = DEFAULT_K
    ) -> ExposureChange:
        """Exposure of each group of items before and at a setting; ``by`` is a key of ``item_groups``."""

        def compute() -> ExposureChange:
            trade_off = self._bench.trade_off(reranker, k=k)
            protocol = self._bench.protocol
            return exposure.exposure_change(trade_off, self.item_groups()[by], lambda_, protocol=protocol)

        return self._results.get(("exposure", by, reranker, lambda_, k), compute)

    def _item_groups(self) -> dict[str, ItemGroups]:
        bench = self._bench
        groups = {}
        if bench.has_history:
            groups["popularity"] = exposure.popularity_deciles(bench.ground_truth().popularity)
        if bench.has_categories:
            names = tuple(category_names(bench.dataset))
            groups["category"] = exposure.category_groups(names, category_space(bench.dataset).vectors)
        creators = bench.dataset.items["creator"].fillna("").astype(str).to_numpy()
        if (creators != "").any():
            groups["creator"] = exposure.creator_groups(creators, most=MOST_CREATORS)
        return groups
