"""The scale that ratings are on, and their place on a scale of five."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.tseries.api import guess_datetime_format

from recsys_core.types import FloatArray, IndexArray

# --- Ids as text, whatever type the file gave them, and the order in which they are numbered

def clean_ids(values: pd.Series) -> pd.Series:
    """Ids as text without surrounding spaces; blank or missing ones become missing.

    A whole number that a file stored as 12.0, because other rows were empty, is "12".
    """
    if pd.api.types.is_float_dtype(values):
        whole = values.dropna()
        if np.all(np.isfinite(whole)) and np.all(whole == np.floor(whole)):
            values = values.astype("Int64")
    text = values.astype("string").str.strip()
    return text.mask(text == "", pd.NA).astype(object)


def in_order(ids: np.ndarray) -> np.ndarray:
    """Distinct ids sorted: by value when all are whole numbers, else as text.

    Two spellings of one number ("7" and "07") stay two ids, in text order.
    """
    texts = [str(value) for value in ids]
    if all(text.isascii() and text.isdigit() for text in texts):
        texts.sort(key=lambda text: (int(text), text))
    else:
        texts.sort()
    return np.array(texts, dtype=object)


# --- Times as seconds, from numbers or dates

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


COMMON_SCALES = ((0.0, 5.0), (0.0, 10.0), (0.0, 100.0))
# So few strays are slips of the keyboard, or marks such as -1 for "not rated", rather than part of the scale.
STRAY_SHARE = 0.01
FIVE_STARS = 5


def infer_scale(rating: FloatArray) -> tuple[float, float]:
    """The smallest common scale that holds 99% of the ratings, else their own lowest and highest.

    Args:
        rating: (n,) finite, at least one.

    Returns:
        Lowest and highest rating that belongs to the scale; both come from the ratings that do.
    """
    for low, high in COMMON_SCALES:
        inside = (rating >= low) & (rating <= high)
        if inside.mean() >= 1 - STRAY_SHARE:
            kept = rating[inside]
            return float(kept.min()), float(kept.max())
    return float(rating.min()), float(rating.max())


def rating_levels(rating: FloatArray, scale: tuple[float, float] | None = None) -> IndexArray:
    """Place ratings on a scale of five, 1 disliked to 5 loved; 4 and 5 count as liked.

    A scale that ends above 3 and at most at 5 counts as stars, rounded down: 3.5 is 3, 0.5 is 1. Any other is
    cut into five equal parts, each with its lower end, the last with both: of 0 to 100, 60 is 4 and 80 is 5;
    of 1 to 10, 8 is 4. If all ratings are equal they tell nothing apart, and each interaction counts as
    loved.

    Args:
        rating: (n,) finite; what lies outside the scale counts as its nearer end.
        scale: lowest and highest possible rating; None: those that occur.

    Returns:
        (n,) int8 in 1..5.
    """
    if len(rating) == 0:
        return np.empty(0, np.int8)
    low, high = map(float, scale or (rating.min(), rating.max()))
    if high <= low:
        return np.full(len(rating), FIVE_STARS, np.int8)
    if 3 < high <= FIVE_STARS and low >= 0:
        levels = np.floor(rating)
    else:
        # Halved where the width of the scale itself would not fit a float.
        low, high, halved = (low, high, 1.0) if np.isfinite(high - low) else (low / 2, high / 2, 2.0)
        place = np.clip(np.asarray(rating, np.float64) / halved, low, high)
        levels = np.floor(1 + FIVE_STARS * ((place - low) / (high - low)))
    return np.clip(levels, 1, FIVE_STARS).astype(np.int8)
