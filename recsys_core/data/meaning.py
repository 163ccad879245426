"""What the values of a user's own file mean, where the values alone do not say it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from math import isfinite
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
            raise DataError(
                message(
                    "errors.min_history",
                    "The minimum history must be at least 1, got {value}.",
                    value=self.min_history,
                )
            )
        if self.liked_from is not None and not isfinite(self.liked_from):
            raise _unreadable(str(self.liked_from), "3.5")

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


def parse_numbers(text: str) -> tuple[float, ...] | None:
    """The numbers in "0, 99"; None for a blank text.

    Raises:
        DataError: something in it is no finite number.
    """
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    return tuple(_number(part, "0, 99") for part in parts) or None


def parse_weights(text: str) -> tuple[tuple[str, float], ...] | None:
    """The weights in "purchase=5, view=0", by event; None for a blank text.

    Raises:
        DataError: a part has no "=", or no finite number after it.
    """
    example = "purchase=5, view=0"
    weights = []
    for part in (part.strip() for part in text.replace(";", ",").split(",")):
        if not part:
            continue
        name, equals, weight = part.rpartition("=")
        if not equals or not name.strip():
            raise _unreadable(part, example)
        weights.append((name.strip(), _number(weight.strip(), example)))
    return tuple(weights) or None


def _number(text: str, example: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise _unreadable(text, example) from error
    if not isfinite(number):
        raise _unreadable(text, example)
    return number


def _unreadable(text: str, example: str) -> DataError:
    return DataError(
        message(
            "errors.meaning_text",
            "“{text}” cannot be read here. Write it as: {example}.",
            text=text,
            example=example,
        )
    )


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
