import numpy as np

from recsys_core.models.classic.popularity import Popularity


def test_likes_come_first_then_interactions(build):
    history = build([(0, 0, 5), (1, 0, 4), (0, 1, 5), (1, 2, 2)], 2, 4)
    scores = Popularity().fit(history).score(history)
    assert np.argsort(-scores[0], kind="stable").tolist() == [0, 1, 2, 3]
    assert scores[0, 3] == 0
