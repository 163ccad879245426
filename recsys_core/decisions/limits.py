"""What a setting may cost at most, and what it should raise: the question that a recommendation answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from recsys_core.errors import SettingError
from recsys_core.messages import message

ACCURACY_LOSS, COVERAGE_FALL = 0.02, 0.02
"""The limits where nobody names any: 2% of accuracy, 2 points of the catalogue."""

_TOLD = {
    "accuracy_loss": message("limits.name_accuracy_loss", "the loss of accuracy"),
    "coverage_fall": message("limits.name_coverage_fall", "the fall of the catalogue shown"),
    "worse_off": message("limits.name_worse_off", "the share of people noticeably worse off"),
    "group_loss": message("limits.name_group_loss", "the loss of a group"),
}


@dataclass(frozen=True)
class Limits:
    """Limits that a setting must stay inside with certainty, and what is maximised within them.

    Attributes:
        accuracy_loss: share of accuracy that may be lost, in (0, 1).
        coverage_fall: how much less of the catalogue may be shown, as a share of the catalogue (0.02 is two
            points); None sets no limit.
        worse_off: share of people who may be noticeably worse off; None sets no limit.
        group_by: by what people are divided for ``group_loss``, a name of ``segments.segmentations``.
        group_loss: share of its own accuracy that each of these groups may lose; None sets no limit.
        objective: name of the metric to raise: ``ild`` (variety), a variant of it, or ``coverage``.

    Raises:
        SettingError: a limit is not a share, or a group's limit names no groups.
    """

    accuracy_loss: float = ACCURACY_LOSS
    coverage_fall: float | None = COVERAGE_FALL
    worse_off: float | None = None
    group_by: str | None = None
    group_loss: float | None = None
    objective: str = "ild"

    def __post_init__(self) -> None:
        for name, told in _TOLD.items():
            value = getattr(self, name)
            if (value is None and name == "accuracy_loss") or (value is not None and not 0 < value < 1):
                raise SettingError(
                    message(
                        "limits.not_a_share",
                        "The limit on {name} must lie between 0% and 100%, got {value}.",
                        name=told,
                        value="-" if value is None else f"{value * 100:.6g}%",
                    )
                )
        if (self.group_by is None) != (self.group_loss is None):
            raise SettingError(
                message(
                    "limits.half_a_group_limit",
                    "A limit for groups needs both: by what people are divided, and how much a group may "
                    "lose.",
                )
            )

    def to_dict(self) -> dict[str, Any]:
        """The limits as JSON-able values."""
        return asdict(self)
