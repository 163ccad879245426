"""Before and after training: the lists of the same users on the same split, measured with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_space
from recsys_core.data.split import split as make_split
from recsys_core.evaluation.catalogue import leave_one_out
from recsys_core.metrics.accuracy import ndcg
from recsys_core.metrics.coverage import coverage, exposure
from recsys_core.metrics.distances import Distances
from recsys_core.metrics.diversity import intra_list_distance
from recsys_core.metrics.hits import hits
from recsys_core.models import REGISTRY, Recommender
from recsys_core.models.candidates import best_of_model
from recsys_core.models.language_model.checkpoint import check_split, read_card, read_text_vectors
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.protocol import MeasurementProtocol
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.stats.jackknife import jackknife_interval
from recsys_core.types import FloatArray, ItemSpace

K = 10


@dataclass(frozen=True)
class Measured:
    """One model's lists, measured.

    Attributes:
        per_user: by key, (n,) values that are averaged over users.
        coverage: share of the catalogue in all lists.
        coverage_without: (n,) the share without each user's list.
    """

    per_user: dict[str, FloatArray]
    coverage: float
    coverage_without: FloatArray

    def minus(self, other: Measured) -> Measured:
        """The difference over the same users."""
        return Measured(
            {key: values - other.per_user[key] for key, values in self.per_user.items()},
            self.coverage - other.coverage,
            self.coverage_without - other.coverage_without,
        )

    def intervals(self, resampling: Resampling) -> dict[str, dict[str, float]]:
        """Value and 95% interval by key: a bootstrap over users for means, the jackknife for coverage."""
        found = {}
        for key, values in self.per_user.items():
            resampled = resampling.means(values[:, None])[:, 0]
            found[key] = percentile_interval(values.mean(), resampled).to_dict()
        found[f"coverage@{K}"] = jackknife_interval(self.coverage, self.coverage_without).to_dict()
        return found


def compare(
    dataset: Dataset, checkpoints: Mapping[str, Path], protocol: MeasurementProtocol
) -> dict[str, Any]:
    """Measure the test lists of zero-shot, EASE and the trained models.

    Args:
        dataset: the training data.
        checkpoints: "model", and "twin" if there is one. The text vectors are those of "model".
        protocol: the split and the resampling; that of the trainings.

    Returns:
        JSON-able: ``rows`` with name, ``ndcg@10``, ``ild@10``, ``coverage@10`` (value, low, high), trainable
        parameters and minutes; ``differences`` of "model" minus each other row over the same users; and how
        it was measured. Variety is by categories if the data have them, else by text. Both lists are empty
        when no user liked anything in the test part.

    Raises:
        CheckpointError: a checkpoint is damaged, or was trained on another split.
    """
    for folder in checkpoints.values():
        check_split(folder, protocol)
    shares = {"test_share": protocol.test_share, "valid_share": protocol.valid_share}
    split = make_split(dataset, **shares)
    history, target = split.history("test"), split.target("test")
    vectors = read_text_vectors(checkpoints["model"], dataset)
    models: dict[str, Recommender] = {
        "zero_shot": ZeroShot(vectors).fit(history),
        "ease": REGISTRY["ease"]().fit(history),
    }
    for part, folder in checkpoints.items():
        models[part] = LanguageModelRecommender.from_checkpoint(folder, "test", dataset)
    liked = target.where(target.liked)
    users = np.flatnonzero(liked.counts)
    has_categories = bool(dataset.items["categories"].map(len).any())
    space = category_space(dataset) if has_categories else ItemSpace("text", vectors)
    head = {"k": K, "people": len(users), "variety": space.name}
    if not len(users):
        return head | {"rows": [], "differences": []}
    distances = Distances(space)

    def measure(model: Recommender) -> Measured:
        lists = best_of_model(model, history, K).items[users]
        found = hits(lists, users, liked.matrix())
        per_user = {
            f"ndcg@{K}": ndcg(found, liked.counts[users]),
            f"ild@{K}": intra_list_distance(distances.pairs(lists)),
        }
        seen = coverage(exposure(lists, history.n_items))
        return Measured(per_user, seen, leave_one_out(lists, history.n_items)["coverage"])

    measured = {name: measure(model) for name, model in models.items()}
    resampling = Resampling(len(users), protocol.n_resamples, protocol.seed)
    rows = [
        {"name": name, **found.intervals(resampling), **_cost(checkpoints.get(name))}
        for name, found in measured.items()
    ]
    own = measured.pop("model")
    differences = [
        {"name": name, **own.minus(other).intervals(resampling)} for name, other in measured.items()
    ]
    return head | {
        "resamples": resampling.n_resamples,
        "seed": resampling.seed,
        "rows": rows,
        "differences": differences,
    }


def _cost(folder: Path | None) -> dict[str, Any]:
    """Trainable parameters and minutes from the card; None for models without training."""
    if folder is None:
        return {"trainable": None, "minutes": None}
    card = read_card(folder)
    return {"trainable": card["stages"]["test"]["trainable"], "minutes": card["minutes"]}
