import numpy as np
import pytest
from scipy.stats import entropy

from recsys_core.metrics.calibration import miscalibration
from recsys_core.metrics.similarity import aspect_shares

ASPECTS = np.array([[1, 0], [1, 1], [0, 1], [0, 0]])


def test_matching_proportions_have_no_divergence():
    value = miscalibration(np.array([[0, 2]]), aspect_shares(ASPECTS), np.array([[0.5, 0.5]]))
    np.testing.assert_allclose(value, [0], atol=1e-12)


def test_agrees_with_scipys_divergence():
    lists = np.array([[0, 1, -1], [0, 0, 2]])
    profile = np.array([[0.2, 0.8], [0.6, 0.4]])
    shown = np.array([[0.75, 0.25], [2 / 3, 1 / 3]])
    expected = entropy(profile, 0.99 * shown + 0.01 * profile, axis=1)
    np.testing.assert_allclose(miscalibration(lists, aspect_shares(ASPECTS), profile), expected, atol=1e-12)


def test_the_ends():
    shares = aspect_shares(ASPECTS)
    nothing_of_it = miscalibration(np.array([[0, 0], [3, -1]]), shares, np.array([[0.0, 1.0], [0.5, 0.5]]))
    np.testing.assert_allclose(nothing_of_it, [np.log(100)] * 2)
    np.testing.assert_allclose(miscalibration(np.array([[0]]), shares, np.zeros((1, 2))), [0])


def test_smoothing_outside_its_range_is_refused():
    with pytest.raises(ValueError, match="smoothing"):
        miscalibration(np.array([[0]]), aspect_shares(ASPECTS), np.zeros((1, 2)), smoothing=0.0)
