"""The language model before any training: items whose text is close to that of liked items."""

from __future__ import annotations

from typing import Self

import numpy as np

from recsys_core.models.checks import check_catalogue
from recsys_core.types import FloatArray, Interactions


class ZeroShot:
    """Similarity to the sum of the liked items' text vectors.

    The catalogue's mean vector is subtracted first. Sentence encoders map texts of one kind into a narrow
    cone, and without centring the ranking would mostly reflect which items lie near its axis.

    Args:
        vectors: (n_items, n_dimensions) text vectors, unit rows.
    """

    name = "zero_shot"

    def __init__(self, vectors: FloatArray) -> None:
        self._centred = (vectors - vectors.mean(axis=0, keepdims=True)).astype(np.float32)

    def fit(self, history: Interactions) -> Self:
        """Check the catalogue; there is nothing to learn."""
        check_catalogue(history, len(self._centred))
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a user without likes gets zeros."""
        check_catalogue(history, len(self._centred))
        likes = history.matrix(history.liked.astype(np.float32))
        return (likes @ self._centred) @ self._centred.T
