"""One problem in a data set: what was found, what was done about it, what it means for the figures."""

from __future__ import annotations

from dataclasses import dataclass

from recsys_core.messages import Message


@dataclass(frozen=True)
class Finding:
    """One problem, as cleaning and the health checks report it.

    Attributes:
        key: names the kind of problem, e.g. "duplicates".
        count: how many rows, items or users are affected; ``found`` says which.
        found: what was found.
        fix: what was done about it.
        consequence: what it means for the figures.
    """

    key: str
    count: int
    found: Message
    fix: Message
    consequence: Message

    def to_dict(self) -> dict[str, object]:
        """Plain values in English, ready for JSON."""
        return {
            "what": self.key,
            "rows": self.count,
            "sentence": str(self.found),
            "fix": str(self.fix),
            "consequence": str(self.consequence),
        }
