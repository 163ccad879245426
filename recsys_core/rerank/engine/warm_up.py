"""Have the kernels ready before somebody waits for them."""

from __future__ import annotations

import logging
import time

import numpy as np

from recsys_core.rerank.batch import rerank
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.registry import REGISTRY
from recsys_core.types import ItemSpace

logger = logging.getLogger(__name__)


def warm_up() -> float:
    """Compile the engine, or load what an earlier run compiled; returns the seconds it took.

    One kernel serves all gains, the grid and the exact path, another one GIST; two people and three items are
    enough.
    """
    began = time.perf_counter()
    items = np.array([[0, 1, 2], [2, 0, 1]], dtype=np.int32)
    relevance = np.array([[1.0, 0.5, 0.0], [1.0, 0.5, 0.0]])
    inputs = RerankInputs(relevance, items, ItemSpace("text", np.eye(3, dtype=np.float32)))
    for name in ("mmr", "gist"):
        rerank(inputs, REGISTRY[name], 2, np.array([0.5]))
    seconds = time.perf_counter() - began
    logger.info("reranking engine ready after %.2f s", seconds)
    return seconds
