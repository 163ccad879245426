"""The contract of every rating model in the registry."""

import numpy as np
import pytest

from recsys_core.errors import DataError, NotFittedError
from recsys_core.models.base import RatingModel
from recsys_core.models.registry import RATING_REGISTRY

pytestmark = pytest.mark.parametrize("name", sorted(RATING_REGISTRY))


def all_pairs(history):
    users, items = np.divmod(np.arange(history.n_users * history.n_items), history.n_items)
    return users, items


def test_it_follows_the_protocol_under_its_registered_name(name):
    model = RATING_REGISTRY[name]()
    assert isinstance(model, RatingModel)
    assert model.name == name


def test_predicting_before_the_fit_raises(name, crowd):
    with pytest.raises(NotFittedError, match=name):
        RATING_REGISTRY[name]().predict(crowd, np.array([0]), np.array([0]))


def test_a_fit_without_ratings_raises(name, build):
    with pytest.raises(DataError, match=name):
        RATING_REGISTRY[name]().fit(build([], 2, 3))


def test_predictions_stay_in_the_range_of_the_fit(name, crowd):
    predicted = RATING_REGISTRY[name]().fit(crowd).predict(crowd, *all_pairs(crowd))
    assert predicted.shape == (40 * 30,)
    assert predicted.min() >= 1
    assert predicted.max() <= 5


def test_it_beats_the_mean_on_held_out_ratings(name, crowd):
    held_out = np.arange(len(crowd)) % 5 == 0
    seen, unseen = crowd.where(~held_out), crowd.where(held_out)
    predicted = RATING_REGISTRY[name]().fit(seen).predict(seen, unseen.user_idx, unseen.item_idx)
    error = np.mean((predicted - unseen.rating) ** 2)
    assert error < 0.8 * np.mean((seen.rating.mean() - unseen.rating) ** 2)


def test_a_refit_discards_the_first_fit(name, crowd):
    once = RATING_REGISTRY[name]().fit(crowd)
    twice = RATING_REGISTRY[name]().fit(crowd.where(crowd.user_idx < 9)).fit(crowd)
    np.testing.assert_array_equal(
        once.predict(crowd, *all_pairs(crowd)), twice.predict(crowd, *all_pairs(crowd))
    )


def test_a_user_is_predicted_from_their_history_alone(name, crowd):
    model = RATING_REGISTRY[name]().fit(crowd)
    chosen, items = np.array([7, 2, 30]), np.array([3, 4, 20])
    among_others = model.predict(crowd, chosen, items)
    np.testing.assert_allclose(model.predict(crowd.of_users(chosen), np.arange(3), items), among_others)


def test_unseen_users_and_users_without_a_history_work(name, crowd, build):
    model = RATING_REGISTRY[name]().fit(crowd)
    generous = build([(0, 2, 5), (0, 4, 5), (0, 6, 5)], 2, 30)
    predicted = model.predict(generous, np.array([0, 1]), np.array([8, 8]))
    assert predicted[0] > predicted[1]


def test_another_catalogue_and_invalid_pairs_are_rejected(name, crowd, build):
    model = RATING_REGISTRY[name]().fit(crowd)
    with pytest.raises(ValueError, match="31 items"):
        model.predict(build([(0, 1, 5)], 1, 31), np.array([0]), np.array([0]))
    with pytest.raises(ValueError, match=r"item_idx must lie in 0\.\.29, got 30\.\.30"):
        model.predict(crowd, np.array([0]), np.array([30]))
    with pytest.raises(ValueError, match="one shape"):
        model.predict(crowd, np.array([0]), np.array([1, 2]))


def test_equal_ratings_and_a_tiny_catalogue_work(name, build):
    history = build([(0, 0, 3), (0, 1, 3), (1, 1, 3), (1, 2, 3), (2, 0, 3)], 3, 3)
    predicted = RATING_REGISTRY[name]().fit(history).predict(history, *all_pairs(history))
    np.testing.assert_array_equal(predicted, 3.0)


def test_predicting_during_the_fit_does_not_change_it(name, crowd):
    watched, plain = RATING_REGISTRY[name](), RATING_REGISTRY[name]()
    pair = (np.array([1]), np.array([2]))
    epochs = []
    watched.fit(crowd, after_epoch=lambda epoch: epochs.append(epoch) or watched.predict(crowd, *pair))
    assert epochs == list(range(1, watched.n_epochs + 1))
    assert watched.predict(crowd, *pair) == plain.fit(crowd).predict(crowd, *pair)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("n_factors", 0), ("n_epochs", 0), ("learning_rate", 0.0), ("regularization", 0.0)],
)
def test_invalid_settings_are_rejected(name, setting, value):
    with pytest.raises(ValueError, match=setting):
        type(RATING_REGISTRY[name]())(**{setting: value})
