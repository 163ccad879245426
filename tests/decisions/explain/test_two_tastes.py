from itertools import product

import numpy as np
import pytest

from recsys_core.decisions.explain.two_tastes import TwoTastes, expect
from recsys_core.metrics.accuracy import ndcg


def by_listing_every_evening(person, tastes):
    """Expected NDCG by drawing out every pattern of likes over all items of each taste."""
    tastes, total = np.array(tastes), 0.0
    for taste, share in ((0, person.first_share), (1, 1 - person.first_share)):
        places = np.flatnonzero(tastes == taste)
        for likes in product([False, True], repeat=person.n_items):
            chance = np.prod([person.liking if like else 1 - person.liking for like in likes])
            hits = np.zeros((1, len(tastes)), dtype=bool)
            hits[0, places] = likes[: len(places)]
            total += share * chance * ndcg(hits, np.array([sum(likes)]))[0]
    return total


@pytest.mark.parametrize("tastes", [(0, 0, 0, 0), (0, 0, 0, 1), (1, 0, 1, 0), (1, 1, 1, 1), (0,)])
def test_expected_ndcg_equals_the_sum_over_every_evening(tastes):
    person = TwoTastes(0.8, 0.5, 4)
    assert expect(person, tastes).ndcg == pytest.approx(by_listing_every_evening(person, tastes))


def test_chances_by_hand():
    found = expect(TwoTastes(0.8, 0.5, 4), (0, 0, 0, 1))
    assert found.first == pytest.approx(0.875) and found.second == pytest.approx(0.5)
    assert found.any == pytest.approx(0.8 * 0.875 + 0.2 * 0.5)


def test_ndcg_prefers_the_list_that_serves_one_taste_alone_though_fewer_evenings_have_a_hit():
    person = TwoTastes(0.8, 0.5, 4)
    same, mixed = expect(person, (0, 0, 0, 0)), expect(person, (0, 0, 0, 1))
    assert same.ndcg > mixed.ndcg
    assert same.any < mixed.any
    assert same.second == 0 < mixed.second


def test_a_person_with_one_taste_who_likes_everything_gets_full_marks():
    found = expect(TwoTastes(1.0, 1.0, 3), (0, 0, 0))
    assert (found.ndcg, found.first, found.second, found.any) == (1.0, 1.0, 0.0, 1.0)


def test_an_empty_list_expects_nothing():
    assert expect(TwoTastes(0.8, 0.5, 4), ()).ndcg == 0.0


def test_slips_are_named():
    with pytest.raises(ValueError, match="liking"):
        TwoTastes(0.5, 1.5, 4)
    with pytest.raises(ValueError, match="n_items"):
        TwoTastes(0.5, 0.5, 0)
    with pytest.raises(ValueError, match="0 or 1"):
        expect(TwoTastes(0.8, 0.5, 4), (0, 2))
    with pytest.raises(ValueError, match="only 1"):
        expect(TwoTastes(0.8, 0.5, 1), (0, 0))
