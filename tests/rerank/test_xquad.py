import numpy as np
import pytest

from recsys_core.rerank import xquad
from recsys_core.rerank.xquad import xquad_gain

ASPECTS = np.array([[1, 0], [1, 0], [0, 1], [1, 1], [0, 0]], float)
RELEVANCE = np.array([1.0, 0.9, 0.3, 0.2, 0.1])


def test_gain_by_hand():
    share = np.array([[1, 0], [0.5, 0.5], [0, 0]])
    wanted = np.array([0.75, 0.25])
    assert xquad_gain(share, wanted, np.array([], int)).tolist() == [0.75, 0.5, 0.0]
    assert xquad_gain(share, wanted, np.array([1])).tolist() == [0.375, 0.25, 0.0]


def test_zero_keeps_relevance_order():
    assert xquad(RELEVANCE, ASPECTS, np.array([3.0, 1.0]), 5, lambda_=0.0).tolist() == [0, 1, 2, 3, 4]


def test_the_second_category_gets_its_turn():
    assert xquad(RELEVANCE, ASPECTS, np.array([3.0, 1.0]), 2, lambda_=0.9).tolist() == [0, 2]


def test_a_person_without_history_wants_every_category_alike():
    assert xquad(RELEVANCE, ASPECTS, np.zeros(2), 2, lambda_=1.0).tolist() == [0, 2]


def test_negative_memberships_are_refused():
    with pytest.raises(ValueError, match="aspects must be finite and at least 0"):
        xquad(RELEVANCE, -ASPECTS, np.ones(2), 2, lambda_=1.0)
    with pytest.raises(ValueError, match=r"the profile \(n_aspects,\)"):
        xquad(RELEVANCE, ASPECTS, np.ones(3), 2, lambda_=1.0)
