import numpy as np
import pytest

from recsys_core.metrics import distances as distances_module
from recsys_core.metrics.distances import Distances
from recsys_core.metrics.novelty import self_information, serendipity, unexpectedness
from recsys_core.types import Interactions, ItemSpace

SPACE = ItemSpace("text", np.array([[1, 0], [0, 1], [-1, 0], [0, 0]], np.float32))


def history(user_idx, item_idx, n_users=2):
    n = len(user_idx)
    return Interactions(
        np.array(user_idx, np.int32),
        np.array(item_idx, np.int32),
        np.ones(n, np.float32),
        np.full(n, 5, np.int8),
        np.arange(n, dtype=float),
        n_users,
        4,
    )


def test_self_information_by_hand():
    popularity = np.array([8, 4, 1, 0])
    lists = np.array([[0, 1], [2, -1], [3, 2], [-1, -1]])
    # what nobody knows counts as known by one of eight
    np.testing.assert_allclose(self_information(lists, popularity, n_users=8), [(0 + 1) / 2, 3, 3, 0])


def test_distance_to_history_by_hand():
    known = history([0, 0], [0, 1])
    found = Distances(SPACE).to_history(np.array([[2, 1, 3], [0, -1, 1]]), np.array([0, 1]), known)
    np.testing.assert_allclose(found, [[(2 + 1) / 2, (1 + 0) / 2, 0], [0, np.nan, 0]])


def test_lists_of_several_users_do_not_share_their_history(monkeypatch):
    known = history([0, 1], [0, 1])
    lists, users = np.array([[2], [2], [2]]), np.array([0, 1, 0])
    expected = [[2], [1], [2]]
    np.testing.assert_allclose(Distances(SPACE).to_history(lists, users, known), expected)
    monkeypatch.setattr(distances_module, "_TABLE_LIMIT", 1)
    np.testing.assert_allclose(Distances(SPACE).to_history(lists, users, known), expected)


def test_unexpectedness_and_serendipity_by_hand():
    away = np.array([[1.5, 0.5, np.nan], [np.nan, np.nan, np.nan]])
    liked = np.array([[False, True, False], [False, False, False]])
    np.testing.assert_allclose(unexpectedness(away), [1.0, 0])
    np.testing.assert_allclose(serendipity(away, liked), [0.25, 0])


def test_serendipity_is_at_most_unexpectedness():
    rng = np.random.default_rng(0)
    away, liked = rng.random((50, 5)), rng.random((50, 5)) < 0.5
    assert np.all(serendipity(away, liked) <= unexpectedness(away) + 1e-12)
    assert serendipity(away, np.ones_like(liked)) == pytest.approx(unexpectedness(away))
