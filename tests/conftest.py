from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.evaluation.paths import Paths
from recsys_core.models.language_model.towers import TowerWeights, stack
from recsys_core.training.language_model.checkpoint import write_checkpoint
from recsys_core.types import Interactions, ItemSpace


@pytest.fixture(scope="session")
def random_checkpoint():
    """Write a checkpoint that scores a data set, with weights nobody trained."""

    def write(folder, dataset, seed=0):
        rng = np.random.default_rng(seed)
        n, d = len(dataset.item_ids), 4
        shapes = {
            "item_in": (n, d), "item_out": (n, d), "item_bias": (n,), "decays": (1,), "levels": (1, 5),
            "mixers": (1, d, d), "norm_scale": (d,), "norm_shift": (d,), "hidden_weight": (3, d),
            "hidden_bias": (3,), "output_weight": (d, 3), "output_bias": (d,), "wide_decays": (0,),
            "wide_levels": (0, 0, 5), "wide_l2": (0,),
        }  # fmt: skip
        arrays = stack([TowerWeights(**{name: rng.random(shape) + 0.1 for name, shape in shapes.items()})])
        card = {
            "data": {"name": dataset.name, "fingerprint": dataset.fingerprint},
            "protocol": {"test_share": 0.2, "valid_share": 0.1},
            "stages": {"test": {"trainable": {"language model": 7, "towers": 11}}},
            "minutes": 1.5,
        }
        ids = [str(item) for item in dataset.item_ids]
        write_checkpoint(folder, card, {"valid": arrays, "test": arrays}, rng.normal(size=(n, 6)), ids)
        return folder

    return write


def _interactions(rng, n_users, n_items, each):
    user_idx = np.repeat(np.arange(n_users, dtype=np.int32), each)
    chosen = [rng.choice(n_items, each, replace=False) for _ in range(n_users)]
    item_idx = np.concatenate(chosen).astype(np.int32)
    n = len(user_idx)
    return Interactions(
        user_idx, item_idx, np.ones(n, np.float32), rng.integers(1, 6, n).astype(np.int8),
        np.arange(n, dtype=np.float64), n_users, n_items,
    )


def _spaces(rng, n_items):
    genres = (rng.random((n_items, 6)) < 0.3).astype(np.float32)
    text = rng.normal(size=(n_items, 8)).astype(np.float32)
    text /= np.linalg.norm(text, axis=1, keepdims=True)
    text[0] = 0.0  # one item that nothing is known about
    return {"categories": ItemSpace("categories", genres, "jaccard"), "text": ItemSpace("text", text)}


@pytest.fixture
def make_lists():
    def make(rng, n_users=7, n_items=30, k=5, most=6, shared=True):
        counts = rng.integers(1, most + 1, n_users)
        breakpoints, items = [], []
        for count in counts:
            # shared: from a grid, so that several people change at one λ
            later = rng.choice(np.arange(1, 21) / 20, count - 1, replace=False)
            breakpoints += [0.0, *np.sort(later if shared else rng.random(count - 1))]
            for _ in range(count):
                size = k if rng.random() < 0.8 else rng.integers(0, k + 1)
                row = np.full(k, -1, np.int32)
                row[:size] = rng.choice(n_items, size, replace=False)
                items.append(row)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        exact = np.ones(n_users, bool)
        return Paths(None, k, offsets, np.array(breakpoints), np.array(items, np.int32), exact)

    return make


@pytest.fixture
def make_world(make_lists):
    def make(seed, n_users=7, n_items=30, k=5, **lists):
        rng = np.random.default_rng(seed)
        paths = make_lists(rng, n_users, n_items, k, **lists)
        target, history = (_interactions(rng, n_users, n_items, each) for each in (4, 6))
        return SimpleNamespace(
            rng=rng, paths=paths, ground_truth=GroundTruth(target, history, _spaces(rng, n_items))
        )

    return make
