import numpy as np
import pytest

from recsys_core.rerank import calibration
from recsys_core.rerank.calibration import calibration_gain

SHARE = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], float)


def test_a_list_in_the_persons_proportions_diverges_by_nothing():
    gain = calibration_gain(SHARE, np.array([0.5, 0.5]), np.array([0]))
    assert gain[2] == pytest.approx(0.0, abs=1e-12)
    assert gain[1] == pytest.approx(-(0.5 * np.log(0.5 / 0.995) + 0.5 * np.log(0.5 / 0.005)))


def test_the_list_takes_the_proportions_of_the_history():
    share = np.repeat([[1, 0], [0, 1]], 10, axis=0).astype(float)
    picked = calibration(np.linspace(1, 0, 20), share, np.array([7.0, 3.0]), 10, lambda_=1.0)
    assert (picked < 10).sum() == 7


def test_without_a_history_relevance_decides():
    relevance = np.array([0.9, 0.8, 0.7, 0.1])
    assert calibration(relevance, SHARE, np.zeros(2), 4, lambda_=0.9).tolist() == [0, 1, 2, 3]
