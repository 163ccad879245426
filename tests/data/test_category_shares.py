import numpy as np
import pandas as pd

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_shares
from recsys_core.types import Interactions


def test_an_item_is_shared_between_its_categories():
    nobody = np.empty(0)
    history = Interactions(
        nobody.astype(np.int32), nobody.astype(np.int32), nobody, nobody.astype(np.int8), nobody, 1, 3
    )
    items = pd.DataFrame(
        {"title": list("abc"), "year": pd.array([1, 2, 3], "Int64"), "categories": [("x", "y"), ("x",), ()]}
    )
    ids = np.array(["0", "1", "2"])
    dataset = Dataset("toy", history, ids[:1], ids, items, pd.DataFrame(index=range(1)), "Toy")
    assert category_shares(dataset).tolist() == [[0.5, 0.5], [1, 0], [0, 0]]
