import numpy as np
import pytest

from recsys_core.decisions.explain.rare_items import rare_items
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.types import Candidates, Interactions, ItemSpace


def interactions(pairs, n_users=2, n_items=3):
    users, items = (np.array(column, np.int32) for column in zip(*pairs, strict=True))
    ones = np.ones(len(users), np.float32)
    return Interactions(users, items, ones, np.full(len(users), 5, np.int8), ones, n_users, n_items)


@pytest.fixture
def truth():
    history = interactions([(0, 0), (1, 0)])  # item 0 twice, items 1 and 2 never
    later = interactions([(0, 1), (1, 2)])
    return GroundTruth(later, history, {"co_rating": ItemSpace("co_rating", np.eye(3, dtype=np.float32))})


def model(*rows):
    return Candidates(np.array(rows, np.int32), np.zeros((len(rows), len(rows[0]))))


def test_likes_are_found_among_the_best_items_only(truth):
    models = {"a": model([1, 2], [0, 2]), "b": model([1, 2], [2, 0])}
    found = rare_items(truth, models, (1,), 1)
    assert found.likes.tolist() == [2, 0]
    assert found.found["a"][0] == 0.5 and found.found["b"][0] == 1.0
    assert np.isnan(found.found["a"][1]) and found.best(0) == "b"
    assert rare_items(truth, models, (1,), 2).best(0) == "a"  # both find all: the first


def test_more_depth_than_candidates_is_refused(truth):
    with pytest.raises(ValueError, match="depth must be at most 2"):
        rare_items(truth, {"a": model([1, 2], [0, 2])}, (1,), 3)
