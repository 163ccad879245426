import dataclasses

import numpy as np
import pandas as pd
import pytest

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_shares, taste_profile
from recsys_core.metrics.calibration import item_shares, taste
from recsys_core.types import Interactions


def dataset():
    history = Interactions(
        np.array([0, 0, 1], np.int32),
        np.array([0, 1, 2], np.int32),
        np.array([5, 4, 5], np.float32),
        np.array([5, 4, 5], np.int8),
        np.arange(3.0),
        n_users=3,
        n_items=3,
    )
    items = pd.DataFrame(
        {"title": list("abc"), "year": pd.array([1, 2, 3], "Int64"), "categories": [("x", "y"), ("x",), ()]}
    )
    ids = np.array(["0", "1", "2"])
    return Dataset("toy", history, ids, ids, items, pd.DataFrame(index=range(3)), "Toy")


def test_an_item_is_shared_between_its_categories():
    assert category_shares(dataset()).tolist() == [[0.5, 0.5], [1, 0], [0, 0]]


def test_a_profile_is_what_was_liked():
    data = dataset()
    profile = taste_profile(category_shares(data), data.interactions)
    assert profile[0].tolist() == [0.75, 0.25]


def test_who_rated_nothing_with_a_category_has_no_profile():
    data = dataset()
    profile = taste_profile(category_shares(data), data.interactions)
    assert profile[1].tolist() == profile[2].tolist() == [0, 0]


def test_who_liked_nothing_is_described_by_all_of_the_history():
    data = dataset()
    rows = dataclasses.replace(data.interactions, level=np.array([1, 2, 5], np.int8))
    assert taste_profile(category_shares(data), rows)[0].tolist() == [0.75, 0.25]


@pytest.mark.parametrize("seed", range(5))
def test_what_a_reranker_aims_at_is_what_it_is_measured_against(seed):
    rng = np.random.default_rng(seed)
    cells = np.sort(rng.choice(30 * 12, 80, replace=False))  # some of the people have no history
    level = rng.choice([1, 2, 3, 4, 5], 80, p=[0.3, 0.2, 0.2, 0.2, 0.1])  # and some like nothing
    people, items = (cells // 12).astype(np.int32), (cells % 12).astype(np.int32)
    stars, times = level.astype(np.float32), np.arange(80.0)
    history = Interactions(people, items, stars, level.astype(np.int8), times, n_users=30, n_items=12)
    membership = (rng.random((12, 4)) < 0.3).astype(np.float64)
    profile = taste_profile(item_shares(membership), history)
    np.testing.assert_allclose(profile, taste(history, membership), atol=1e-12)
