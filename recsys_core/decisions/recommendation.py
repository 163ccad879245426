"""Which method to ship at which setting: validation proposes the method, test certifies its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.decisions.certificate import Certificate, certify
from recsys_core.decisions.figures import PositionFigures
from recsys_core.decisions.limits import Limits
from recsys_core.stats.interval import Interval

NEVER_PROPOSED = ("none", "random")
"""Points of comparison, not methods to ship."""


@dataclass(frozen=True, eq=False)
class Proposal:
    """What one method could reach on validation.

    Attributes:
        method: name of the reranker.
        certificate: its positions on validation.
    """

    method: str
    certificate: Certificate


@dataclass(frozen=True, eq=False)
class Recommendation:
    """The answer.

    Attributes:
        limits: the question.
        method: proposed by validation.
        certificate: the positions of that method on test. Its ``best`` is recommended; where that is 0,
            nothing beyond relevance only could be certified.
        proposals: every method on validation, the most gain first.
    """

    limits: Limits
    method: str
    certificate: Certificate
    proposals: tuple[Proposal, ...]

    @property
    def found(self) -> bool:
        """Whether any setting beyond relevance only is certified."""
        return self.certificate.lambda_ > 0

    def frame(self) -> pd.DataFrame:
        """The methods as validation ranks them, for a notebook.

        Returns:
            A row a method, the most gain first: the best ``position`` in [0, 100] within the limits, its
            ``lambda``, the objective's ``rise`` there as a share with its ends, and whether it is
            ``recommended``. Of the validation period; ``certificate.frame`` has the test period.
        """
        rows = {}
        for each in self.proposals:
            found = each.certificate
            rise = found.rise[found.best]
            rows[each.method] = {
                "position": 100 * found.position, "lambda": found.lambda_,
                "rise": rise.value, "rise low": rise.low, "rise high": rise.high,
                "recommended": each.method == self.method,
            }  # fmt: skip
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("method")

    def to_dict(self) -> dict[str, Any]:
        """The recommendation as JSON-able values; every figure is one that the certificate holds.

        ``gain`` is a share of the objective's start; ``rise`` is that with its interval, but of coverage in
        points, as the limits count it.
        """
        certificate, row = self.certificate, self.certificate.best
        positions, following = certificate.figures.positions, certificate.stretch + 1
        needed = certificate.users_needed[following] if following < len(positions) else np.inf
        return {
            "found": self.found,
            "method": self.method,
            "position": _percent(certificate.position),
            "lambda": certificate.lambda_,
            "cost": _finite(0.0 - float(certificate.figures.accuracy.value[row])),
            "worst_case": _finite(0.0 - float(certificate.figures.accuracy.low[row])),
            "gain": certificate.gain,
            "rise": _ends(certificate.rise[row]),
            "limits": self.limits.to_dict(),
            "level": certificate.figures.level,
            "users": certificate.figures.n_users,
            "guardrails": [
                {"name": guardrail.name, "group": guardrail.group, "limit": guardrail.limit}
                | _ends(guardrail.figure[row])
                for guardrail in certificate.guardrails
            ],
            "certified_stretch": {
                "position": _percent(float(positions[certificate.stretch])),
                "lambda": float(certificate.lambdas[certificate.stretch]),
                "ended_by": [guardrail.group or guardrail.name for guardrail in certificate.blockers],
                "users_for_the_next_position": int(np.ceil(needed)) if np.isfinite(needed) else None,
            },
            "not_protected": [
                {"group": one.name, "users": one.n_users, "has_accuracy": one.has_accuracy}
                for one in certificate.figures.left_out
            ],
            "methods_tried": [
                {
                    "method": each.method,
                    "gain": each.certificate.gain,
                    "rise": _ends(each.certificate.rise[each.certificate.best]),
                    "position": _percent(each.certificate.position),
                }
                for each in self.proposals
            ],
        }


def propose(validation: Mapping[str, PositionFigures], limits: Limits) -> tuple[Proposal, ...]:
    """Rank methods by what they gain on validation within the limits, the most first.

    Each method's positions are tested as they will be on test. Of equal gains, such as 0 where validation is
    too small to prove anything, the larger gain by the figures themselves comes first, then the method named
    first.

    Args:
        validation: figures by method, on the same users.
        limits: see ``Limits``.

    Raises:
        SettingError: as ``certify``.
        ValueError: there is no method.
    """
    found = [
        Proposal(method, certify(figures, limits))
        for method, figures in validation.items()
        if method not in NEVER_PROPOSED
    ]
    if not found:
        raise ValueError("there is no method to propose")
    return tuple(sorted(found, key=lambda each: each.certificate.merit, reverse=True))


def recommend(
    proposals: tuple[Proposal, ...], test: Callable[[str], PositionFigures], limits: Limits
) -> Recommendation:
    """Certify the proposed method on test.

    Only the first proposal is tested: to test the next one because the first fails would be a second chance,
    and the promise would no longer hold.

    Args:
        proposals: from ``propose``.
        test: figures of a method on test, with intervals of ``stats.fixed_sequence.claim_level``.
        limits: those of ``propose``.
    """
    method = proposals[0].method
    return Recommendation(limits, method, certify(test(method), limits), proposals)


def _ends(figure: Interval[float]) -> dict[str, float | None]:
    """A figure with both ends of its interval."""
    return {end: _finite(value) for end, value in figure.to_dict().items()}


def _finite(value: float) -> float | None:
    """None for what JSON cannot hold: there is no figure, or nothing bounds it."""
    return value if np.isfinite(value) else None


def _percent(position: float) -> float:
    """Of 100, without the rounding of a binary fraction."""
    return round(100 * position, 6)
