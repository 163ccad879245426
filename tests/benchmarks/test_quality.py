"""The arithmetic of benchmarks.quality on small arrays, checked by hand."""

import dataclasses
import functools
import json

import numpy as np
import pytest

from benchmarks.quality import BUDGET, add_ratio, warm
from benchmarks.quality_measures import Measured, average, measure, ratio
from benchmarks.quality_models import config_of
from benchmarks.quality_ratings import rmse_of_folds
from benchmarks.quality_variety import LAMBDAS, Front, average_front, front, gain_within, setting_within
from benchmarks.report import Report
from recsys_core.stats.interval import Interval
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.ratings import LanguageRatingTrainer
from recsys_core.types import Interactions, ItemSpace


def interactions(rows, n_users, n_items):
    """(user, item, rating) in time order for each user."""
    user, item, rating = (np.array(column) for column in zip(*rows, strict=True))
    return Interactions(
        user.astype(np.int32),
        item.astype(np.int32),
        rating.astype(np.float32),
        np.rint(rating).astype(np.int8),
        np.arange(len(rows), dtype=np.float64),
        n_users,
        n_items,
    )


def measured(*values, coverage=0.5):
    array = np.array(values, float)
    return Measured(array, array / 2, array * 2, coverage)


def test_a_ratio_of_means_has_a_paired_interval():
    same = ratio(np.array([0.2, 0.4, 0.9]), np.array([0.1, 0.2, 0.45]))
    assert (same.value, same.low, same.high) == pytest.approx((2.0, 2.0, 2.0))
    rng = np.random.default_rng(0)
    theirs = rng.random(400)
    noisy = ratio(theirs + rng.normal(0.05, 0.2, 400), theirs)
    assert noisy.low < noisy.value < noisy.high
    assert noisy.value == pytest.approx(1.1, abs=0.05)


def test_seeds_are_averaged_user_by_user():
    mean = average([measured(0.2, 0.4, coverage=0.3), measured(0.4, 0.8, coverage=0.5)])
    np.testing.assert_allclose(mean.ndcg, [0.3, 0.6])
    np.testing.assert_allclose(mean.ndcg_all, [0.6, 1.2])
    assert mean.coverage == pytest.approx(0.4)


def test_the_measures_of_a_ranking_by_hand():
    """User 0 likes item 2 and rates item 3; user 1 likes nothing later and counts only for all ratings."""
    history = interactions([(0, 0, 5), (1, 1, 4)], 2, 4)
    target = interactions([(0, 2, 5), (0, 3, 1), (1, 0, 2)], 2, 4)
    scores = np.array([[9.0, 1, 3, 2], [1.0, 9, 3, 2]])
    found = measure(scores, history, target)
    np.testing.assert_allclose(found.ndcg, [1.0])
    np.testing.assert_allclose(found.recall, [1.0])
    np.testing.assert_allclose(found.ndcg_all, [1.0, 0.5])  # third of three: 1 / log2(4) is a half
    assert found.coverage == pytest.approx(0.75)  # user 0 is shown all items but their own


def test_the_largest_gain_within_a_loss():
    """Of settings that lose 0, 1, 4 and 10%, the one with the largest distance within the limit."""
    falling = np.repeat([[1.0], [0.99], [0.96], [0.9]], 2, axis=1)
    rising = np.repeat([[0.5], [0.6], [0.7], [0.9]], 2, axis=1)
    found = Front(falling, rising)
    assert gain_within(found, 0.01) == pytest.approx(0.2)
    assert gain_within(found, 0.05) == pytest.approx(0.4)
    assert setting_within(found, BUDGET) == 1
    np.testing.assert_allclose(average_front([found, found]).ild, rising)


def test_a_front_starts_with_the_models_own_lists():
    """With lambda 1 the list is the most varied one: genre distance cannot be smaller than at 0."""
    rng = np.random.default_rng(1)
    history = interactions([(user, user, 5) for user in range(6)], 6, 30)
    target = interactions([(user, 10 + user, 5) for user in range(6)], 6, 30)
    scores = rng.normal(size=(6, 30))
    space = ItemSpace("category", rng.integers(0, 2, (30, 4)).astype(np.float32))
    found = front(scores, history, target, space)
    assert found.ndcg.shape == found.ild.shape == (len(LAMBDAS), 6)
    np.testing.assert_allclose(found.ndcg[0], measure(scores, history, target).ndcg)
    assert found.ild[-1].mean() >= found.ild[0].mean()


def test_a_card_gives_back_its_configuration():
    config = dataclasses.replace(TrainingConfig(), members=2, decays=(1.0, 5.0))
    assert config_of({"hyperparameters": json.loads(json.dumps(config.to_dict()))}) == config


def test_the_lower_end_of_an_interval_is_a_separate_check():
    report = Report()
    add_ratio(report, "ours / theirs", Interval(1.1, 0.98, 1.2), 1.05, 1.2, above_one=True)
    assert [check.name for check in report.checks] == [
        "ours / theirs",
        "ours / theirs: lower end of the interval",
    ]
    assert report.checks[0].value == 1.1 and report.checks[1].value == 0.98


def test_every_rival_has_its_checks():
    report = Report()
    rival = measured(0.1, 0.2, coverage=0.25)
    warm(report, measured(0.2, 0.4), {"ease": rival, "als": rival, "ease_recency": rival})
    values = {check.name: check.value for check in report.checks}
    assert values["NDCG@10, ratings >= 4 / best EASE"] == pytest.approx(2.0)
    assert values["coverage@10 / EASE"] == pytest.approx(2.0)


def test_rating_errors_on_additive_ratings(monkeypatch):
    """Ratings are user plus item effects: both models come close to the noise of 0.3."""
    rng = np.random.default_rng(2)
    users, items = rng.normal(0, 0.5, 40), rng.normal(0, 0.7, 25)
    rows = [
        (u, i, float(np.clip(3 + users[u] + items[i] + rng.normal(0, 0.3), 1, 5)))
        for u in range(40)
        for i in rng.permutation(25)[:18]
    ]
    short = functools.partial(LanguageRatingTrainer, n_epochs=60)
    monkeypatch.setattr("benchmarks.quality_ratings.LanguageRatingTrainer", short)
    found = rmse_of_folds(interactions(rows, 40, 25), rng.normal(size=(25, 8)).astype(np.float32), 1)
    assert set(found) >= {"language_model", "biased_mf"}
    assert all(0.2 < errors[0] < 0.7 for errors in found.values())
