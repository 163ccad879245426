import numpy as np
import pandas as pd

from recsys_core.data.dataset import Dataset
from recsys_core.data.taste import category_shares, taste_profile
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


def test_who_liked_nothing_with_a_category_gets_the_catalogues_shares():
    data = dataset()
    profile = taste_profile(category_shares(data), data.interactions)
    assert profile[1].tolist() == profile[2].tolist() == [0.75, 0.25]
