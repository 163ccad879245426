"""What the values of a user's own file mean, where the values alone do not say it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from recsys_core.errors import DataError
from recsys_core.messages import message

TimeUnit = Literal["s", "ms", "us", "ns", "days", "yyyymmdd", "order"]
TIME_UNITS: tuple[TimeUnit, ...] = ("s", "ms", "us", "ns", "days", "yyyymmdd", "order")
DateOrder = Literal["day", "month"]
ValueKind = Literal["ratings", "counts"]


@dataclass(frozen=True)
class Meaning:
    """What values mean; None: found from the values, and said.

    Attributes:
        values: whether the rating column holds ratings, or counts such as plays or quantities.
        liked_from: the lowest rating, count or event weight that counts as liked.
        not_rated: values of the rating column that mean "not rated"; () for none.
        decimal: the decimal mark of numbers in text, "." or ",".
        time_unit: of times that are numbers; "order": any numbers, only their order counts.
        date_order: whether 03/04/2024 is a day of April ("day") or of March ("month").
        events: weight of each value of the event column; 0 leaves such rows out.
        min_history: people with fewer interactions are left out.
        since: rows before this date (2024-05-31) are left out.
        until: rows after this date are left out.
    """

    values: ValueKind | None = None
    liked_from: float | None = None
    not_rated: tuple[float, ...] | None = None
    decimal: str | None = None
    time_unit: TimeUnit | None = None
    date_order: DateOrder | None = None
    events: tuple[tuple[str, float], ...] | None = None
    min_history: int = 1
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        _check(self.values, ("ratings", "counts"), "values")
        _check(self.decimal, (".", ","), "decimal")
        _check(self.time_unit, TIME_UNITS, "time_unit")
        _check(self.date_order, ("day", "month"), "date_order")
        if self.min_history < 1:
            raise ValueError(f"min_history must be at least 1, got {self.min_history}")

    def to_dict(self) -> dict[str, Any]:
        """What is not left open, ready for JSON."""
        open_ = Meaning()
        return {name: value for name, value in asdict(self).items() if value != getattr(open_, name)}

    @classmethod
    def from_dict(cls, entries: dict[str, Any]) -> Meaning:
        """The meaning that ``to_dict`` wrote; unknown entries are ignored."""
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in entries.items() if name in known}
        if given.get("not_rated") is not None:
            given["not_rated"] = tuple(map(float, given["not_rated"]))
        if given.get("events") is not None:
            given["events"] = tuple((str(name), float(weight)) for name, weight in given["events"])
        return cls(**given)


def _check(value: str | None, allowed: tuple[str, ...], what: str) -> None:
    if value is not None and value not in allowed:
        raise DataError(
            message(
                "errors.meaning",
                "{what} must be one of {allowed}, got “{value}”.",
                what=what,
                allowed=", ".join(allowed),
                value=value,
            )
        )
