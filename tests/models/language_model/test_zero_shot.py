import numpy as np

from recsys_core.models.base import Recommender
from recsys_core.models.language_model.zero_shot import ZeroShot


def test_it_uses_the_texts_of_liked_items_only(build):
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]], np.float32)
    history = build([(0, 0, 5), (0, 2, 1)], 1, 4)
    model = ZeroShot(vectors).fit(history)
    assert isinstance(model, Recommender)
    scores = model.score(history)[0]
    assert scores[1] > 0 > scores[3]


def test_a_common_direction_changes_nothing(build):
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(6, 3)).astype(np.float32)
    history = build([(0, 0, 5), (0, 4, 4)], 1, 6)
    shifted = ZeroShot(vectors + np.float32(3)).score(history)
    np.testing.assert_allclose(ZeroShot(vectors).score(history), shifted, atol=1e-4)


def test_a_user_without_likes_gets_zeros(build):
    scores = ZeroShot(np.eye(3, dtype=np.float32)).score(build([(0, 1, 2)], 2, 3))
    assert not scores.any()
