import numpy as np
import pandas as pd
import pytest

from recsys_core.handoff import deciding, saved
from recsys_core.store import Store
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits

LIMITS = Limits(0.1, 0.1)


@pytest.fixture(scope="session")
def bench():
    return Workbench.open("sample")


@pytest.fixture(scope="session")
def record(bench):
    """The recommended setting within wide limits, so that it is beyond relevance only."""
    chosen = deciding.recommended(bench, LIMITS, 10)
    return deciding.record_of(bench, "sample", chosen, LIMITS, 10)


@pytest.fixture
def store(tmp_path):
    return Store.open(f"sqlite:///{tmp_path / 'decisions.db'}")


@pytest.fixture
def autumn(store, record):
    """A saved decision."""
    saved.save(store, "autumn", record, "Ada", reason="more variety")
    return saved.load(store, "autumn")


@pytest.fixture(scope="session")
def people_file(tmp_path_factory):
    """Write interactions of some people with odd ids; returns the path."""

    def write(n_users=40, n_items=60, ids=None, seed=0):
        rng = np.random.default_rng(seed)
        rows = [
            (user, item, int(rng.integers(3, 6)), at)
            for user in range(n_users)
            for at, item in enumerate(rng.permutation(n_items)[:15])
        ]
        table = pd.DataFrame(rows, columns=["user_id", "item_id", "rating", "timestamp"])
        table["title"] = "Film " + table["item_id"].astype(str)
        table["categories"] = table["item_id"].map(lambda item: f"g{item % 4}|g{item % 3 + 4}")
        if ids is not None:
            table["user_id"] = table["user_id"].map(ids)
        path = tmp_path_factory.mktemp("people") / "ratings.csv"
        table.to_csv(path, index=False)
        return path

    return write
