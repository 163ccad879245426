import numpy as np
import pytest

from recsys_core.errors import NotFittedError
from recsys_core.models.language_model.attribution import history_shares
from recsys_core.models.language_model.recommender import LanguageModelRecommender

ALL_ITEMS = np.arange(30)


@pytest.mark.parametrize("wide", [True, False])
def test_shares_sum_to_the_score(crowd, build, tower_weights, wide):
    """For a fitted user, whose own history is left out, and an unseen one; over two members."""
    members = [tower_weights(n_items=30, wide=wide, seed=seed) for seed in (0, 1)]
    model = LanguageModelRecommender(members).fit(crowd)
    for user in (crowd.of_users(np.array([6])), build([(0, 3, 5), (0, 17, 1), (0, 9, 4)], 1, 30)):
        shares = history_shares(model, user, ALL_ITEMS)
        assert shares.total.shape == (len(user), 30)
        summed = shares.total.sum(axis=0) + shares.rest
        np.testing.assert_allclose(summed, model.score(user)[0], rtol=1e-3, atol=1e-3)
        assert bool(shares.wide.any()) == wide


def test_only_the_given_items_are_split(crowd, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=30)).fit(crowd)
    user = crowd.of_users(np.array([2]))
    some = history_shares(model, user, np.array([4, 28]))
    complete = history_shares(model, user, ALL_ITEMS)
    np.testing.assert_allclose(some.total, complete.total[:, [4, 28]], atol=1e-5)


def test_a_user_without_a_history_has_only_the_rest(build, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=30, wide=False))
    empty = build([], 1, 30)
    shares = history_shares(model, empty, ALL_ITEMS)
    assert shares.total.shape == (0, 30)
    np.testing.assert_allclose(shares.rest, model.score(empty)[0], atol=1e-4)


def test_it_needs_exactly_one_user_and_a_fitted_model(crowd, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=30))
    with pytest.raises(ValueError, match="one user"):
        history_shares(model, crowd, ALL_ITEMS)
    with pytest.raises(NotFittedError):
        history_shares(model, crowd.of_users(np.array([0])), ALL_ITEMS)
