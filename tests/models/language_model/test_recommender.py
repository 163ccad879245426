import numpy as np
import pytest

from recsys_core.errors import NotFittedError
from recsys_core.models import Recommender
from recsys_core.models.language_model.recommender import LanguageModelRecommender, user_vectors


def test_it_follows_the_protocol(crowd, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=30))
    assert isinstance(model, Recommender)
    with pytest.raises(NotFittedError):
        model.score(crowd)
    scores = model.fit(crowd).score(crowd)
    assert scores.shape == (40, 30) and scores.dtype == np.float32 and np.isfinite(scores).all()
    np.testing.assert_array_equal(scores, model.fit(crowd).score(crowd))


def test_without_a_wide_branch_no_fit_is_needed(crowd, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=30, wide=False))
    assert np.isfinite(model.score(crowd)).all()


def test_scores_are_linear_in_item_vectors(crowd, tower_weights):
    weights = tower_weights(n_items=30, wide=False)
    model = LanguageModelRecommender(weights)
    expected = user_vectors(weights, crowd) @ weights.item_out.T + weights.item_bias
    np.testing.assert_allclose(model.score(crowd), expected, atol=1e-5)


def test_members_are_averaged(crowd, tower_weights):
    members = [tower_weights(n_items=30, seed=seed) for seed in (0, 1)]
    alone = [LanguageModelRecommender(member).fit(crowd).score(crowd) for member in members]
    together = LanguageModelRecommender(members).fit(crowd).score(crowd)
    np.testing.assert_allclose(together, (alone[0] + alone[1]) / 2, atol=1e-3)
    with pytest.raises(ValueError, match="one catalogue"):
        LanguageModelRecommender([members[0], tower_weights(n_items=29)])
    with pytest.raises(ValueError, match="must be one"):
        LanguageModelRecommender([])


def test_a_user_is_scored_from_their_history_alone(crowd, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=30)).fit(crowd)
    chosen = np.array([11, 4])
    np.testing.assert_allclose(model.score(crowd.of_users(chosen)), model.score(crowd)[chosen], atol=1e-4)


def test_order_matters(build, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=6, wide=False))
    forwards = model.score(build([(0, 0, 5), (0, 1, 4), (0, 2, 1)], 1, 6))
    backwards = model.score(build([(0, 2, 1), (0, 1, 4), (0, 0, 5)], 1, 6))
    assert np.abs(forwards - backwards).max() > 1e-3


def test_no_user_and_a_user_without_a_history_work(build, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=6, wide=False))
    assert model.score(build([], 0, 6)).shape == (0, 6)
    assert np.isfinite(model.score(build([], 1, 6))).all()


def test_another_catalogue_is_rejected(build, tower_weights):
    with pytest.raises(ValueError, match="7 items"):
        LanguageModelRecommender(tower_weights(n_items=6, wide=False)).score(build([(0, 0, 5)], 1, 7))
