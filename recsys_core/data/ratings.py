"""The scale that ratings are on, and their place on a scale of five."""

from __future__ import annotations

import numpy as np

from recsys_core.types import FloatArray, IndexArray

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
