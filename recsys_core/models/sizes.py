"""Which model fits a catalogue's size, and how much memory a model with a dense item matrix takes."""

from __future__ import annotations

from recsys_core.errors import SettingError
from recsys_core.messages import message
from recsys_core.runtime.memory import free_memory

SMALL_CATALOGUE = 8_000
"""Items up to which EASE is the model that data open with: it inverts its matrix in seconds and 1.5 GB."""
SMALL_CATALOGUE_MODEL, LARGE_CATALOGUE_MODEL = "ease", "item_knn"
DENSE_MODELS = ("ease", "ease_recency")
_DENSE_COPIES = 3  # of the item-by-item matrix in float64 while it is inverted


def default_model(n_items: int) -> str:
    """The model of the registry that a catalogue opens with: the best one whose memory fits the catalogue."""
    return SMALL_CATALOGUE_MODEL if n_items <= SMALL_CATALOGUE else LARGE_CATALOGUE_MODEL


def dense_bytes(n_items: int) -> int:
    """Bytes that inverting an item-by-item matrix takes."""
    return _DENSE_COPIES * 8 * n_items**2


def check_dense_matrix(n_items: int) -> None:
    """Refuse an item-by-item matrix that the free memory does not hold.

    Raises:
        SettingError: it would take more than is free.
    """
    needed, free = dense_bytes(n_items), free_memory()
    if needed > free:
        raise SettingError(
            message(
                "errors.dense_matrix_memory",
                "EASE compares all {n_items:,} items with one another, which takes {needed:.1f} GB of "
                "memory; {free:.1f} GB are free. Choose item_knn, als or pure_svd, or leave out rare items.",
                n_items=n_items,
                needed=needed / 1e9,
                free=free / 1e9,
            )
        )
