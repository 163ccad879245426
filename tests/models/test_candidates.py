import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.models.candidates import top_candidates
from recsys_core.types import Interactions


def nothing_seen(n_users, n_items):
    empty = np.empty(0)
    return Interactions(empty.astype(int), empty.astype(int), empty, empty, empty, n_users, n_items)


def test_candidates_are_best_first_without_seen_items_and_padded(build):
    scores = np.array([[1.0, 3.0, 2.0, 3.0], [0.0, 0.0, 0.0, 0.0]], np.float32)
    found = top_candidates(scores, build([(0, 1, 5), (1, 0, 5), (1, 1, 1)], 2, 4), n=3)
    assert found.items.tolist() == [[3, 2, 0], [2, 3, -1]]
    assert found.scores.tolist() == [[3.0, 2.0, 1.0], [0.0, 0.0, -np.inf]]


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12))
def test_candidates_equal_a_full_stable_sort(seed, n):
    scores = np.random.default_rng(seed).integers(0, 4, (3, 9)).astype(np.float32)
    found = top_candidates(scores, nothing_seen(3, 9), n=n)
    np.testing.assert_array_equal(found.items, np.argsort(-scores, axis=1, kind="stable")[:, :n])


def test_a_user_who_has_seen_everything_gets_padding_only(build):
    found = top_candidates(np.zeros((1, 2)), build([(0, 0, 5), (0, 1, 5)], 1, 2))
    assert found.items.tolist() == [[-1, -1]]


def test_invalid_input_is_rejected():
    seen = nothing_seen(2, 3)
    with pytest.raises(ValueError, match="must be"):
        top_candidates(np.zeros((3, 3)), seen)
    with pytest.raises(ValueError, match="at least 1"):
        top_candidates(np.zeros((2, 3)), seen, n=0)
    with pytest.raises(ValueError, match="finite"):
        top_candidates(np.full((2, 3), np.nan), seen)
