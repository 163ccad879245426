"""The verdict on every position of the slider, as the tiles, the sentence and the memo need it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np

from recsys_core.errors import RecsysError
from recsys_core.types import FloatArray, IndexArray
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.session import shared, words_of
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.group_names import full_name
from recsys_core.ui.widgets.limit_texts import ends_text, left_out_text, nothing_text
from recsys_core.ui.widgets.slider.measure import GRID
from recsys_core.ui.widgets.slider.payload import compact, steps
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Certificate, Guardrail, Limits, Recommendation


@dataclass(frozen=True, eq=False)
class Limit:
    """One limit with what must not lie beyond it at each position, both as positive shares.

    Attributes:
        name: "accuracy", "coverage", "worse_off" or "group".
        limit: the most that is allowed.
        bound: (GRID,) the bad end of the interval: of groups, that of the group nearest to its limit.
        inside: (GRID,) whether the bad end is inside the limit.
        best: (GRID,) the good end of the same interval.
        groups: names of groups, if it is a limit on groups.
        which: (GRID,) position in ``groups``.
    """

    name: str
    limit: float
    bound: FloatArray
    inside: np.ndarray
    best: FloatArray
    groups: tuple[str, ...] = ()
    which: IndexArray | None = None

    def fails(self, row: int) -> bool:
        """Whether the limit is not proven to hold at a position."""
        return not self.inside[row]

    @property
    def outside(self) -> np.ndarray:
        """(GRID,) whether even the good end lies beyond the limit."""
        return np.logical_and(self.best > self.limit, ~self.inside)

    def group(self, row: int) -> str:
        """Name of the group that ``bound`` speaks of, "" where it speaks of everybody."""
        return "" if self.which is None else self.groups[int(self.which[row])]


@dataclass(frozen=True, eq=False)
class Verdicts:
    """Which positions of one method are recommended, inside the limits, or not proven inside.

    Attributes:
        found: the recommendation for these limits.
        reranker: whose positions these are.
        stretch: the last row that is proven to stay inside.
        needed: (GRID,) people who would prove everything up to each row; infinite where no number would.
        guardrails: every limit.
        explored: a sentence where this is not the claim that was declared, else "".
        n_methods: methods that were compared.
        nothing: what is said at relevance only where nothing beyond it is proven, else "".
        ends: what ends the stretch, in a sentence; "" where it reaches the end of the slider.
        left_out: a sentence on people whom a limit on groups does not protect, else "".
        is_declared: whether the limits were declared, so that what is recommended for them is certified.
    """

    found: Recommendation
    reranker: str
    stretch: int
    needed: FloatArray
    guardrails: tuple[Limit, ...]
    explored: str
    n_methods: int
    nothing: str = ""
    ends: str = ""
    left_out: str = ""
    is_declared: bool = True

    @property
    def is_proposed(self) -> bool:
        """Whether this is the method that the validation period proposes."""
        return self.found.method == self.reranker

    def state(self, row: int, lambda_: float) -> str:
        """The state of a position: "recommended", "inside" or "unproven"."""
        is_of_method = self.is_proposed or not self.found.found  # relevance only is the same for all
        if is_of_method and lambda_ == self.found.certificate.lambda_:
            return "recommended"
        return "inside" if row <= self.stretch else "unproven"

    def payload(self) -> dict[str, Any]:
        """The component's ``verdict``."""
        best = self.found.certificate
        return {
            "stretch": self.stretch,
            "best": {"t": best.position, "lambda": best.lambda_}
            if self.is_proposed or not self.found.found
            else None,
            "nothing": self.nothing,
            "methods": self.n_methods,
            "explored": self.explored,
            "ends": self.ends,
            "left_out": self.left_out,
            "needed": steps(np.where(np.isfinite(self.needed), self.needed, -1.0)),
            "guardrails": [
                {
                    "name": limit.name,
                    "limit": limit.limit,
                    "bound": steps(limit.bound),
                    "best": steps(limit.best),
                    "inside": limit.inside.astype(int).tolist(),
                    "outside": limit.outside.astype(int).tolist(),
                    "groups": list(limit.groups),
                    "which": [] if limit.which is None else limit.which.tolist(),
                }
                for limit in self.guardrails
            ],
        }


def computed(bench: Workbench, choice: Choice) -> Verdicts | None:
    """The verdicts if the recommendation has been computed, else None: drawing must not wait for it."""
    return compute(bench, choice) if bench.advice.recommended(choice.limits, k=choice.k) else None


def compute(bench: Workbench, choice: Choice) -> Verdicts | None:
    """The verdicts; takes seconds the first time. None where the question has no answer, see ``refusal``."""
    try:
        # Also where the verdicts are known, for data that were opened again: ``computed`` asks for it.
        bench.advice.recommend(choice.limits, k=choice.k)
        claims, undeclared = bench.claims, ""
        if not claims.is_declared(choice.limits, choice.k):
            undeclared = "limits" if claims.is_known else "unread"
        return _verdicts(bench, choice.reranker, choice.limits, choice.k, choice.lang, undeclared)
    except RecsysError as error:
        _refused(bench, choice.limits, choice.k).append(error)
        return None


def refusal(bench: Workbench, choice: Choice, words: Words) -> str:
    """Why ``compute`` found no answer; "" where it found one or was not asked."""
    errors = _refused(bench, choice.limits, choice.k)
    return words.error(errors[-1]) if errors else ""


@shared(max_size=256)
def _refused(bench: Workbench, limits: Limits, k: int) -> deque[RecsysError]:
    return deque(maxlen=1)


def is_judged(bench: Workbench, choice: Choice) -> bool:
    """Whether there is any accuracy to limit: if not, nothing is ever judged."""
    if not bench.has_outcomes:
        return False
    return not np.isnan(bench.advice.figures(choice.reranker, k=choice.k).accuracy.value[0])


@shared(max_size=256)
def _verdicts(
    bench: Workbench, reranker: str, limits: Limits, k: int, language: str, undeclared: str
) -> Verdicts:
    words, found = words_of(bench, language), bench.advice.recommend(limits, k=k)
    certificate = bench.advice.certificate(reranker, limits, k=k)
    explored = ""
    if undeclared:
        explored = words(f"slider.explored_{undeclared}")
    elif reranker != found.method:
        explored = words("slider.explored_method")
    return Verdicts(
        found,
        reranker,
        certificate.stretch,
        certificate.users_needed,
        tuple(_limits(certificate, limits, words)),
        explored,
        len(found.proposals),
        nothing_text(found, bench, words),
        ends_text(certificate, limits, words),
        left_out_text(certificate, limits, words),
        not undeclared,
    )


def _limits(certificate: Certificate, limits: Limits, words: Words) -> list[Limit]:
    single = [one for one in certificate.guardrails if one.name != "group"]
    found = [Limit(one.name, abs(one.limit), _loss(one), one.inside, _loss(one, good=True)) for one in single]
    groups = [one for one in certificate.guardrails if one.name == "group"]
    if groups:
        bounds, ends = (np.stack([_loss(one, good=good) for one in groups]) for good in (False, True))
        which, rows = certificate.nearest_group, np.arange(GRID)
        names = tuple(full_name(limits.group_by or "", one.group, words) for one in groups)
        found.append(
            Limit(
                "group",
                abs(groups[0].limit),
                bounds[which, rows],
                np.logical_and.reduce([one.inside for one in groups]),
                ends[which, rows],
                names,
                which,
            )
        )
    return found


def _loss(guardrail: Guardrail, *, good: bool = False) -> FloatArray:
    """The bad end, or the good one, as a positive share."""
    if guardrail.name == "worse_off":
        return guardrail.figure.low if good else guardrail.bound
    return -guardrail.figure.high if good else -guardrail.bound


def payload_json(verdicts: Verdicts | None) -> bytes:
    """The component's ``verdict``, ready to send."""
    return compact(None if verdicts is None else verdicts.payload()).encode()
