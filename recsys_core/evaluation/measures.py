"""The measures of one list that the trade-off is drawn in, by the names people see."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from recsys_core.evaluation.ground_truth import Yardstick
from recsys_core.metrics import accuracy, aspects, calibration, diversity, novelty, popularity
from recsys_core.metrics.hits import hits
from recsys_core.types import BoolArray, FloatArray, IndexArray


class Batch:
    """A batch of lists and what several measures of them share, computed at most once.

    Attributes:
        lists: (n, k) item indices, -1 where a list is shorter.
        user_idx: (n,) whose list each is.
        yardstick: what they are measured against.
    """

    def __init__(self, lists: IndexArray, user_idx: IndexArray, yardstick: Yardstick) -> None:
        self.lists, self.user_idx, self.yardstick = lists, user_idx, yardstick
        self._pairs: dict[str, FloatArray] = {}

    @cached_property
    def hits(self) -> BoolArray:
        """(n, k) which items the person liked."""
        return hits(self.lists, self.user_idx, self.yardstick.relevant_matrix)

    @cached_property
    def n_relevant(self) -> IndexArray:
        """(n,) how many items the person liked."""
        return self.yardstick.n_relevant[self.user_idx]

    def pairs(self, space: str) -> FloatArray:
        """(n, n_pairs) distances within each list in ``space``."""
        if space not in self._pairs:
            self._pairs[space] = self.yardstick.distances[space].pairs(self.lists)
        return self._pairs[space]

    @cached_property
    def to_history(self) -> FloatArray:
        """(n, k) distance of each item from what the person knows, in the space called variety."""
        distances = self.yardstick.distances[self.yardstick.variety_space]
        return distances.to_history(self.lists, self.user_idx, self.yardstick.history)


Measure = Callable[[Batch], FloatArray]


def list_measures(yardstick: Yardstick) -> dict[str, Measure]:
    """Every measure of one list by its name, without the ``@k``; those of aspects need categories."""
    variety = yardstick.variety_space
    measures = PLAIN | {
        "ild": _ild(variety),
        "ilmd": _ilmd(variety),
        "eild": lambda batch: diversity.expected_distance(batch.pairs(variety)),
        "eild_relevant": lambda batch: diversity.expected_distance(batch.pairs(variety), batch.hits),
    }
    for name in yardstick.spaces:
        measures |= {f"ild_{_spelled(name)}": _ild(name), f"ilmd_{_spelled(name)}": _ilmd(name)}
    return measures | (OF_ASPECTS if yardstick.aspects is not None else {})


def _spelled(space: str) -> str:
    return space.replace("-", "_")


def _ild(space: str) -> Measure:
    return lambda batch: diversity.intra_list_distance(batch.pairs(space))


def _ilmd(space: str) -> Measure:
    return lambda batch: diversity.minimum_distance(batch.pairs(space))


def _alpha_ndcg(batch: Batch) -> FloatArray:
    yardstick = batch.yardstick
    reached = aspects.alpha_dcg(batch.lists, batch.hits, yardstick.aspect_shares)
    ideal = yardstick.ideal_alpha_dcg(batch.lists.shape[1])[batch.user_idx]
    return np.divide(reached, ideal, out=np.zeros(len(reached)), where=ideal > 0)


# Without a liked item in the target these have no value.
NEEDS_TARGET = frozenset(
    "ndcg precision recall f1 map mrr hit_rate alpha_ndcg aspect_recall eild_relevant serendipity".split()
)
PLAIN: dict[str, Measure] = {
    "ndcg": lambda batch: accuracy.ndcg(batch.hits, batch.n_relevant),
    "precision": lambda batch: accuracy.precision(batch.hits),
    "recall": lambda batch: accuracy.recall(batch.hits, batch.n_relevant),
    "f1": lambda batch: accuracy.f1(batch.hits, batch.n_relevant),
    "map": lambda batch: accuracy.average_precision(batch.hits, batch.n_relevant),
    "mrr": lambda batch: accuracy.reciprocal_rank(batch.hits),
    "hit_rate": lambda batch: accuracy.hit_rate(batch.hits),
    "long_tail": lambda batch: popularity.long_tail_share(batch.lists, batch.yardstick.tail),
    "popularity": lambda batch: popularity.average_popularity(
        batch.lists, batch.yardstick.popularity, batch.yardstick.n_active
    ),
    "novelty": lambda batch: novelty.self_information(
        batch.lists, batch.yardstick.popularity, batch.yardstick.n_active
    ),
    "unexpectedness": lambda batch: novelty.unexpectedness(batch.to_history),
    "serendipity": lambda batch: novelty.serendipity(batch.to_history, batch.hits),
}
OF_ASPECTS: dict[str, Measure] = {
    "alpha_ndcg": _alpha_ndcg,
    "aspect_recall": lambda batch: aspects.aspect_recall(
        batch.lists, batch.yardstick.aspect_shares, batch.yardstick.wanted_aspects[batch.user_idx]
    ),
    "calibration": lambda batch: calibration.miscalibration(
        batch.lists, batch.yardstick.aspect_shares, batch.yardstick.taste[batch.user_idx]
    ),
}
