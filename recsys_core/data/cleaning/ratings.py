"""Ratings: numbers from text, their scale, values that mean "not rated", counts, and levels from 1 to 5."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.data.readers.count_names import COUNT_NAMES
from recsys_core.types import BoolArray, FloatArray, IndexArray

COMMON_SCALES = ((0.0, 5.0), (0.0, 10.0), (0.0, 100.0))
# A few stray values are typing errors rather than part of the scale.
STRAY_SHARE = 0.01
N_LEVELS, LIKED_LEVEL = 5, 4
_SENTINELS = (99.0, 999.0, 9999.0, -1.0, -99.0, -999.0)
_MANY_ZEROS, _FEW_ZEROS = 0.25, 0.02
_LOWEST_SCALE_END = 4.0  # below this, -1 can be "disliked" and 0 can be "no"
_LONG_TAIL = 10.0  # counts: the largest hundredth begins at ten times the median


def read_numbers(values: pd.Series, decimal: str | None = None) -> tuple[FloatArray, str]:
    """Read a column of numbers.

    Args:
        values: (n,) text or numbers.
        decimal: "." or ","; None: a comma if that makes more of the values readable.

    Returns:
        (n,) float64, NaN where a value is no finite number, and the decimal mark.
    """
    if pd.api.types.is_numeric_dtype(values):
        return _finite(values.to_numpy(np.float64, na_value=np.nan)), "."
    codes, distinct = pd.factorize(values)
    text = pd.Series(distinct, dtype="string").str.strip()
    found = {mark: _spelled_with(text, mark) for mark in ((decimal,) if decimal else (".", ","))}
    mark = max(found, key=lambda mark: int(np.isfinite(found[mark]).sum()))
    return np.append(found[mark], np.nan)[codes], mark


def _spelled_with(text: pd.Series, decimal: str) -> FloatArray:
    if decimal == ",":
        text = text.where(text.str.fullmatch(r"[-+]?\d*,?\d+").fillna(False)).str.replace(",", ".")
    return _finite(pd.to_numeric(text, errors="coerce").to_numpy(np.float64, na_value=np.nan))


def _finite(numbers: FloatArray) -> FloatArray:
    return np.where(np.isfinite(numbers), numbers, np.nan)


def find_not_rated(rating: FloatArray) -> tuple[float, ...]:
    """Values that stand apart from the scale of the others and so mean "not rated".

    99, 999 and -1 do where the others end far from them. 0 does where the others begin at 1 or higher and 0
    is either a rarity (below 2%) or the bulk (above a quarter): as the lowest mark of a scale it would be
    neither.

    Args:
        rating: (n,) finite.

    Returns:
        The values found, ascending; () if there are none.
    """
    found = []
    values, counts = np.unique(rating, return_counts=True)
    for sentinel in _SENTINELS:
        rest = values[values != sentinel]
        if sentinel not in values or not len(rest) or rest.max() < _LOWEST_SCALE_END:
            continue
        if (sentinel > 0 and rest.max() < sentinel / 4) or (sentinel < 0 and rest.min() >= 0):
            found.append(sentinel)
            values, counts = rest, counts[values != sentinel]
    rest = values[values > 0]
    if (
        0.0 in values
        and values[0] == 0.0
        and len(rest) >= 3
        and rest[0] >= 1
        and rest.max() >= _LOWEST_SCALE_END
    ):
        share = counts[0] / counts.sum()
        if share > _MANY_ZEROS or share < _FEW_ZEROS:
            found.append(0.0)
    return tuple(sorted(found))


def looks_like_counts(rating: FloatArray, name: str = "") -> bool:
    """Whether numbers are counts, such as plays or quantities, rather than ratings.

    They are if the column's name says so, or if they are whole, none lies between 0 and 1, and they run far
    beyond any scale: the largest hundredth begins above 100, or at ten times the median and above 20.

    Args:
        rating: (n,) finite.
        name: of the column.
    """
    if "".join(letter for letter in name.lower() if letter.isalnum()) in COUNT_NAMES:
        return True
    if not len(rating) or np.any(rating != np.floor(rating)) or rating.max() <= 20:
        return False
    positive = rating[rating > 0]
    if not len(positive):
        return False
    high, middle = np.quantile(positive, 0.99), np.median(positive)
    return bool(high > 100 or (high > 20 and high >= _LONG_TAIL * middle))


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


def rating_levels(
    rating: FloatArray, scale: tuple[float, float] | None = None, liked_from: float | None = None
) -> IndexArray:
    """Map ratings to levels from 1 (disliked) to 5 (loved); 4 and 5 count as liked.

    A scale whose upper end is above 3 and at most 5 is read as stars, rounded down: 3.5 is 3, 0.5 is 1. Any
    other scale is cut into five equal parts, each including its lower end and the last both ends: of 0 to
    100, 60 is 4 and 80 is 5; of 1 to 10, 8 is 4. If all ratings are equal, they distinguish nothing, and
    every interaction counts as loved.

    Args:
        rating: (n,) finite; a value outside the scale counts as the nearer end.
        scale: lowest and highest possible rating; None: the lowest and highest that occur.
        liked_from: the lowest rating that counts as liked: a level above or below moves to the nearer side of
            it.

    Returns:
        (n,) int8 in 1..5.
    """
    if len(rating) == 0:
        return np.empty(0, np.int8)
    low, high = map(float, scale or (rating.min(), rating.max()))
    if high <= low:
        levels = np.full(len(rating), N_LEVELS, np.int8)
    elif 3 < high <= N_LEVELS and low >= 0:
        levels = np.floor(rating)
    else:
        # Halve everything where the width of the scale would overflow a float.
        low, high, divisor = (low, high, 1.0) if np.isfinite(high - low) else (low / 2, high / 2, 2.0)
        clipped = np.clip(np.asarray(rating, np.float64) / divisor, low, high)
        levels = np.floor(1 + N_LEVELS * ((clipped - low) / (high - low)))
    levels = np.clip(levels, 1, N_LEVELS).astype(np.int8)
    return levels if liked_from is None else _moved(levels, rating >= liked_from)


def count_levels(counts: FloatArray, liked_from: float) -> IndexArray:
    """Levels of counts: 3 below ``liked_from``; from there 4, and 5 for the upper half of the logarithms.

    Args:
        counts: (n,) above 0.
        liked_from: the lowest count that counts as liked.

    Returns:
        (n,) int8 in 3..5.
    """
    liked = counts >= liked_from
    levels = np.full(len(counts), LIKED_LEVEL - 1, np.int8)
    if liked.any():
        logs = np.log(counts[liked])
        levels[liked] = np.where(logs >= (logs.min() + logs.max()) / 2, N_LEVELS, LIKED_LEVEL)
    return levels


def _moved(levels: IndexArray, liked: BoolArray) -> IndexArray:
    return np.where(liked, np.maximum(levels, LIKED_LEVEL), np.minimum(levels, LIKED_LEVEL - 1)).astype(
        np.int8
    )
