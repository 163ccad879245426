"""Small, empty or unusual data can be trained on, or the error says why not."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.data.dataset import Dataset
from recsys_core.data.split import split_by_time
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.training.language_model.train import train
from recsys_core.training.loop import TrainingError
from recsys_core.types import Interactions


def build_dataset(rows, titles):
    """A data set from (user, item, level) rows, ascending by user."""
    user, item, level = (np.array(column) for column in zip(*rows, strict=True))
    n = len(titles)
    interactions = Interactions(
        user.astype(np.int32),
        item.astype(np.int32),
        level.astype(np.float32),
        level.astype(np.int8),
        np.arange(len(rows), dtype=float),
        int(user.max()) + 1,
        n,
    )
    items = pd.DataFrame(
        {
            "title": titles,
            "year": pd.array([None] * n, dtype="Int64"),
            "categories": [()] * n,
            "creator": [""] * n,
            "description": [""] * n,
        }
    )
    people = np.array([str(at) for at in range(interactions.n_users)])
    return Dataset(
        "odd",
        interactions,
        people,
        np.array([str(at) for at in range(n)]),
        items,
        pd.DataFrame(index=range(interactions.n_users)),
        "Odd",
    )


def scores_after_training(dataset, config, tmp_path):
    folder = train(dataset, tmp_path / "model", config, lambda progress: None).parent
    model = LanguageModelRecommender.from_checkpoint(folder, "test", dataset)
    return model.score(split_by_time(dataset.interactions).history("test"))


def test_a_catalogue_of_three(config, tmp_path):
    rows = [(user, item, 5) for user in range(6) for item in np.random.default_rng(user).permutation(3)]
    rows = sorted(rows * 2, key=lambda row: row[0])
    dataset = build_dataset(rows, ["crime", "love", "night"])
    assert np.isfinite(scores_after_training(dataset, config, tmp_path)).all()


def test_equal_ratings_without_likes(config, tmp_path):
    rows = [(user, item, 3) for user in range(8) for item in range(8)]
    dataset = build_dataset(rows, ["crime of love"] * 8)
    assert np.isfinite(scores_after_training(dataset, config, tmp_path)).all()


def test_users_with_one_interaction_and_items_with_none(config, tmp_path):
    rows = [(user, user % 3, 5) for user in range(3)]
    rows += [(3 + user, item, 4) for user in range(4) for item in range(9)]
    scores = scores_after_training(build_dataset(rows, ["road"] * 12), config, tmp_path)
    assert scores.shape == (7, 12) and np.isfinite(scores).all()


def test_titles_that_are_empty_very_long_or_in_another_script(config, tmp_path):
    titles = ["", "night " * 10_000, "соляная дорога", "塩の道", "🎬", "(.)"]
    rows = [(user, item, 5 - item % 2) for user in range(6) for item in range(6)]
    assert np.isfinite(scores_after_training(build_dataset(rows, titles), config, tmp_path)).all()


def test_no_user_with_enough_interactions(config, tmp_path):
    dataset = build_dataset([(user, user % 2, 5) for user in range(5)], ["a", "b"])
    with pytest.raises(TrainingError, match="nothing to train on"):
        scores_after_training(dataset, config, tmp_path)
    assert not (tmp_path / "model").exists()
