"""Clean one column at a time: ids as text, times as seconds, ratings as levels from 1 to 5."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.tseries.api import guess_datetime_format

from recsys_core.types import FloatArray, IndexArray

EPOCH = pd.Timestamp("1970-01-01", tz="UTC")
COMMON_SCALES = ((0.0, 5.0), (0.0, 10.0), (0.0, 100.0))
# A few stray values are typing errors, or codes such as -1 for "not rated", rather than part of the scale.
STRAY_SHARE = 0.01
N_LEVELS = 5


def clean_ids(values: pd.Series) -> pd.Series:
    """Ids as text without surrounding spaces; blank or missing ones become missing.

    A whole number that a file stores as 12.0, because other rows are empty, is "12".
    """
    if pd.api.types.is_float_dtype(values):
        whole = values.dropna()
        if np.all(np.isfinite(whole)) and np.all(whole == np.floor(whole)):
            values = values.astype("Int64")
    text = values.astype("string").str.strip()
    return text.mask(text == "", pd.NA).astype(object)


def sort_ids(ids: np.ndarray) -> np.ndarray:
    """Distinct ids sorted: by value if all are whole numbers, else as text.

    Two spellings of one number ("7" and "07") stay two ids, in text order.
    """
    texts = [str(value) for value in ids]
    if all(text.isascii() and text.isdigit() for text in texts):
        texts.sort(key=lambda text: (int(text), text))
    else:
        texts.sort()
    return np.array(texts, dtype=object)


def read_times(values: pd.Series) -> FloatArray:
    """Read times in the one format that fits most values of the column.

    Formats are tried in this order, and the first of equals wins: numbers; ISO dates (2024-05-31, with or
    without a time); another format with the month first; the same with the day first. A date without a time
    zone is UTC.

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
        # The format is guessed once, from the first value: 03/04 must not mean different days in two rows.
        first = next(iter(text.dropna()), "")
        pattern = guess_datetime_format(first, dayfirst=style == "day first")
    if pattern is None:
        return np.full(len(text), np.nan)
    return _seconds(pd.to_datetime(text, errors="coerce", utc=True, format=pattern))


def _seconds(dates: pd.Series) -> FloatArray:
    return ((dates - EPOCH) / pd.Timedelta(seconds=1)).to_numpy(np.float64, na_value=np.nan)


def infer_scale(rating: FloatArray) -> tuple[float, float]:
    """Infer the rating scale: the smallest common scale that covers 99% of the ratings.

    Args:
        rating: (n,) finite, at least one.

    Returns:
        The lowest and the highest rating within that scale; of all ratings if no common scale fits.
    """
    for low, high in COMMON_SCALES:
        inside = (rating >= low) & (rating <= high)
        if inside.mean() >= 1 - STRAY_SHARE:
            rating = rating[inside]
            break
    return float(rating.min()), float(rating.max())


def rating_levels(rating: FloatArray, scale: tuple[float, float] | None = None) -> IndexArray:
    """Map ratings to levels from 1 (disliked) to 5 (loved); 4 and 5 count as liked.

    A scale whose upper end is above 3 and at most 5 is read as stars, rounded down: 3.5 is 3, 0.5 is 1. Any
    other scale is cut into five equal parts, each including its lower end and the last both ends: of 0 to
    100, 60 is 4 and 80 is 5; of 1 to 10, 8 is 4. If all ratings are equal, they distinguish nothing, and
    every interaction counts as loved.

    Args:
        rating: (n,) finite; a value outside the scale counts as the nearer end.
        scale: lowest and highest possible rating; None: the lowest and highest that occur.

    Returns:
        (n,) int8 in 1..5.
    """
    if len(rating) == 0:
        return np.empty(0, np.int8)
    low, high = map(float, scale or (rating.min(), rating.max()))
    if high <= low:
        return np.full(len(rating), N_LEVELS, np.int8)
    if 3 < high <= N_LEVELS and low >= 0:
        levels = np.floor(rating)
    else:
        # Halve everything where the width of the scale would overflow a float.
        low, high, divisor = (low, high, 1.0) if np.isfinite(high - low) else (low / 2, high / 2, 2.0)
        clipped = np.clip(np.asarray(rating, np.float64) / divisor, low, high)
        levels = np.floor(1 + N_LEVELS * ((clipped - low) / (high - low)))
    return np.clip(levels, 1, N_LEVELS).astype(np.int8)
