"""The rating form: its numpy twin agrees with torch, it learns, and it serves unseen users and items."""

import numpy as np
import pytest
import torch

from recsys_core.errors import DataError, NotFittedError
from recsys_core.models.base import RatingModel
from recsys_core.models.language_model.ratings import LanguageRatings
from recsys_core.training.language_model.ratings import LanguageRatingTrainer, RatingTowers, dense_ratings
from recsys_core.types import Interactions

WIDTH = 6


def planted(seed=0, n_users=40, n_items=30):
    """Two kinds of items with different texts; half of the users love one kind, half the other."""
    rng = np.random.default_rng(seed)
    kind = np.arange(n_items) % 2
    text = rng.normal(0, 0.2, (n_items, WIDTH))
    text[:, 0] += np.where(kind, 1.0, -1.0)
    text /= np.linalg.norm(text, axis=1, keepdims=True)
    users = np.repeat(np.arange(n_users), 16)
    items = np.concatenate([rng.permutation(n_items)[:16] for _ in range(n_users)])
    rating = np.where((users % 2) == kind[items], 5.0, 1.0)
    return interactions(users, items, rating, n_users, n_items), text.astype(np.float32)


def interactions(users, items, rating, n_users, n_items):
    level = np.clip(np.round(rating), 1, 5).astype(np.int8)
    return Interactions(
        users.astype(np.int32),
        items.astype(np.int32),
        rating.astype(np.float32),
        level,
        np.arange(len(users), dtype=np.float64),
        n_users,
        n_items,
    )


def test_numpy_predicts_what_torch_predicts():
    history, text = planted()
    torch.manual_seed(3)
    net = RatingTowers(torch.from_numpy(text), 3.0, 4, 8, 0.5)
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, 0.0, 0.2) if parameter.dim() else parameter.data.fill_(2.0)
    values, seen = dense_ratings(history)
    net.eval()
    expected = net(values, seen).detach().numpy()
    model = LanguageRatings([net.export()], (-1e9, 1e9))
    users, items = np.divmod(np.arange(history.n_users * history.n_items), history.n_items)
    np.testing.assert_allclose(model.predict(history, users, items), expected.ravel(), atol=1e-4)


def test_it_learns_taste_from_texts_and_serves_unseen_users_and_items():
    history, text = planted()
    model = LanguageRatingTrainer(text, n_dimensions=4, n_hidden=16, n_epochs=150, dropout=0.0)
    model.fit(history)
    assert isinstance(model, RatingModel)
    known = np.array([0, 2, 4, 6])  # of the first kind
    unseen = interactions(np.zeros(4, int), known, np.full(4, 5.0), 1, history.n_items)
    predicted = model.predict(unseen, np.zeros(20, int), np.arange(10, 30))
    assert predicted[::2].min() > predicted[1::2].max() + 1.0
    assert predicted.min() >= 1.0 and predicted.max() <= 5.0
    empty = interactions(np.zeros(0, int), np.zeros(0, int), np.zeros(0), 1, history.n_items)
    assert np.isfinite(model.predict(empty, np.array([0]), np.array([3]))).all()


def test_members_are_averaged_and_a_seed_gives_the_same_model():
    history, text = planted()
    settings = {"n_dimensions": 4, "n_hidden": 8, "n_epochs": 3, "n_members": 2}
    one, two = (LanguageRatingTrainer(text, **settings).fit(history) for _ in range(2))
    users, items = history.user_idx[:50], history.item_idx[:50]
    both = one.predict(history, users, items)
    np.testing.assert_array_equal(both, two.predict(history, users, items))
    each = [LanguageRatings([member], (-9, 9)).predict(history, users, items) for member in one.members]
    np.testing.assert_allclose(both, np.clip(np.mean(each, axis=0), 1, 5), atol=1e-6)


def test_invalid_input_is_rejected():
    history, text = planted()
    nothing = interactions(np.zeros(0, int), np.zeros(0, int), np.zeros(0), 1, history.n_items)
    with pytest.raises(DataError):
        LanguageRatingTrainer(text).fit(nothing)
    with pytest.raises(NotFittedError):
        LanguageRatingTrainer(text).predict(history, np.array([0]), np.array([0]))
    with pytest.raises(ValueError, match="n_members must be at least 1"):
        LanguageRatingTrainer(text, n_members=0)
    with pytest.raises(ValueError, match="dropout"):
        LanguageRatingTrainer(text, dropout=1.0)
