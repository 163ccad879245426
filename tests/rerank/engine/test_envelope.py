"""The envelope against brute force over the lines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.rerank.engine.envelope import NARROWEST, envelope, leaders

coarse = st.integers(-3, 3).map(lambda n: n / 3)
fine = st.floats(-1, 1, allow_subnormal=False)
some_lines = st.lists(st.tuples(coarse, coarse), min_size=1, max_size=9)
many_lines = st.lists(st.tuples(fine, fine), min_size=1)


def found(relevance, gain, low, high):
    n = len(relevance)
    scores, near = np.empty((2, n)), np.empty(n, np.int64)
    starts, picks = np.empty(n + 1), np.empty(n + 1, np.int64)
    count = envelope(relevance, gain, n, low, high, scores, near, starts, picks)
    return starts[:count], picks[:count]


@settings(max_examples=200, deadline=None)
@given(some_lines | many_lines)
def test_the_leader_is_the_highest_line_everywhere(lines):
    relevance, gain = np.array(lines, float).T.copy()
    starts, picks = found(relevance, gain, 0.0, 1.0)
    assert starts[0] == 0 and np.all(np.diff(starts) >= NARROWEST)
    ends = np.append(starts[1:], 1.0)
    for begin, end, pick in zip(starts, ends, picks, strict=True):
        for x in np.linspace(begin, end, 7)[1:-1]:
            score = (1 - x) * relevance + x * gain
            assert score[pick] >= score.max() - 1e-11


def test_identical_lines_go_to_the_lower_position():
    relevance, gain = np.array([0.2, 0.9, 0.9, 0.1]), np.array([0.0, 0.5, 0.5, 0.9])
    starts, picks = found(relevance, gain, 0.0, 1.0)
    assert picks.tolist() == [1, 3]
    assert starts == pytest.approx([0.0, 2 / 3])


def test_three_lines_through_one_point_need_no_middle():
    relevance, gain = np.array([1.0, 0.5, 0.0]), np.array([0.0, 0.5, 1.0])
    starts, picks = found(relevance, gain, 0.0, 1.0)
    assert picks.tolist() == [0, 2] and starts.tolist() == [0.0, 0.5]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([-0.0, 0.0], 0),
        ([0.0, -0.0], 0),
        ([-2.0, -1.0, -1.0], 1),
        ([-1e30, -5e-324, -1.0], 1),
        ([1.0, 2.0, 2.0, 0.5], 1),
        ([-1e30, -1e30], 0),
    ],
)
def test_leaders_order_like_floats(scores, expected):
    gain = np.array(scores)
    room = np.empty((2, len(gain)))
    assert leaders(np.full(len(gain), -0.0), gain, len(gain), 1.0, 1.0, room) == (expected, expected)
