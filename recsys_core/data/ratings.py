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
    cut into five equal parts, the highest rating in the fifth: 8 of 1 to 10 is 4. If all ratings are
    equal they tell nothing apart, and each interaction counts as loved.

    Args:
        rating: (n,) finite, inside the scale.
        scale: lowest and highest possible rating; None: those that occur.

    Returns:
        (n,) int8 in 1..5.
    """
    if len(rating) == 0:
        return np.empty(0, np.int8)
    low, high = scale or (float(rating.min()), float(rating.max()))
    if high <= low:
        return np.full(len(rating), FIVE_STARS, np.int8)
    if 3 < high <= FIVE_STARS and low >= 0:
        levels = np.floor(rating)
    else:
        levels = np.floor(1 + 4 * (rating - low) / (high - low))
    return np.clip(levels, 1, FIVE_STARS).astype(np.int8)
