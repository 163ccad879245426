import numpy as np
import pytest

from recsys_core.types import Interactions


def interactions(rows, n_users, n_items):
    """(user, item, level) triples, in time order within a user."""
    rows = sorted(rows, key=lambda row: row[0])
    user, item, level = (np.array(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    return Interactions(
        np.asarray(user, np.int32),
        np.asarray(item, np.int32),
        np.asarray(level, np.float32),
        np.asarray(level, np.int8),
        np.arange(len(rows), dtype=float),
        n_users,
        n_items,
    )


@pytest.fixture
def build():
    return interactions


@pytest.fixture
def crowd():
    """Forty users of two tastes over thirty items; the last item has no interaction."""
    rng = np.random.default_rng(3)
    rows = []
    for user in range(40):
        favourite = np.arange(15) if user % 2 else np.arange(15, 29)
        other = np.arange(15, 29) if user % 2 else np.arange(15)
        rows += [(user, item, 4 + item % 2) for item in rng.choice(favourite, 8, replace=False)]
        rows += [(user, item, 1 + item % 3) for item in rng.choice(other, 3, replace=False)]
    return interactions(rows, 40, 30)
