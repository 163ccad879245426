"""The people that reranking is timed on: MovieLens 100K with the candidates of a fitted model."""

from __future__ import annotations

import numpy as np

from recsys_core import data, models
from recsys_core.data.features import co_rating_space
from recsys_core.data.split import split_by_time
from recsys_core.models.candidates import top_candidates
from recsys_core.rerank import RerankInputs
from recsys_core.types import FloatArray, ItemSpace

CANDIDATES = 200
DIMENSIONS = 64


def people() -> RerankInputs:
    """All 943 people with the 200 best items of EASE and 64-dimensional co-rating vectors."""
    history = split_by_time(data.load("ml-100k").interactions).history("test")
    candidates = top_candidates(models.REGISTRY["ease"]().fit(history).score(history), history, CANDIDATES)
    vectors = reduced(co_rating_space(history).vectors)
    return RerankInputs(candidates.relevance, candidates.items, ItemSpace("co-rating", vectors))


def reduced(vectors: FloatArray) -> FloatArray:
    """Unit vectors of 65 dimensions with cosines in [0, 1].

    The constant last coordinate makes a cosine c into (1 + c) / 2: pyversity clips negative cosines for MMR
    and we do not, so only without them are the formulas the same. It also lets no vector be zero.
    """
    left, strength, _ = np.linalg.svd(vectors.astype(np.float64), full_matrices=False)
    reduced = left[:, :DIMENSIONS] * strength[:DIMENSIONS]
    reduced /= np.maximum(np.linalg.norm(reduced, axis=1, keepdims=True), 1e-9)
    lifted = np.concatenate([reduced, np.ones((len(reduced), 1))], axis=1)
    return (lifted / np.linalg.norm(lifted, axis=1, keepdims=True)).astype(np.float32)
