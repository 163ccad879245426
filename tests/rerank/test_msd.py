import numpy as np

from recsys_core.rerank import msd
from recsys_core.rerank.msd import msd_gain

SIMILARITY = np.array([[1.0, 0.8, 0.0], [0.8, 1.0, 0.1], [0.0, 0.1, 1.0]])


def test_gain_is_the_increase_of_the_total_distance():
    assert msd_gain(SIMILARITY, np.array([0])).tolist() == np.array([0.0, 1 - 0.8, 1.0]).tolist()
    total = (1 - 0.8) + 1.0 + (1 - 0.1)
    assert np.isclose((1 - 0.8) + msd_gain(SIMILARITY, np.array([0, 1]))[2], total)


def test_diversity_alone_takes_the_farthest():
    assert msd(np.array([1.0, 0.9, 0.5]), SIMILARITY, 3, lambda_=1.0).tolist() == [0, 2, 1]
