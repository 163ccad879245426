import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from recsys_core.data.split import TEST, TRAIN, VALID, split_at_random, split_by_date, split_by_time
from recsys_core.errors import DataError
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


def timed(rows):
    """Interactions from (user, item, time)."""
    users, items, times = map(np.array, zip(*rows, strict=True))
    ones = np.ones(len(rows), np.float32)
    return Interactions(
        users.astype(np.int32), items.astype(np.int32), ones, np.full(len(rows), 5, np.int8),
        times.astype(float), int(users.max()) + 1, int(items.max()) + 1,
    )  # fmt: skip


DAY = 86_400


def test_a_date_splits_everybody_at_one_moment():
    rows = timed([(0, 0, 0), (0, 1, DAY), (0, 2, 9 * DAY), (1, 0, 2 * DAY), (1, 1, 10 * DAY)])
    split = split_by_date(rows, "1970-01-10", valid_share=0.4)
    assert split.part.tolist() == [TRAIN, VALID, TEST, VALID, TEST]


def test_without_a_date_the_last_share_of_all_interactions_is_tested_from_the_start_of_its_day():
    rows = timed([(0, item, item * DAY / 2) for item in range(20)])
    assert split_by_date(rows, None, test_share=0.2).part.tolist() == [TRAIN] * 14 + [VALID] * 2 + [TEST] * 4


def test_a_date_outside_the_data_is_refused_with_their_range():
    rows = timed([(0, item, item * DAY) for item in range(5)])
    for date in ("1969-01-01", "1970-01-06"):
        with pytest.raises(DataError, match="from 1970-01-01 to 1970-01-05"):
            split_by_date(rows, date)


@settings(deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(0, 5))
def test_a_random_split_has_the_sizes_of_the_one_in_time_and_follows_the_seed(counts, seed):
    rows = interactions(counts)
    found, in_time = split_at_random(rows, seed), split_by_time(rows)
    for user in range(len(counts)):
        own = rows.user_idx == user
        assert sorted(found.part[own]) == sorted(in_time.part[own])
    assert split_at_random(rows, seed).part.tolist() == found.part.tolist()


def test_a_random_split_does_not_test_the_last_rows():
    parts = split_at_random(interactions([200]), 0).part
    assert (parts[:100] == TEST).any() and (parts[-40:] == TRAIN).any()
