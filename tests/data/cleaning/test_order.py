import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.data.cleaning.order import repeated, user_order

rows = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 2)), max_size=60)


@settings(deadline=None)
@given(rows)
def test_order_is_that_of_a_stable_sort_by_user_then_time(table):
    users, times, _ = np.array(table, np.int64).reshape(-1, 3).T
    expected = np.lexsort((times, users))
    np.testing.assert_array_equal(user_order(users, times.astype(float), 6), expected)


@settings(deadline=None)
@given(rows)
def test_only_the_last_row_of_a_pair_is_not_repeated(table):
    table = sorted(table)
    users, _, items = np.array(table, np.int64).reshape(-1, 3).T
    pairs = list(zip(users.tolist(), items.tolist(), strict=True))
    expected = [pair in pairs[row + 1 :] for row, pair in enumerate(pairs)]
    np.testing.assert_array_equal(repeated(users, items, 6), expected)
