"""Every metric that curves, tables and the pages' choosers show, in the order in which they are printed.

A new metric is a function in one of the families beside this file and one entry here: curves, ``evaluate``,
``sweep``, the tiles of the Tune page and the list of further metrics all read this registry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from recsys_core.metrics import accuracy, aspects, calibration, coverage, diversity, novelty, popularity

Unit = Literal["score", "percent", "bits", "nats"]
Family = Literal["accuracy", "novelty", "interests", "diversity", "catalogue", "popularity"]

INPUTS: dict[str, str] = {
    "lists": "(n, k) item indices, padded with -1",
    "hits": "(n, k) which of them the user liked in the target",
    "n_relevant": "(n,) items that the user liked in the target",
    "relevance": "(n, k) relevance of each item by the system's own scores, where there are no outcomes",
    "most_relevance": "(n,) the most relevance that a list of this length can hold, likewise",
    "distances": "(n, n_pairs) distances within each list, NaN where padded",
    "distance_to_history": "(n, k) distance of each item from the user's history",
    "popularity": "(n_items,) interactions in the history",
    "n_users": "users with a history",
    "tail": "(n_items,) whether an item lies in the long tail",
    "aspect_shares": "(n_items, n_aspects) category shares of the items",
    "profile": "(n, n_aspects) category shares of what the user liked in the history",
    "wanted_aspects": "(n, n_aspects) categories of the items that the user liked in the target",
    "ideal_alpha_dcg": "(n,) α-DCG of the user's ideal list",
    "counts": "(n_items,) how often each item is shown in all lists together",
}
"""What a metric can take, by the name under which its entry asks for it."""

_OF_TARGET = {"hits", "n_relevant", "wanted_aspects", "ideal_alpha_dcg"}
_OF_SCORES = {"relevance", "most_relevance"}
_OF_HISTORY = {"distance_to_history", "popularity", "n_users", "tail", "profile"}
_OF_CATEGORIES = {"aspect_shares", "profile", "wanted_aspects", "ideal_alpha_dcg"}


@dataclass(frozen=True)
class MetricSpec:
    """One metric.

    Attributes:
        name: its key without ``@k``.
        function: takes the inputs named in ``needs``, in that order. Returns (n,) values, one a list, or one
            float where it takes ``counts``.
        needs: names in ``INPUTS``.
        better: whether "higher" or "lower" values are better, or "neither".
        unit: "percent" is shown in percent and its changes in percentage points; the others as plain numbers.
        family: what it measures; choosers group by it.
        sentence: what it is, in one plain sentence.
        by_space: whether it is also computed in every item space, as ``name_space``.
        offered: whether the pages offer it in the list of further metrics.

    Raises:
        ValueError: ``needs`` holds an unknown input, or mixes ``counts`` with inputs of single lists.
    """

    name: str
    function: Callable[..., Any]
    needs: tuple[str, ...]
    better: Literal["higher", "lower", "neither"]
    unit: Unit
    family: Family
    sentence: str
    by_space: bool = False
    offered: bool = True

    def __post_init__(self) -> None:
        unknown = sorted(set(self.needs) - INPUTS.keys())
        if unknown:
            raise ValueError(f"{self.name} needs {', '.join(unknown)}; inputs are {', '.join(INPUTS)}")
        if self.of_catalogue and self.needs != ("counts",):
            raise ValueError(f"{self.name}: a metric of the catalogue takes counts alone, got {self.needs}")

    @property
    def of_catalogue(self) -> bool:
        """Whether it describes all lists together and has no value for a single user."""
        return "counts" in self.needs

    @property
    def needs_target(self) -> bool:
        """Whether it has no value for a user who liked nothing in the target."""
        return bool(_OF_TARGET & set(self.needs))

    @property
    def needs_scores(self) -> bool:
        """Whether it exists only where a system's own scores stand in for outcomes."""
        return bool(_OF_SCORES & set(self.needs))

    @property
    def needs_history(self) -> bool:
        """Whether it exists only where something is known of what users did before."""
        return bool(_OF_HISTORY & set(self.needs))

    @property
    def needs_categories(self) -> bool:
        """Whether it exists only for data with categories."""
        return bool(_OF_CATEGORIES & set(self.needs))

    def variant(self, space: str) -> str:
        """Its name in ``space``: ``ild_co_rating``."""
        return f"{self.name}_{space.replace('-', '_')}"

    @property
    def title(self) -> str:
        """Its name in words, for pages whose language has no other."""
        return self.name.replace("_", " ").capitalize()


_HITS, _RANKED = ("hits",), ("hits", "n_relevant")
_KNOWN = ("lists", "popularity", "n_users")

_ALL = (
    MetricSpec(
        "ndcg", accuracy.ndcg, _RANKED, "higher", "score", "accuracy",
        "How many liked items the list shows and how near the top, against the best possible order.",
    ),
    MetricSpec(
        "kept", accuracy.relevance_kept, ("relevance", "most_relevance"), "higher", "percent", "accuracy",
        "Share of the relevance of the most relevant list that the list keeps, by the system's own scores.",
    ),
    MetricSpec(
        "precision", accuracy.precision, _HITS, "higher", "score", "accuracy",
        "Share of the list that the user liked.",
    ),
    MetricSpec(
        "recall", accuracy.recall, _RANKED, "higher", "score", "accuracy",
        "Share of the items a user liked that the list shows.",
    ),
    MetricSpec(
        "f1", accuracy.f1, _RANKED, "higher", "score", "accuracy",
        "Harmonic mean of precision and recall.",
    ),
    MetricSpec(
        "map", accuracy.average_precision, _RANKED, "higher", "score", "accuracy",
        "Precision at the rank of each liked item, averaged.",
    ),
    MetricSpec(
        "mrr", accuracy.reciprocal_rank, _HITS, "higher", "score", "accuracy",
        "One over the rank of the first liked item.",
    ),
    MetricSpec(
        "hit_rate", accuracy.hit_rate, _HITS, "higher", "score", "accuracy",
        "Share of users whose list shows at least one liked item.",
    ),
    MetricSpec(
        "long_tail", popularity.long_tail_share, ("lists", "tail"), "higher", "percent", "popularity",
        "Share of the list taken by the many items that hold the last fifth of all interactions.",
    ),
    MetricSpec(
        "popularity", popularity.average_popularity, _KNOWN, "neither", "score", "popularity",
        "Share of users who know the items of the list, on average.",
    ),
    MetricSpec(
        "novelty", novelty.self_information, _KNOWN, "higher", "bits", "novelty",
        "How rare the items of the list are among users, in bits.",
    ),
    MetricSpec(
        "unexpectedness", novelty.unexpectedness, ("distance_to_history",), "higher", "score", "novelty",
        "How different the list is from what the user already knows.",
    ),
    MetricSpec(
        "serendipity", novelty.serendipity, ("distance_to_history", "hits"), "higher", "score", "novelty",
        "How different the liked items of the list are from what the user already knows.",
    ),
    MetricSpec(
        "ild", diversity.intra_list_distance, ("distances",), "higher", "score", "diversity",
        "How different any two items of the list are, on average.", by_space=True,
    ),
    MetricSpec(
        "ilmd", diversity.minimum_distance, ("distances",), "higher", "score", "diversity",
        "How different the two most similar items of the list are.", by_space=True,
    ),
    MetricSpec(
        "eild", diversity.expected_distance, ("distances",), "higher", "score", "diversity",
        "How different the items are that a user reading from the top is expected to see.", offered=False,
    ),
    MetricSpec(
        "eild_relevant", diversity.expected_distance, ("distances", "hits"), "higher", "score", "diversity",
        "The same among the items that the user liked.", offered=False,
    ),
    MetricSpec(
        "alpha_ndcg", aspects.alpha_ndcg, ("lists", "hits", "aspect_shares", "ideal_alpha_dcg"),
        "higher", "score", "interests",
        "Like NDCG, but a liked item counts less for each category that the list has already served.",
    ),
    MetricSpec(
        "aspect_recall", aspects.aspect_recall, ("lists", "aspect_shares", "wanted_aspects"),
        "higher", "score", "interests",
        "Share of the categories a user liked that the list shows.",
    ),
    MetricSpec(
        "calibration", calibration.miscalibration, ("lists", "aspect_shares", "profile"),
        "lower", "nats", "interests",
        "How far the categories of the list are from the proportions in the user's history.",
    ),
    MetricSpec(
        "coverage", coverage.coverage, ("counts",), "higher", "percent", "catalogue",
        "Share of the catalogue that some user is shown.",
    ),
    MetricSpec(
        "gini", coverage.gini, ("counts",), "lower", "score", "catalogue",
        "How unevenly items are shown: 0 all equally often, towards 1 a few take everything.",
    ),
    MetricSpec(
        "entropy", coverage.entropy, ("counts",), "higher", "bits", "catalogue",
        "How evenly items are shown, in bits.",
    ),
)  # fmt: skip

METRICS: dict[str, MetricSpec] = {spec.name: spec for spec in _ALL}


def catalogue_metrics() -> dict[str, MetricSpec]:
    """The metrics of all lists together, by name."""
    return {name: spec for name, spec in METRICS.items() if spec.of_catalogue}
