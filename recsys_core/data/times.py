"""Times as seconds, from numbers or dates."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.tseries.api import guess_datetime_format

from recsys_core.types import FloatArray

EPOCH = pd.Timestamp("1970-01-01", tz="UTC")


def read_times(values: pd.Series) -> FloatArray:
    """Read times, all of a column in one way: the way in which most of its values can be read.

    Tried in this order, so that of equals the first wins: numbers; ISO dates (2024-05-31, with or without a
    time); another format with the month first; the same with the day first. A date without zone is UTC.

    Args:
        values: (n,) text, numbers or dates.

    Returns:
        (n,) float64: seconds since 1970 for dates, numbers as they are; NaN where unreadable.
    """
    if pd.api.types.is_datetime64_any_dtype(values):
        return _seconds(pd.to_datetime(values, utc=True))
    best = pd.to_numeric(values, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    best = np.where(np.isfinite(best), best, np.nan)
    text = values.astype("string").str.strip()
    for style in ("iso", "month first", "day first"):
        if not np.isnan(best).any():
            break
        dates = _dates(text, style)
        if np.isnan(dates).sum() < np.isnan(best).sum():
            best = dates
    return best


def _dates(text: pd.Series, style: str) -> FloatArray:
    pattern: str | None = "ISO8601"
    if style != "iso":
        # One format is found from the first value, never one per row: 03/04 must not flip between rows.
        first = next(iter(text.dropna()), "")
        pattern = guess_datetime_format(first, dayfirst=style == "day first")
    if pattern is None:
        return np.full(len(text), np.nan)
    return _seconds(pd.to_datetime(text, errors="coerce", utc=True, format=pattern))


def _seconds(dates: pd.Series) -> FloatArray:
    return ((dates - EPOCH) / pd.Timedelta(seconds=1)).to_numpy(np.float64, na_value=np.nan)
