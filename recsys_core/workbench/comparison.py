"""The workbench's comparison of models and methods, computed in the background as its parts are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recsys_core.decisions.comparison import Contender, Pair, contend, ranked
from recsys_core.decisions.figures import PositionFigures
from recsys_core.decisions.front import Front
from recsys_core.decisions.limits import Limits
from recsys_core.decisions.personalised import Personalisation
from recsys_core.decisions.recommendation import Recommendation
from recsys_core.errors import SettingError
from recsys_core.protocol import DEFAULT_K
from recsys_core.runtime.background import Answer, Background

if TYPE_CHECKING:
    from recsys_core.workbench.bench import Workbench


@dataclass(frozen=True, eq=False)
class Comparison:
    """What is known so far of the pairs that are compared.

    Attributes:
        contenders: each pair within the limits on validation, in the order asked for.
        fronts: each pair on test.
        recommended: for the limits.
        personalised: a setting for each user with the reranker in use.
        is_declared: whether the limits and the length are a claim, so that test certifies anything.
    """

    contenders: dict[Pair, Answer[Contender]]
    fronts: dict[Pair, Answer[Front]]
    recommended: Answer[Recommendation]
    personalised: Answer[Personalisation]
    is_declared: bool

    @property
    def ranked(self) -> tuple[Contender, ...]:
        """The pairs that are measured, the most gain within the limits first."""
        return ranked(each.value for each in self.contenders.values() if each.value is not None)

    @property
    def leader(self) -> Contender | None:
        """The first of them that can be shipped and gains anything."""
        able = (each for each in self.ranked if each.can_be_shipped and each.gains)
        return next(able, None)

    @property
    def answers(self) -> tuple[Answer[Any], ...]:
        """Every task."""
        return (*self.contenders.values(), self.recommended, *self.fronts.values(), self.personalised)

    @property
    def n_pending(self) -> int:
        """Tasks that wait or run."""
        return sum(each.pending for each in self.answers)


class ComparisonPart:
    """Pairs of a model and a method, each measured once in the background."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._background = Background()

    def look(self, pairs: Sequence[Pair], limits: Limits, reranker: str, *, k: int = DEFAULT_K) -> Comparison:
        """What is known of ``pairs``; starts to compute what is not, and never waits for it.

        What ranks the pairs comes first, then the recommendation, their fronts, and a setting for each user.

        Args:
            pairs: models with methods.
            limits: see ``Limits``.
            reranker: the one in use, for a setting for each user.
            k: list length.
        """
        bench, ask = self._bench, self._background.look
        advice, fronts = bench.advice, bench.fronts

        def figures(model: str, method: str) -> Answer[PositionFigures]:
            return ask(
                ("figures", model, method, limits.group_by, k),
                lambda: advice.validated(method, limits, k=k, model=model),
                lambda: advice.on_validation(method, limits, k=k, model=model),
            )

        def front(model: str, method: str) -> Answer[Front]:
            return ask(
                ("front", model, method, k),
                lambda: fronts.computed(model, method, k=k),
                lambda: fronts.front(model, method, k=k),
            )

        measured = {pair: figures(*pair) for pair in pairs}
        recommended = ask(
            ("recommended", limits, k, bench.level),
            lambda: advice.recommended(limits, k=k),
            lambda: advice.recommend(limits, k=k),
        )
        drawn = {pair: front(*pair) for pair in pairs}
        personalised = ask(
            ("personalised", reranker, k),
            lambda: fronts.personalised_if_computed(reranker, k=k),
            lambda: fronts.personalised(reranker, k=k),
        )
        found = {pair: self._contend(pair, each, limits, recommended) for pair, each in measured.items()}
        declared = bench.claims.is_declared(limits, k)
        return Comparison(found, drawn, recommended, personalised, declared)

    def retry(self) -> None:
        """Forget every error, so that the next look tries again."""
        self._background.forget_errors()

    def wait(self) -> None:
        """Block until everything that was started has ended."""
        self._background.wait()

    def _contend(
        self,
        pair: Pair,
        figures: Answer[PositionFigures],
        limits: Limits,
        recommended: Answer[Recommendation],
    ) -> Answer[Contender]:
        if figures.value is None:
            return Answer(None, figures.error, figures.number)
        known = None if recommended.value is None else (self._bench.model, recommended.value)
        try:
            return Answer(contend(pair, figures.value, limits, known))
        except SettingError as error:
            return Answer(error=error)
