"""Checks of settings and inputs that all models share."""

from __future__ import annotations

import numpy as np

from recsys_core.errors import DataError, NotFittedError
from recsys_core.types import IndexArray, Interactions


def check_at_least(minimum: float, **settings: float) -> None:
    """Raise ValueError, naming the setting, unless every one is ``minimum`` or more."""
    for name, value in settings.items():
        if not value >= minimum:
            raise ValueError(f"{name} must be at least {minimum}, got {value}")


def check_above(bound: float, **settings: float) -> None:
    """Raise ValueError, naming the setting, unless every one is larger than ``bound``."""
    for name, value in settings.items():
        if not value > bound:
            raise ValueError(f"{name} must be above {bound}, got {value}")


def check_fitted(name: str, fitted: bool) -> None:
    """Raise NotFittedError unless ``fitted``."""
    if not fitted:
        raise NotFittedError(f"The model '{name}' is not fitted: call fit(history) before score(history).")


def check_catalogue(history: Interactions, n_items: int) -> None:
    """Raise ValueError unless the history's catalogue has ``n_items`` items."""
    if history.n_items != n_items:
        raise ValueError(f"the history is over {history.n_items} items, the model was fitted on {n_items}")


def check_ratings(name: str, history: Interactions) -> None:
    """Raise DataError unless there are ratings and all of them are finite."""
    if not len(history):
        raise DataError(f"The model '{name}' needs at least one rating to learn from, got none.")
    if not np.isfinite(history.rating).all():
        raise DataError(f"The model '{name}' needs a number for every rating; some are missing.")


def check_pairs(history: Interactions, user_idx: IndexArray, item_idx: IndexArray) -> None:
    """Raise ValueError unless every pair names a user of the history and an item of its catalogue."""
    for name, index, size in (
        ("user_idx", user_idx, history.n_users),
        ("item_idx", item_idx, history.n_items),
    ):
        if len(index) and not (0 <= index.min() and index.max() < size):
            raise ValueError(f"{name} must lie in 0..{size - 1}, got {index.min()}..{index.max()}")
    if user_idx.shape != item_idx.shape:
        raise ValueError(f"user_idx and item_idx must have one shape, got {user_idx.shape}, {item_idx.shape}")
