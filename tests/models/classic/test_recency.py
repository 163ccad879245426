import numpy as np
import pytest

from recsys_core.models.classic.recency import Recency, ages, level_values


def test_the_newest_has_age_zero(build):
    history = build([(0, 4, 5), (0, 2, 3), (2, 1, 1)], 3, 5)
    assert ages(history).tolist() == [1, 0, 0]


def test_weights_fall_from_one_to_the_floor(build):
    history = build([(0, item, 5) for item in range(60)], 1, 60)
    weights = Recency(decay=2.0, floor=0.25).weights(history)
    assert weights[-1] == 1.0
    assert weights[-2] == pytest.approx(0.25 + 0.75 * np.exp(-0.5))
    assert weights[0] == pytest.approx(0.25)


def test_each_level_has_its_weight(build):
    history = build([(0, 0, 1), (0, 1, 5), (0, 2, 3)], 1, 3)
    assert level_values(history).tolist() == [0.05, 1.0, 0.3]


def test_invalid_settings_are_rejected(build):
    with pytest.raises(ValueError, match="decay"):
        Recency(decay=0)
    with pytest.raises(ValueError, match="floor"):
        Recency(floor=1.5)
    with pytest.raises(ValueError, match="five"):
        level_values(build([(0, 0, 1)], 1, 1), (1.0, 2.0))
