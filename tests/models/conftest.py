import numpy as np
import pytest

from recsys_core.models.language_model.towers import TowerWeights
from recsys_core.types import Interactions


def interactions(rows, n_users, n_items):
    """(user, item, level) triples, in time order within a user."""
    rows = sorted(rows, key=lambda row: row[0])
    user, item, level = (np.array(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    return Interactions(
        np.asarray(user, np.int32), np.asarray(item, np.int32), np.asarray(level, np.float32),
        np.asarray(level, np.int8), np.arange(len(rows), dtype=float), n_users, n_items,
    )


@pytest.fixture
def build():
    return interactions


@pytest.fixture
def crowd():
    """Forty people of two tastes over thirty items; the last item was never met."""
    rng = np.random.default_rng(3)
    rows = []
    for user in range(40):
        favourite = np.arange(15) if user % 2 else np.arange(15, 29)
        other = np.arange(15, 29) if user % 2 else np.arange(15)
        rows += [(user, item, 4 + item % 2) for item in rng.choice(favourite, 8, replace=False)]
        rows += [(user, item, 1 + item % 3) for item in rng.choice(other, 3, replace=False)]
    return interactions(rows, 40, 30)


@pytest.fixture
def tower_weights():
    """Random towers: 4 dimensions, 2 recency channels, 6 hidden units, 1 channel in 2 matrices or none."""

    def make(n_items, wide=True, seed=0):
        rng = np.random.default_rng(seed)
        shapes = {
            "item_in": (n_items, 4), "item_out": (n_items, 4), "item_bias": (n_items,), "levels": (2, 5),
            "mixers": (2, 4, 4), "norm_scale": (4,), "norm_shift": (4,), "hidden_weight": (6, 4),
            "hidden_bias": (6,), "output_weight": (4, 6), "output_bias": (4,),
            "wide_levels": (2 * wide, 1, 5),
        }
        arrays = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
        return TowerWeights(
            **arrays, decays=np.array([2, 1e9], np.float32), wide_decays=np.array([5], np.float32),
            wide_l2=np.array([3, 7], np.float32)[: 2 * wide],
        )

    return make
