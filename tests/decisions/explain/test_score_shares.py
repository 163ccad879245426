import numpy as np
import pytest

from recsys_core.data import load
from recsys_core.data.features import category_shares
from recsys_core.data.split import split_by_time
from recsys_core.decisions.explain.score_shares import ScoreShares, score_shares
from recsys_core.errors import SettingError
from recsys_core.models import REGISTRY
from recsys_core.models.language_model.checkpoint import find_checkpoint
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.zero_shot import ZeroShot


@pytest.fixture(scope="module")
def sample():
    dataset = load("sample")
    return dataset, split_by_time(dataset.interactions).history("test")


@pytest.fixture(scope="module")
def ours(sample):
    return LanguageModelRecommender.from_checkpoint(find_checkpoint(sample[0]), "test", sample[0])


def person(history, user):
    return history.of_users(np.array([user]))


@pytest.mark.parametrize("user", [0, 17, 203])
def test_language_model_shares_sum_to_the_score(sample, ours, user):
    history = person(sample[1], user)
    scores = ours.score(history)[0]
    for item in np.argsort(-scores)[:30]:
        found = score_shares(ours, history, int(item))
        assert found.score == scores[item]
        if item not in history.item_idx:
            assert found.shares.sum() + found.rest == pytest.approx(found.score, rel=1e-6, abs=1e-6)


def test_linear_models_shares_sum_to_the_score(sample):
    dataset, history = sample
    vectors = LanguageModelRecommender.text_space(find_checkpoint(dataset), dataset).vectors
    for model in (REGISTRY["ease"]().fit(history), ZeroShot(vectors).fit(history)):
        found = score_shares(model, person(history, 5), 40)
        assert found.shares.sum() + found.rest == pytest.approx(found.score, rel=1e-5, abs=1e-6)
        assert found.rest == 0.0


def test_categories_divide_the_same_sum(sample, ours):
    dataset, history = sample
    found = score_shares(ours, person(history, 3), 12)
    assert found.by_category(category_shares(dataset)).sum() == pytest.approx(found.shares.sum())


def test_strongest_are_the_largest_that_speak_for_it(sample, ours):
    found = score_shares(ours, person(sample[1], 3), 12)
    top = found.strongest(3)
    assert found.shares[top[0]] == found.shares.max()
    assert np.all(np.diff(found.shares[top]) <= 0) and np.all(found.shares[top] > 0)


def test_without_a_history_everything_is_rest(sample, ours):
    nobody = sample[1].of_users(np.array([0])).where(np.zeros(sample[1].counts[0], bool))
    found = score_shares(ours, nobody, 4)
    assert not len(found.shares) and found.rest == pytest.approx(found.score, rel=1e-6)


def test_a_model_that_does_not_divide_says_so(sample):
    model = REGISTRY["popularity"]().fit(sample[1])
    with pytest.raises(SettingError, match="do not divide"):
        score_shares(model, person(sample[1], 0), 3)


def test_shares_in_order_and_the_strongest_categories_checked_by_hand():
    found = ScoreShares(1.0, np.array([0, 1, 2]), np.array([0.25, -0.5, 0.25]), 1.0)
    assert found.in_order().tolist() == [0, 2, 1]  # a tie stays in the history's order
    categories = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.5, 0.0, 0.5]])
    assert found.strongest_categories(categories, 3) == [(0, 0.375), (2, 0.125)]
    assert found.strongest_categories(categories, 1) == [(0, 0.375)]
