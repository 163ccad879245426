import numpy as np
import pytest

from recsys_core.metrics.popularity import average_popularity, long_tail_items, long_tail_share

POPULARITY = np.array([60, 5, 30, 5, 0])


def test_the_head_is_the_fewest_items_with_the_stated_share():
    # 60 of 100 is not yet 80%, 90 is: two items are the head
    assert long_tail_items(POPULARITY).tolist() == [False, True, False, True, True]


def test_an_exact_share_needs_no_further_item():
    assert long_tail_items(np.array([80, 20])).tolist() == [False, True]


def test_without_history_everything_is_tail():
    assert long_tail_items(np.zeros(3, int)).all()


def test_shares_by_hand():
    lists = np.array([[0, 1, 4], [0, -1, -1], [-1, -1, -1]])
    np.testing.assert_allclose(long_tail_share(lists, long_tail_items(POPULARITY)), [2 / 3, 0, 0])
    np.testing.assert_allclose(average_popularity(lists, POPULARITY, n_users=60), [65 / 180, 1, 0])


def test_a_share_outside_its_range_is_refused():
    with pytest.raises(ValueError, match="head_share"):
        long_tail_items(POPULARITY, head_share=1.0)
