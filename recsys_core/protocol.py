"""How everything is measured: one frozen set of numbers, shown one click from every figure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

DEFAULT_K = 10
"""Length of a list where none is named."""


@dataclass(frozen=True)
class MeasurementProtocol:
    """Split, candidates and resampling, the same for every model and reranker.

    Attributes:
        test_share: the last share of each user's interactions, measured at the end.
        valid_share: the share before it, where settings are chosen.
        n_candidates: items a model hands to the reranker, per user.
        n_resamples: bootstrap resamples over users, for the intervals that are made by resampling.
        seed: of the bootstrap.

    Raises:
        ValueError: the shares leave nothing to train on, or a count is below 1.
    """

    test_share: float = 0.2
    valid_share: float = 0.1
    n_candidates: int = 200
    n_resamples: int = 2000
    seed: int = 20261124

    def __post_init__(self) -> None:
        if not (0 < self.test_share < 1 and 0 < self.valid_share < 1 - self.test_share):
            raise ValueError(f"shares must be in (0, 1), got {self.test_share} and {self.valid_share}")
        if self.n_candidates < 1 or self.n_resamples < 1:
            raise ValueError("n_candidates and n_resamples must be at least 1")

    def to_dict(self) -> dict[str, Any]:
        """The protocol as JSON-able values."""
        return asdict(self)


STANDARD = MeasurementProtocol()
"""The protocol where none is named; the only place where these defaults are written down."""
