import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from recsys_core.data.split import TEST, TRAIN, VALID, split_by_time
from recsys_core.types import Interactions


def interactions(counts):
    """Users with the given numbers of interactions, item_idx = position within the user."""
    user_idx = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    position = np.concatenate([np.arange(count) for count in counts] or [np.empty(0)]).astype(np.int32)
    n = len(user_idx)
    time = (position // 2).astype(float)  # pairs tie
    return Interactions(
        user_idx, position, np.ones(n, np.float32), np.full(n, 5, np.int8), time, len(counts), 50
    )


def test_ten_interactions_by_hand():
    assert split_by_time(interactions([10])).part.tolist() == [TRAIN] * 7 + [VALID] + [TEST] * 2


def test_thirty_times_a_tenth_is_three_not_four():
    part = split_by_time(interactions([30])).part
    assert [(part == which).sum() for which in (TRAIN, VALID, TEST)] == [21, 3, 6]


def test_one_two_and_three_interactions():
    part = split_by_time(interactions([1, 2, 3])).part
    assert part.tolist() == [TEST, VALID, TEST, TRAIN, VALID, TEST]


def test_shares_outside_the_range_are_refused():
    with pytest.raises(ValueError, match="sum below 1"):
        split_by_time(interactions([3]), test_share=0.7, valid_share=0.3)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 45), min_size=1, max_size=8), st.integers(1, 5), st.integers(0, 4))
def test_parts_are_a_partition_in_order_with_ceil_counts(counts, test_tenths, valid_tenths):
    rows = interactions(counts)
    split = split_by_time(rows, test_share=test_tenths / 10, valid_share=valid_tenths / 10)
    for user, count in enumerate(counts):
        mine = split.part[rows.user_idx == user]
        assert np.all(np.diff(mine) >= 0)  # train, then validation, then test, ties included
        n_test = math.ceil(test_tenths * count / 10 - 1e-12)
        n_valid = min(math.ceil(valid_tenths * count / 10 - 1e-12), count - n_test)
        assert [(mine == which).sum() for which in (VALID, TEST)] == [n_valid, n_test]
    for stage in ("valid", "test"):
        history, target = split.history(stage), split.target(stage)
        seen = set(zip(history.user_idx.tolist(), history.item_idx.tolist(), strict=True))
        wanted = set(zip(target.user_idx.tolist(), target.item_idx.tolist(), strict=True))
        assert not seen & wanted
    assert len(split.history("test")) + len(split.target("test")) == len(rows)
    assert len(split.history("valid")) + len(split.target("valid")) == len(split.history("test"))
