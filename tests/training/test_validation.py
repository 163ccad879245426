"""Every measure that training can stop on."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.data.split import split_by_time
from recsys_core.models.language_model.checkpoint import read_card
from recsys_core.training.language_model.config import STOP_NAMES, TrainingConfig
from recsys_core.training.language_model.train import train
from recsys_core.training.validation import MEASURES, mean_ndcg, mean_value
from recsys_core.types import Interactions


def interactions(user_idx, item_idx, level):
    level = np.array(level, np.int8)
    return Interactions(
        np.array(user_idx, np.int32),
        np.array(item_idx, np.int32),
        level.astype(np.float32),
        level,
        np.arange(len(level), dtype=float),
        2,
        60,
    )


@pytest.fixture
def case():
    """User 0 has item 0 and then likes 2 and 59; user 1 has nothing. Scores fall with the item's index."""
    model = SimpleNamespace(score=lambda history: np.tile(-np.arange(60, dtype=np.float32), (2, 1)))
    return model, interactions([0], [0], [5]), interactions([0, 0, 0], [2, 59, 3], [5, 4, 1])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ndcg@10", (1 / np.log2(3)) / (1 + 1 / np.log2(3))),  # item 2 is ranked second
        ("recall@10", 0.5),
        ("recall@50", 0.5),
        ("precision@10", 0.1),
        ("mrr@10", 0.5),
        ("map@10", 0.25),
        ("ndcg@50", (1 / np.log2(3)) / (1 + 1 / np.log2(3))),
    ],
)
def test_values_by_hand(case, name, expected):
    assert mean_value(*case, name) == pytest.approx(expected)


def test_every_name_has_a_measure(case):
    assert {name.partition("@")[0] for name in STOP_NAMES} == set(MEASURES)
    assert mean_ndcg(*case) == mean_value(*case, "ndcg@10")


def test_without_likes_the_value_is_zero(case):
    model, history, _ = case
    assert mean_value(model, history, interactions([0], [2], [1]), "recall@10") == 0


def test_training_validates_the_chosen_measure_and_the_card_names_it(dataset, config, tmp_path):
    config = dataclasses.replace(config, strategy="frozen", stop_on="recall@50", patience=99)
    reports = []
    card = read_card(train(dataset, tmp_path / "m", config, reports.append).parent)
    assert card["protocol"]["stopped on"] == card["hyperparameters"]["stop_on"] == "recall@50"
    validations = card["stages"]["valid"]["members"][0]["validation"]
    assert {value for _, value in validations} == {1.0}, "a list of fifty holds all twenty items"
    assert card["stages"]["valid"]["ndcg@10"] < 1.0
    assert reports[-1].measure == "recall@50" and "valid RECALL@50" not in reports[-1].message
    assert any("valid RECALL@50 1.0000" in report.message for report in reports)
    assert split_by_time(dataset.interactions).target("valid").liked.any()


def test_settings_of_an_older_card_still_make_a_configuration():
    old = {
        name: value
        for name, value in TrainingConfig().to_dict().items()
        if name not in ("optimiser", "schedule", "accumulate", "stop_on")
    }
    assert TrainingConfig(**old) == TrainingConfig()
