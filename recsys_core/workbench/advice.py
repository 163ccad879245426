"""The workbench's advice: which setting to ship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recsys_core import config
from recsys_core.decisions.certificate import Certificate, certify
from recsys_core.decisions.effects import Effects
from recsys_core.decisions.figures import COARSE, PositionFigures, figures_of
from recsys_core.decisions.figures_store import FiguresStore
from recsys_core.decisions.limits import Limits
from recsys_core.decisions.protection import protection
from recsys_core.decisions.recommendation import (
    NEVER_PROPOSED,
    Proposal,
    Recommendation,
    propose,
    recommend,
)
from recsys_core.decisions.refusals import (
    no_accuracy,
    no_outcomes,
    nobody_protected,
    unknown_groups,
    unknown_objective,
)
from recsys_core.decisions.segments import Segmentation, segmentations
from recsys_core.evaluation.curves import TradeOff, measure
from recsys_core.evaluation.paths import exact_paths
from recsys_core.metrics.hits import hits
from recsys_core.models.candidates import SCORING_VERSION
from recsys_core.protocol import DEFAULT_K
from recsys_core.runtime.cache import KeyedCache
from recsys_core.types import Stage

if TYPE_CHECKING:
    from recsys_core.workbench.bench import Workbench

STAGES: tuple[Stage, ...] = ("valid", "test")
# kept at a time, the most recently used
MOST_FIGURES, MOST_VALIDATED, MOST_ANSWERS = 64, 256, 256


class AdvicePart:
    """Which method to ship at which setting: proposed on validation, certified on test."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._figures, self._answers = KeyedCache(MOST_FIGURES), KeyedCache(MOST_ANSWERS)
        self._validated = KeyedCache(MOST_VALIDATED)
        self._store = FiguresStore(config.cache_root() / "figures")

    def recommend(self, limits: Limits | None = None, *, k: int = DEFAULT_K) -> Recommendation:
        """The answer for ``limits``, the usual ones by default; takes seconds the first time.

        Raises:
            SettingError: no list at relevance only holds an item liked later, so there is no accuracy to
                limit; these data do not have what the limits name; or lists of this length are too long.
        """
        asked = limits or Limits()

        def compute() -> Recommendation:
            self._check_names(asked, k)
            proposals = self._propose(asked, k)
            return recommend(proposals, lambda method: self._on_test(method, asked, k), asked)

        return self._answers.get((asked, k, self._bench.level), compute)

    def check(self, limits: Limits, k: int) -> None:
        """Refuse a question that these data cannot answer, before anything is computed for it or declared.

        Raises:
            SettingError: these data do not have what the limits name; lists of this length are too long; or
                there is no accuracy to limit, of everybody or of any group, on validation or on test.
        """
        bench = self._bench
        self._check_names(limits, k)
        for stage in STAGES:
            truth = bench.ground_truth(stage)
            users, lists = truth.evaluated, bench.candidates(stage=stage).items[:, :k]
            found = hits(lists[users], users, truth.relevant_matrix).sum(axis=1)
            if not found.any():
                raise no_accuracy()
            if limits.group_by is not None:
                divided = self._divided(stage, limits.group_by)
                if not protection(divided, users, found).groups:
                    raise nobody_protected(limits.group_by)

    def _check_names(self, limits: Limits, k: int) -> None:
        """The part of ``check`` that looks at no list: what is computed for an answer finds out the rest."""
        self._bench.check_length(k)
        if not self._bench.has_outcomes:
            raise no_outcomes()
        if limits.objective not in self.objectives():
            raise unknown_objective(limits.objective, self.objectives())
        if limits.group_by is not None:
            self._divided("test", limits.group_by)

    def recommended(self, limits: Limits, *, k: int = DEFAULT_K) -> Recommendation | None:
        """The same if it has been computed, else None: for callers that must not wait."""
        return self._answers.peek((limits, k, self._bench.level))

    def is_at_hand(self, limits: Limits, *, k: int = DEFAULT_K) -> bool:
        """Whether every method has been measured on validation, so that ``recommend`` takes little time."""
        return all(
            self.validated(name, limits, k=k) is not None
            or (
                self._is_storable(limits.group_by, name)
                and self._store.holds(self._stored_under("valid", k, name, self._bench.model))
            )
            for name in self._methods
        )

    def certificate(self, reranker: str, limits: Limits, *, k: int = DEFAULT_K) -> Certificate:
        """Any method against the limits on test, by the same rule.

        It certifies only the method that ``recommend`` proposes; of others it is exploratory.

        Raises:
            SettingError: as ``recommend``.
        """
        return certify(self._on_test(reranker, limits, k), limits)

    def groupings(self) -> list[str]:
        """By what people can be divided for a limit on groups."""
        return [division.by for division in self._bench.impact.segmentations()]

    def objectives(self) -> list[str]:
        """What can be raised: variety, variety in the other item spaces, coverage."""
        return ["ild", *(f"ild_{space}" for space in self._bench.space_names[1:]), "coverage"]

    def figures(self, reranker: str, *, k: int = DEFAULT_K) -> PositionFigures:
        """What limits speak of, at every position of a method on test: what is shown is what is tested."""
        return self._on_test(reranker, Limits(), k)

    def on_validation(
        self, reranker: str, limits: Limits, *, k: int = DEFAULT_K, model: str | None = None
    ) -> PositionFigures:
        """What ``limits`` speak of, at some positions of a method on validation; takes seconds at first.

        Everything is measured against relevance only with the workbench's own model.

        Args:
            reranker: the method.
            limits: decide only by what people are divided.
            k: list length.
            model: whose candidates are reranked, the workbench's own by default.

        Raises:
            SettingError: people cannot be divided by what the limits name.
        """
        bench, by = self._bench, limits.group_by
        model = model or bench.model

        def compute() -> PositionFigures:
            divided = self._divided("valid", by) if by else None
            trade_off = self._lean(reranker, model, k)
            # By its own scores alone a system cannot be compared with another.
            alone = model == bench.model or not bench.has_outcomes
            against = trade_off if alone else self._reference(k)
            return figures_of(Effects(trade_off, against=against), n=COARSE, divided=divided)

        def kept() -> PositionFigures:
            if not self._is_storable(by, reranker):
                return compute()
            key = self._stored_under("valid", k, reranker, model)
            return self._store.get(key, lambda: {reranker: compute()})[reranker]

        found: PositionFigures = self._validated.get((model, reranker, by, k), kept)
        return found

    def validated(
        self, reranker: str, limits: Limits, *, k: int = DEFAULT_K, model: str | None = None
    ) -> PositionFigures | None:
        """The same if it has been computed, else None: for callers that must not wait."""
        return self._validated.peek((model or self._bench.model, reranker, limits.group_by, k))

    def _on_test(self, reranker: str, limits: Limits, k: int) -> PositionFigures:
        by, level = limits.group_by, self._bench.level  # read once: a claim may be declared meanwhile

        def compute() -> PositionFigures:
            divided = self._divided("test", by) if by else None
            return figures_of(self._bench.effects(reranker, k=k), level=level, divided=divided)

        def kept() -> PositionFigures:
            if not self._is_storable(by, reranker):
                return compute()
            key = (*self._stored_under("test", k, reranker, self._bench.model), repr(level))
            return self._store.get(key, lambda: {reranker: compute()})[reranker]

        return self._figures.get(("test", reranker, by, k, level), kept)

    def _propose(self, limits: Limits, k: int) -> tuple[Proposal, ...]:
        return propose({name: self.on_validation(name, limits, k=k) for name in self._methods}, limits)

    @property
    def _methods(self) -> list[str]:
        return [name for name in self._bench.rerankers if name not in NEVER_PROPOSED]

    def _divided(self, stage: Stage, by: str) -> Segmentation:
        bench = self._bench
        if stage == "test":
            return _named(bench.impact.segmentations(), by)
        return _named(segmentations(bench.ground_truth(stage), bench.dataset.users), by)

    def _is_storable(self, by: str | None, reranker: str) -> bool:
        return by is None and self._bench.is_storable(reranker)

    def _stored_under(self, stage: Stage, k: int, reranker: str, model: str) -> tuple[str, ...]:
        bench = self._bench
        return (bench.key, bench.model, model, stage, str(k), str(SCORING_VERSION), reranker)

    def _reference(self, k: int) -> TradeOff:
        """Relevance only with the workbench's own model on validation."""
        return self._validated.get(("reference", k), lambda: self._lean("none", self._bench.model, k))

    def _lean(self, reranker: str, model: str, k: int) -> TradeOff:
        """A trade-off on validation with no more metrics than figures need; not kept, lists take memory."""
        bench = self._bench
        paths = exact_paths(bench.rerank_inputs(model, stage="valid"), bench.rerankers[reranker], k)
        ground_truth = bench.ground_truth("valid", model)
        return measure(ground_truth, paths, only=[bench.accuracy, *self.objectives()])


def _named(divisions: list[Segmentation], by: str) -> Segmentation:
    for division in divisions:
        if division.by == by:
            return division
    raise unknown_groups(by, (division.by for division in divisions))
