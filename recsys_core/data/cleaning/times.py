"""Read times: numbers in any unit, dates in any order, and words for "no time" such as the year 9999."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from pandas.tseries.api import guess_datetime_format

from recsys_core.data.meaning import DateOrder, TimeUnit
from recsys_core.types import BoolArray, FloatArray, IndexArray

EPOCH = pd.Timestamp("1970-01-01", tz="UTC")
EARLIEST = pd.Timestamp("1980-01-01", tz="UTC")
LATEST = pd.Timestamp("2100-01-01", tz="UTC")
"""Times of interactions lie between these; single others in such a column mean that there is no time."""
_EARLIEST, _LATEST = ((moment - EPOCH) / pd.Timedelta(seconds=1) for moment in (EARLIEST, LATEST))
_PER_SECOND: dict[TimeUnit, float] = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9, "days": 1 / 86_400}
_NUMERIC_DATE = re.compile(r"\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)")
_ENOUGH_ROWS = 30  # fewer can be in order by chance
_SPELLED_LENGTHS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


@dataclass(frozen=True)
class Times:
    """A column of times, read.

    Attributes:
        seconds: (n,) float64 since 1970, NaN where there is no readable time. Numbers that are no dates
            ("order") stay as they are.
        units: how many numbers were read in each unit; empty for dates in text.
        date_order: how dates such as 03/04/2024 were read; None where no such date occurs.
        is_ambiguous: whether such dates fit both orders and nothing in the file decides.
        by_order_of_rows: whether the order of the rows decided.
        placeholder: (n,) whether a readable time means that there is none, such as 0 or the year 9999; NaN in
            ``seconds``.
    """

    seconds: FloatArray
    units: dict[TimeUnit, int] = field(default_factory=dict)
    date_order: DateOrder | None = None
    is_ambiguous: bool = False
    by_order_of_rows: bool = False
    placeholder: BoolArray = field(default_factory=lambda: np.zeros(0, bool))


def read_times(
    values: pd.Series,
    *,
    unit: TimeUnit | None = None,
    date_order: DateOrder | None = None,
    users: IndexArray | None = None,
) -> Times:
    """Read a column of times.

    Numbers are read row by row in the unit that puts them between 1980 and 2100, if that is so for most of
    them; else only their order counts. Text is read in the one format that fits most values: numbers; ISO
    dates; dates with the day or the month first. A date without a time zone is UTC.

    Args:
        values: (n,) text, numbers or dates.
        unit: of numbers; None: found from their size.
        date_order: None: found from the values, else from the order of the rows, else the month is first.
        users: (n,) whose row it is, to see in which reading each person's rows are in order.
    """
    if pd.api.types.is_datetime64_any_dtype(values):
        return _without_placeholders(Times(_seconds(pd.to_datetime(values, utc=True))))
    if pd.api.types.is_numeric_dtype(values):
        return _numbers(_as_float(values), unit)
    text = values.astype("string").str.strip()
    numbers = pd.to_numeric(text, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    numbers = np.where(np.isfinite(numbers), numbers, np.nan)
    best = Times(numbers)
    n_missing = int(np.isnan(numbers).sum())
    if n_missing == 0 or unit is not None:
        return _numbers(numbers, unit)
    n_absent = int(text.isna().sum())
    dates = _dates(text, date_order, users)
    if int(np.isnan(dates.seconds).sum()) < n_missing or (n_missing == n_absent == len(text)):
        return _without_placeholders(dates)
    return _numbers(numbers, unit) if n_missing < len(text) else best


def _as_float(values: pd.Series) -> FloatArray:
    numbers = values.to_numpy(np.float64, na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _numbers(numbers: FloatArray, unit: TimeUnit | None) -> Times:
    """Numbers in one unit, or each in the unit that makes it a date."""
    present = np.isfinite(numbers)
    if unit == "order":
        return Times(numbers, {"order": int(present.sum())}, placeholder=np.zeros(len(numbers), bool))
    seconds = np.full(len(numbers), np.nan)
    units: dict[TimeUnit, int] = {}
    tried: tuple[TimeUnit, ...] = (unit,) if unit else ("s", "ms", "us", "ns", "yyyymmdd")
    for name in tried:
        found = _spelled(numbers) if name == "yyyymmdd" else numbers / _PER_SECOND[name]
        fits = np.isnan(seconds) & (found >= _EARLIEST) & (found < _LATEST)
        if fits.any():
            units[name] = int(fits.sum())
            seconds[fits] = found[fits]
    if 2 * sum(units.values()) <= present.sum() and unit is None:
        return Times(numbers, {"order": int(present.sum())}, placeholder=np.zeros(len(numbers), bool))
    return Times(seconds, units, placeholder=present & np.isnan(seconds))


def _spelled(numbers: FloatArray) -> FloatArray:
    """Numbers such as 20240531 or 20240531142500 as seconds, NaN where they are no such date."""
    seconds = np.full(len(numbers), np.nan)
    for length, pattern in _SPELLED_LENGTHS.items():
        start = 10 ** (length - 4)
        fits = (numbers >= EARLIEST.year * start) & (numbers < LATEST.year * start)
        if fits.any():
            spelled = pd.Series(numbers[fits].astype(np.int64)).astype(str)
            seconds[fits] = _seconds(pd.to_datetime(spelled, format=pattern, errors="coerce", utc=True))
    return seconds


def _dates(text: pd.Series, date_order: DateOrder | None, users: IndexArray | None) -> Times:
    best = Times(_parse(text, "iso"))
    if not np.isnan(best.seconds[text.notna().to_numpy()]).any():
        return best
    orders: Sequence[DateOrder] = (date_order,) if date_order else ("month", "day")
    found = {order: _parse(text, order) for order in orders}
    n_missing = {order: int(np.isnan(seconds).sum()) for order, seconds in found.items()}
    chosen = min(found, key=lambda order: n_missing[order])
    if n_missing[chosen] >= int(np.isnan(best.seconds).sum()):
        return best
    if (
        len(found) == 1
        or n_missing["month"] != n_missing["day"]
        or np.array_equal(found["month"], found["day"], equal_nan=True)
    ):
        is_numeric = text.dropna().head(1000).str.match(_NUMERIC_DATE.pattern).any()
        return Times(found[chosen], date_order=chosen if is_numeric else None)
    in_order = {order: _share_in_order(seconds, users) for order, seconds in found.items()}  # 0: too few rows
    if in_order["day"] > 0.98 > in_order["month"] or in_order["month"] > 0.98 > in_order["day"]:
        chosen = max(found, key=lambda order: in_order[order])
        return Times(found[chosen], date_order=chosen, by_order_of_rows=True)
    chosen = (
        "day" if text.dropna().head(1000).str.contains(r"^\d{1,2}\.\d{1,2}\.", regex=True).all() else "month"
    )
    return Times(found[chosen], date_order=chosen, is_ambiguous=True)


def _share_in_order(seconds: FloatArray, users: IndexArray | None) -> float:
    """Share of rows that are not earlier than the row before, of the same person where people are known."""
    later = np.diff(seconds) >= 0
    if users is not None:
        later = later[users[1:] == users[:-1]]
    return float(later.mean()) if len(later) >= _ENOUGH_ROWS else 0.0


def _parse(text: pd.Series, style: str) -> FloatArray:
    pattern: str | None = "ISO8601"
    if style != "iso":
        # The format is taken once, from the first value: 03/04 must not mean different days in two rows.
        pattern = _pattern(next(iter(text.dropna()), ""), style)
    if pattern is None:
        return np.full(len(text), np.nan)
    return _seconds(pd.to_datetime(text, errors="coerce", utc=True, format=pattern))


def _pattern(first: str, order: str) -> str | None:
    """The format of a date, its day or month first where it is written in numbers; None if it has none."""
    parts = _NUMERIC_DATE.match(first)
    if parts is None:
        return guess_datetime_format(first)
    rest = guess_datetime_format("2024-01-31" + first[parts.end() :])
    if rest is None:
        return None
    mark, other = tuple(re.sub(r"[\d\s]", "", parts[0]))
    named = ("%d", "%m") if order == "day" else ("%m", "%d")
    year = "%Y" if len(parts[3]) == 4 else "%y"
    return f"{named[0]}{mark}{named[1]}{other}{year}" + rest.removeprefix("%Y-%m-%d")


def _seconds(dates: pd.Series) -> FloatArray:
    return ((dates - EPOCH) / pd.Timedelta(seconds=1)).to_numpy(np.float64, na_value=np.nan)


def _without_placeholders(times: Times) -> Times:
    """Times outside 1980 to 2100 become missing, if most lie inside."""
    seconds = times.seconds
    with np.errstate(invalid="ignore"):
        inside = (seconds >= _EARLIEST) & (seconds < _LATEST)
    outside = np.isfinite(seconds) & ~inside
    if inside.sum() < outside.sum():
        outside = np.zeros(len(seconds), bool)
    return Times(
        np.where(outside, np.nan, seconds),
        times.units,
        times.date_order,
        times.is_ambiguous,
        times.by_order_of_rows,
        outside,
    )
