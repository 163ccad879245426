import numpy as np
import pytest

from recsys_core.models.tower_weights import TowerWeights


def test_what_is_stored_comes_back(tower_weights):
    weights = tower_weights(n_items=7)
    again = TowerWeights.from_arrays(weights.to_arrays())
    np.testing.assert_allclose(again.item_in, weights.item_in, atol=2e-3)
    np.testing.assert_array_equal(again.levels, weights.levels)
    assert again.n_items == 7 and again.has_wide


def test_missing_misshapen_and_infinite_arrays_are_named(tower_weights):
    arrays = tower_weights(n_items=7).to_arrays()
    with pytest.raises(ValueError, match="missing mixers"):
        TowerWeights.from_arrays({name: value for name, value in arrays.items() if name != "mixers"})
    with pytest.raises(ValueError, match="item_bias must have shape"):
        TowerWeights.from_arrays({**arrays, "item_bias": np.zeros(3)})
    with pytest.raises(ValueError, match="not finite: levels"):
        TowerWeights.from_arrays({**arrays, "levels": np.full_like(arrays["levels"], np.nan)})
