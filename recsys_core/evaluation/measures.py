"""The registered metrics applied to batches of lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.metrics.hits import hits
from recsys_core.metrics.registry import METRICS, MetricSpec
from recsys_core.types import BoolArray, FloatArray, IndexArray


class Batch:
    """A batch of lists with the inputs that metrics take; each is computed at most once.

    Attributes:
        lists: (n, k) item indices, padded with -1.
        user_idx: (n,) the user of each list.
        ground_truth: what the lists are measured against.
    """

    def __init__(self, lists: IndexArray, user_idx: IndexArray, ground_truth: GroundTruth) -> None:
        self.lists, self.user_idx, self.ground_truth = lists, user_idx, ground_truth
        self._distances: dict[str, FloatArray] = {}

    @cached_property
    def hits(self) -> BoolArray:
        """(n, k) which items the user liked."""
        return hits(self.lists, self.user_idx, self.ground_truth.relevant_matrix)

    @cached_property
    def relevance(self) -> FloatArray:
        """(n, k) relevance of each item by the system's own scores; 0 for padding and for what has none."""
        own = self.ground_truth.own_scores
        if own is None:
            raise ValueError("relevance is known only where a system's own scores stand in for outcomes")
        candidates, found = own.items[self.user_idx], np.zeros(self.lists.shape)
        for rank in range(self.lists.shape[1]):  # one rank at a time: all at once would take gigabytes
            same = candidates == self.lists[:, rank, None]
            shown = same.any(axis=1) & (self.lists[:, rank] >= 0)
            found[shown, rank] = own.relevance[self.user_idx[shown], same.argmax(axis=1)[shown]]
        return found

    @cached_property
    def most_relevance(self) -> FloatArray:
        """(n,) relevance of the user's most relevant list of that length, summed."""
        own = self.ground_truth.own_scores
        if own is None:
            raise ValueError("relevance is known only where a system's own scores stand in for outcomes")
        return own.relevance[:, : self.lists.shape[1]].sum(axis=1)[self.user_idx]

    @cached_property
    def n_relevant(self) -> IndexArray:
        """(n,) number of items the user liked."""
        return self.ground_truth.n_relevant[self.user_idx]

    def distances(self, space: str) -> FloatArray:
        """(n, n_pairs) distances within each list in ``space``."""
        if space not in self._distances:
            self._distances[space] = self.ground_truth.distances[space].pairs(self.lists)
        return self._distances[space]

    @cached_property
    def distance_to_history(self) -> FloatArray:
        """(n, k) distance of each item from what the user knows, in the space called variety."""
        distances = self.ground_truth.distances[self.ground_truth.variety_space]
        return distances.to_history(self.lists, self.user_idx, self.ground_truth.history)

    def input(self, name: str, space: str) -> Any:
        """The input called ``name`` in ``metrics.registry.INPUTS``; distances are those in ``space``."""
        if name in ("lists", "hits", "n_relevant", "distance_to_history", "relevance", "most_relevance"):
            return getattr(self, name)
        if name in ("popularity", "tail", "aspect_shares"):
            return getattr(self.ground_truth, name)
        match name:
            case "distances":
                return self.distances(space)
            case "n_users":
                return self.ground_truth.n_active
            case "profile":
                return self.ground_truth.taste[self.user_idx]
            case "wanted_aspects":
                return self.ground_truth.wanted_aspects[self.user_idx]
            case "ideal_alpha_dcg":
                return self.ground_truth.ideal_alpha_dcg(self.lists.shape[1])[self.user_idx]
        raise ValueError(f"{name} is no input of single lists")


@dataclass(frozen=True)
class ListMetric:
    """A registered metric of single lists, in one item space."""

    spec: MetricSpec
    space: str

    def __call__(self, batch: Batch) -> FloatArray:
        """(n,) its value for each list."""
        return self.spec.function(*(batch.input(name, self.space) for name in self.spec.needs))


def list_metrics(ground_truth: GroundTruth) -> dict[str, ListMetric]:
    """Every registered metric of single lists that these data have, by its name without ``@k``.

    Without outcomes there is no metric of hits but the relevance kept, and without any history none of what
    is known or popular.

    Returns:
        Metrics in the space called variety, their variants in every space, then those that need categories.
    """
    has_outcomes, has_history = ground_truth.own_scores is None, len(ground_truth.history) > 0
    specs = [
        spec
        for spec in METRICS.values()
        if not spec.of_catalogue
        and (not spec.needs_target if not has_outcomes else not spec.needs_scores)
        and (has_history or not spec.needs_history)
    ]
    variety = ground_truth.variety_space
    found = {spec.name: ListMetric(spec, variety) for spec in specs if not spec.needs_categories}
    for space in ground_truth.spaces:
        found |= {spec.variant(space): ListMetric(spec, space) for spec in specs if spec.by_space}
    if ground_truth.aspects is not None:
        found |= {spec.name: ListMetric(spec, variety) for spec in specs if spec.needs_categories}
    return found
