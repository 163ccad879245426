"""Models with methods side by side: what each gains within the limits, the most first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recsys_core.decisions.certificate import Certificate, certify
from recsys_core.decisions.figures import PositionFigures
from recsys_core.decisions.limits import Limits
from recsys_core.decisions.recommendation import NEVER_PROPOSED, Recommendation

Pair = tuple[str, str]
"""A model and a method."""


@dataclass(frozen=True, eq=False)
class Contender:
    """A model with a method within the limits, measured against relevance only with the model in use.

    Attributes:
        model: name.
        method: name of the reranker.
        validation: its positions on validation, which rank it.
        test: its positions on test, of the recommended pair alone: of any other they would be a second look
            at the same people.
    """

    model: str
    method: str
    validation: Certificate
    test: Certificate | None = None

    @property
    def pair(self) -> Pair:
        """Model and method."""
        return self.model, self.method

    @property
    def can_be_shipped(self) -> bool:
        """Whether it is a method to ship, and not a point of comparison."""
        return self.method not in NEVER_PROPOSED

    @property
    def gains(self) -> bool:
        """Whether it gains anything within the limits."""
        return self.validation.is_inside and self.validation.gain > 0


def contend(
    pair: Pair,
    figures: PositionFigures,
    limits: Limits,
    recommended: tuple[str, Recommendation] | None,
) -> Contender:
    """Test the positions of a pair on validation against the limits.

    Args:
        pair: model and method.
        figures: of the pair on validation.
        limits: see ``Limits``.
        recommended: for ``limits``, with the model that it is for; None while it is not known.

    Raises:
        SettingError: as ``certify``.
    """
    test = None
    if recommended is not None and pair == (recommended[0], recommended[1].method):
        test = recommended[1].certificate
    return Contender(*pair, certify(figures, limits), test)


def ranked(contenders: Iterable[Contender]) -> tuple[Contender, ...]:
    """The pairs by what they gain on validation within the limits, the most first; no test figure counts.

    Of equal gains the larger gain by the figures themselves comes first, then the pair named first.
    """
    return tuple(sorted(contenders, key=lambda each: each.validation.merit, reverse=True))
