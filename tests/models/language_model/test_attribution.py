import numpy as np
import pytest

from recsys_core.errors import NotFittedError
from recsys_core.models.language_model.attribution import history_shares
from recsys_core.models.language_model.recommender import LanguageModelRecommender

EVERYTHING = np.arange(30)


@pytest.mark.parametrize("wide", [True, False])
def test_shares_sum_to_the_score(crowd, build, tower_weights, wide):
    """For someone in the fit, whose own rows are left out, and for a stranger; over two members."""
    members = [tower_weights(n_items=30, wide=wide, seed=seed) for seed in (0, 1)]
    model = LanguageModelRecommender(members).fit(crowd)
    for person in (crowd.of_users(np.array([6])), build([(0, 3, 5), (0, 17, 1), (0, 9, 4)], 1, 30)):
        shares = history_shares(model, person, EVERYTHING)
        assert shares.total.shape == (len(person), 30)
        summed = shares.total.sum(axis=0) + shares.rest
        np.testing.assert_allclose(summed, model.score(person)[0], rtol=1e-3, atol=1e-3)
        assert bool(shares.wide.any()) == wide


def test_only_the_items_asked_for(crowd, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=30)).fit(crowd)
    person = crowd.of_users(np.array([2]))
    some = history_shares(model, person, np.array([4, 28]))
    all_of_them = history_shares(model, person, EVERYTHING)
    np.testing.assert_allclose(some.total, all_of_them.total[:, [4, 28]], atol=1e-5)


def test_someone_without_history_has_only_the_rest(build, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=30, wide=False))
    nobody = build([], 1, 30)
    shares = history_shares(model, nobody, EVERYTHING)
    assert shares.total.shape == (0, 30)
    np.testing.assert_allclose(shares.rest, model.score(nobody)[0], atol=1e-4)


def test_one_person_at_a_time_and_fitted(crowd, tower_weights):
    model = LanguageModelRecommender(tower_weights(n_items=30))
    with pytest.raises(ValueError, match="one person"):
        history_shares(model, crowd, EVERYTHING)
    with pytest.raises(NotFittedError):
        history_shares(model, crowd.of_users(np.array([0])), EVERYTHING)
