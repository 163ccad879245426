"""What a vector engine would see: one vector an item, one query a person, and the pool that it reranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.metrics.similarity import unit_rows
from recsys_core.types import FloatArray, IndexArray
from recsys_core.workbench.bench import Workbench


@dataclass(frozen=True, eq=False)
class EnginePool:
    """Vectors as they would be indexed, and people's queries.

    Attributes:
        vectors: (n_items, d) unit rows of the space in which lists are varied; zeros where nothing is known.
        queries: (n_users, d) unit rows: the mean of what each person liked; zeros for who liked nothing.
        seen: rows of the catalogue that each person knows already.
    """

    vectors: FloatArray
    queries: FloatArray
    seen: list[IndexArray]

    def pool(self, user: int, size: int) -> tuple[IndexArray, FloatArray]:
        """The ``size`` items nearest to a person's query that they do not know, best first, with cosines."""
        scores = self.vectors @ self.queries[user]
        scores[self.seen[user]] = -np.inf
        order = np.argsort(-scores, kind="stable")[:size]
        order = order[np.isfinite(scores[order])]
        return order, scores[order]

    def typical_span(self, size: int, most: int = 500) -> float:
        """Median distance between the best and the last cosine of a pool, over at most ``most`` people."""
        known = np.flatnonzero(self.queries.any(axis=1))
        chosen = (
            known[np.linspace(0, len(known) - 1, min(most, len(known))).astype(int)] if len(known) else []
        )
        spans = [float(np.ptp(self.pool(int(user), size)[1])) for user in chosen]
        return float(np.median(spans))


def engine_pool(bench: Workbench, space: str | None = None) -> EnginePool:
    """Vectors of a space, that in which lists are varied by default, and queries from before the test period.

    Raises:
        SettingError: these data have no such space.
    """
    space_, history = bench.rerank_inputs(space=space).space, bench.split.history("test")
    vectors = unit_rows(np.asarray(space_.vectors, np.float32), space_.known)
    liked = history.where(history.liked).matrix()
    queries = unit_rows(np.asarray(liked @ vectors, np.float32))
    bounds = zip(history.offsets[:-1], history.offsets[1:], strict=True)
    seen = [np.unique(history.item_idx[first:last]) for first, last in bounds]
    return EnginePool(vectors, queries, seen)
