"""One problem in a data set: what was found, what was done about it, what it means for the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recsys_core.messages import Message

Severity = Literal["note", "warn", "stop"]
"""note: good to know; warn: read the figures with care or change a setting; stop: do not use the figures."""


@dataclass(frozen=True)
class Finding:
    """One problem, as cleaning and the health checks report it.

    Attributes:
        key: names the kind of problem, e.g. "duplicates".
        count: how many rows, items or users are affected; ``found`` says which.
        found: what was found.
        fix: what was done about it.
        consequence: what it means for the figures.
        severity: how bad it is.
        share: ``count`` as a share of all rows, items or users, in [0, 1]; None where that says nothing.
        examples: a few of the rows, items or users affected, as the source has them.
        figures: a figure with and without what is affected; None where it does not matter.
    """

    key: str
    count: int
    found: Message
    fix: Message
    consequence: Message
    severity: Severity = "note"
    share: float | None = None
    examples: tuple[str, ...] = ()
    figures: Message | None = None

    def to_dict(self) -> dict[str, object]:
        """Plain values in English, ready for JSON."""
        return {
            "what": self.key,
            "rows": self.count,
            "share": self.share,
            "severity": self.severity,
            "sentence": str(self.found),
            "fix": str(self.fix),
            "consequence": str(self.consequence),
            "figures": None if self.figures is None else str(self.figures),
            "examples": list(self.examples),
        }
