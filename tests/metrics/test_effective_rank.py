import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.metrics.effective_rank import effective_rank


def test_equally_strong_directions_count_one_each():
    assert effective_rank(3.0 * np.eye(4), centred=False) == pytest.approx(4.0)


def test_two_singular_values_by_hand():
    """3 and 1: shares 3/4 and 1/4, exp of their entropy is 4 / 27^(1/4)."""
    assert effective_rank(np.diag([3.0, 1.0]), centred=False) == pytest.approx(4 / 27**0.25)


def test_vectors_on_a_line_have_one_direction():
    line = np.outer(np.arange(1.0, 6.0), [1.0, -2.0, 0.5])
    assert effective_rank(line, centred=False) == pytest.approx(1.0)
    assert effective_rank(line + [10.0, 20.0, -5.0]) == pytest.approx(1.0)


def test_a_common_offset_counts_only_in_the_papers_form():
    points = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    moved = points + [1000.0, 0.0]
    assert effective_rank(points) == effective_rank(moved) == pytest.approx(2.0)
    assert effective_rank(moved, centred=False) < 1.1


@pytest.mark.parametrize(
    "vectors", [np.zeros((3, 2)), np.full((7, 2), 0.1), np.zeros((0, 4)), np.zeros((4, 0))]
)
def test_nothing_left_is_zero(vectors):
    assert effective_rank(vectors) == 0.0


@given(st.integers(0, 10_000), st.integers(2, 12), st.integers(1, 8))
def test_it_lies_between_one_and_the_rank_and_ignores_scale_and_turns(seed, n, d):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(n, d))
    turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
    found = effective_rank(vectors)
    assert 1.0 - 1e-9 <= found <= min(n, d) + 1e-9
    assert effective_rank(7.5 * vectors @ turn) == pytest.approx(found)


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match=r"shape \(n, d\), got \(3,\)"):
        effective_rank(np.zeros(3))
    with pytest.raises(ValueError, match="finite"):
        effective_rank(np.array([[1.0, np.nan]]))
