"""Before and after on the same split: what the same people would have been shown, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_space
from recsys_core.data.split import split_by_time
from recsys_core.evaluation.catalogue import leave_one_out
from recsys_core.metrics.accuracy import ndcg
from recsys_core.metrics.coverage import coverage, exposure
from recsys_core.metrics.distances import Distances
from recsys_core.metrics.diversity import intra_list_distance
from recsys_core.metrics.hits import hits
from recsys_core.models import REGISTRY, Recommender, top_candidates
from recsys_core.models.language_model.checkpoint import read_card, read_items
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.stats.jackknife import jackknife_interval
from recsys_core.types import FloatArray, ItemSpace

K = 10


@dataclass(frozen=True)
class Measured:
    """One model's lists, measured.

    Attributes:
        per_person: by key, (n,) values of a mean over people.
        coverage: share of the catalogue in all lists.
        coverage_without: (n,) the share without each person's list.
    """

    per_person: dict[str, FloatArray]
    coverage: float
    coverage_without: FloatArray

    def minus(self, other: Measured) -> Measured:
        """The difference over the same people."""
        return Measured(
            {key: values - other.per_person[key] for key, values in self.per_person.items()},
            self.coverage - other.coverage,
            self.coverage_without - other.coverage_without,
        )

    def intervals(self, resampling: Resampling) -> dict[str, dict[str, float]]:
        """Value and 95% interval by key: a bootstrap over people for means, the jackknife for coverage."""
        found = {}
        for key, values in self.per_person.items():
            resampled = resampling.means(values[:, None])[:, 0]
            found[key] = percentile_interval(values.mean(), resampled).to_dict()
        found[f"coverage@{K}"] = jackknife_interval(self.coverage, self.coverage_without).to_dict()
        return found


def compare(dataset: Dataset, checkpoints: Mapping[str, Path]) -> dict[str, Any]:
    """Measure the test lists of each model: zero-shot, EASE, and the run's parts.

    Args:
        dataset: what was trained on.
        checkpoints: "model", and "twin" where there is one. The text vectors are those of "model".

    Returns:
        JSON-able: ``rows`` with name, ``ndcg@10``, ``ild@10``, ``coverage@10`` (value, low, high), trainable
        parameters and minutes; ``differences`` of "model" minus each other row over the same people; and how
        it was measured. Variety is by categories where the data have them, else by text. Without anybody who
        liked something in the test part both are empty.

    Raises:
        CheckpointError: a checkpoint is damaged.
    """
    split = split_by_time(dataset.interactions)
    history, target = split.history("test"), split.target("test")
    vectors, _ = read_items(checkpoints["model"])
    models: dict[str, Recommender] = {
        "zero_shot": ZeroShot(vectors).fit(history),
        "ease": REGISTRY["ease"]().fit(history),
    }
    for part, folder in checkpoints.items():
        models[part] = LanguageModelRecommender.from_checkpoint(folder, "test", dataset)
    liked = target.where(target.liked)
    people = np.flatnonzero(liked.counts)
    has_categories = bool(dataset.items["categories"].map(len).any())
    space = category_space(dataset) if has_categories else ItemSpace("text", vectors)
    head = {"k": K, "people": len(people), "variety": space.name}
    if not len(people):
        return head | {"rows": [], "differences": []}
    distances = Distances(space)

    def measure(model: Recommender) -> Measured:
        lists = top_candidates(model.score(history), history, K).items[people]
        found = hits(lists, people, liked.matrix())
        per_person = {
            f"ndcg@{K}": ndcg(found, liked.counts[people]),
            f"ild@{K}": intra_list_distance(distances.pairs(lists)),
        }
        seen = coverage(exposure(lists, history.n_items))
        return Measured(per_person, seen, leave_one_out(lists, history.n_items)["coverage"])

    measured = {name: measure(model) for name, model in models.items()}
    drawn = Resampling(len(people))
    rows = [
        {"name": name, **found.intervals(drawn), **_cost(checkpoints.get(name))}
        for name, found in measured.items()
    ]
    own = measured.pop("model")
    differences = [{"name": name, **own.minus(other).intervals(drawn)} for name, other in measured.items()]
    return head | {
        "resamples": drawn.n_resamples,
        "seed": drawn.seed,
        "rows": rows,
        "differences": differences,
    }


def _cost(folder: Path | None) -> dict[str, Any]:
    """Trainable parameters and minutes from the card; None for models that are not trained."""
    if folder is None:
        return {"trainable": None, "minutes": None}
    card = read_card(folder)
    return {"trainable": card["stages"]["test"]["trainable"], "minutes": card["minutes"]}
