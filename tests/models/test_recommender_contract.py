"""The contract of every recommender in the registry."""

from functools import partial

import numpy as np
import pytest

from recsys_core.errors import NotFittedError
from recsys_core.models import REGISTRY, Recommender, top_candidates
from recsys_core.training.baselines import TRAINED_REGISTRY

# two epochs are enough, because the contract does not cover quality
REGISTRY = REGISTRY | {name: partial(model, n_epochs=2) for name, model in TRAINED_REGISTRY.items()}
pytestmark = pytest.mark.parametrize("name", sorted(REGISTRY))


def test_it_follows_the_protocol_under_its_registered_name(name):
    model = REGISTRY[name]()
    assert isinstance(model, Recommender)
    assert model.name == name


def test_scoring_before_the_fit_raises(name, crowd):
    with pytest.raises(NotFittedError, match=name):
        REGISTRY[name]().score(crowd)


def test_scores_are_finite_float32_for_every_item(name, crowd):
    scores = REGISTRY[name]().fit(crowd).score(crowd)
    assert scores.shape == (40, 30)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()


def test_a_refit_discards_the_first_fit(name, crowd):
    once = REGISTRY[name]().fit(crowd)
    twice = REGISTRY[name]().fit(crowd.where(crowd.user_idx < 9)).fit(crowd)
    np.testing.assert_array_equal(once.score(crowd), twice.score(crowd))


def test_scoring_does_not_change_the_model(name, crowd):
    model = REGISTRY[name]().fit(crowd)
    first = model.score(crowd)
    model.score(crowd.of_users(np.array([3, 1])))
    np.testing.assert_array_equal(first, model.score(crowd))


def test_a_user_is_scored_from_their_history_alone(name, crowd):
    """The same history gives the same scores among other users, in any order."""
    model = REGISTRY[name]().fit(crowd)
    chosen = np.array([7, 2, 30])
    np.testing.assert_allclose(model.score(crowd.of_users(chosen)), model.score(crowd)[chosen], atol=1e-5)


def test_an_unseen_user_can_be_scored(name, crowd, build):
    model = REGISTRY[name]().fit(crowd)
    unseen = build([(0, 16, 5), (0, 20, 4)], 1, 30)
    assert np.isfinite(model.score(unseen)).all()


def test_users_without_a_history_get_the_same_scores(name, crowd, build):
    scores = REGISTRY[name]().fit(crowd).score(build([], 2, 30))
    assert np.isfinite(scores).all()
    np.testing.assert_array_equal(scores[0], scores[1])


def test_another_catalogue_is_rejected(name, crowd, build):
    with pytest.raises(ValueError, match="31 items"):
        REGISTRY[name]().fit(crowd).score(build([(0, 1, 5)], 1, 31))


def test_more_candidates_than_items(name, crowd):
    candidates = top_candidates(REGISTRY[name]().fit(crowd).score(crowd), crowd, n=100)
    assert candidates.items.shape == (40, 30)
    np.testing.assert_array_equal(candidates.counts, 30 - crowd.counts)


def test_equal_levels_and_a_tiny_catalogue_work(name, build):
    history = build([(0, 0, 3), (0, 1, 3), (1, 1, 3), (1, 2, 3), (2, 0, 3)], 3, 3)
    assert np.isfinite(REGISTRY[name]().fit(history).score(history)).all()
