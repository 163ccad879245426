import numpy as np
import pytest

from recsys_core.models.language_model.towers import stack, unstack


def test_unstack_reverses_stack(tower_weights):
    members = [tower_weights(n_items=7, seed=seed) for seed in (0, 1, 2)]
    again = unstack(stack(members))
    assert len(again) == 3 and again[0].n_items == 7 and len(again[0].wide_l2) == 2
    for one, other in zip(members, again, strict=True):
        np.testing.assert_allclose(other.item_in, one.item_in, atol=2e-3)
        np.testing.assert_array_equal(other.levels, one.levels)


def test_missing_misshapen_and_infinite_arrays_are_named_in_the_error(tower_weights):
    arrays = stack([tower_weights(n_items=7)])
    with pytest.raises(ValueError, match="missing mixers"):
        unstack({name: value for name, value in arrays.items() if name != "mixers"})
    with pytest.raises(ValueError, match="item_bias must have shape"):
        unstack({**arrays, "item_bias": np.zeros((1, 3))})
    with pytest.raises(ValueError, match="not finite: levels"):
        unstack({**arrays, "levels": np.full_like(arrays["levels"], np.nan)})
    with pytest.raises(ValueError, match="different numbers of members"):
        unstack({**arrays, "levels": np.zeros((2, 2, 5))})
