"""What a language model gives before any training: items whose text is like that of the liked ones."""

from __future__ import annotations

from typing import Self

import numpy as np

from recsys_core.models.base import check_catalogue
from recsys_core.types import FloatArray, Interactions


class ZeroShot:
    """Similarity to the sum of the liked items' text vectors.

    The catalogue's mean is subtracted first: sentence encoders put all texts of one kind into one narrow
    cone, and without this the ranking is mostly about who sits at its axis.

    Args:
        vectors: (n_items, n_dimensions) text vectors, unit rows.
    """

    name = "zero_shot"

    def __init__(self, vectors: FloatArray) -> None:
        self._centred = (vectors - vectors.mean(axis=0, keepdims=True)).astype(np.float32)

    def fit(self, history: Interactions) -> Self:
        """Nothing is learned; the catalogue is checked."""
        check_catalogue(history, len(self._centred))
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a person who liked nothing gets zeros."""
        check_catalogue(history, len(self._centred))
        likes = history.matrix(history.liked.astype(np.float32))
        return (likes @ self._centred) @ self._centred.T
