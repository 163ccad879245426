import numpy as np
import pytest

from recsys_core.models.tower_weights import TowerWeights, stack
from recsys_core.training.checkpoint import write_checkpoint


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
            "stages": {"test": {"trainable": {"language model": 7, "towers": 11}}},
            "minutes": 1.5,
        }
        ids = [str(item) for item in dataset.item_ids]
        write_checkpoint(folder, card, {"valid": arrays, "test": arrays}, rng.normal(size=(n, 6)), ids)
        return folder

    return write
