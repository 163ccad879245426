"""Lists at given values of λ when scores are one rounding apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.rerank import REGISTRY, RerankInputs, rerank
from recsys_core.rerank.engine.envelope import grid_envelope
from recsys_core.types import ItemSpace

GRID = np.linspace(0, 1, 1001)


def winners(relevance, gain, lambdas):
    n = len(relevance)
    scores, near = np.empty((2, n)), np.empty(n, np.int64)
    starts, picks = np.full(n + 40, -7.0), np.full(n + 40, -7, np.int64)
    count = grid_envelope(relevance, gain, n, lambdas, 0, len(lambdas), scores, near, starts, picks)
    assert (picks[count:] == -7).all() and (starts[count:] == -7).all()
    return starts[:count].astype(int), picks[:count]


@pytest.mark.parametrize("name", [name for name in REGISTRY if name != "gist"])
def test_equal_relevance_and_equal_shares_stay_within_the_row(name, assert_greedy):
    aspects = np.array([[1.0, 1, 0, 1], [0, 0, 0, 1], [1, 1, 1, 1], [0, 1, 0, 0]])
    vectors = np.eye(4, dtype=np.float32)
    inputs = RerankInputs(
        np.ones((1, 4)), np.arange(4, dtype=np.int32)[None], ItemSpace("text", vectors), aspects,
        np.array([[4.0, 1.0, 2.0, 1.0]]),
    )  # fmt: skip
    lists = rerank(inputs, REGISTRY[name], 3, GRID)
    for at in range(0, len(GRID), 50):
        assert_greedy(inputs, REGISTRY[name], 0, GRID[at], lists[0, at])


nudge = st.integers(-3, 3)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.1, 0.3, 1 / 3]), nudge, nudge), min_size=1, max_size=8))
def test_every_line_leads_at_most_once_and_is_highest_up_to_rounding(lines):
    relevance = np.array([base + n * np.spacing(base) for base, n, _ in lines])
    gain = np.array([base + n * np.spacing(base) for base, _, n in lines])
    starts, picks = winners(relevance, gain, GRID)
    assert len(set(picks.tolist())) == len(picks) <= len(lines)
    leader = picks[np.searchsorted(starts, np.arange(len(GRID)), side="right") - 1]
    scores = (1 - GRID[:, None]) * relevance + GRID[:, None] * gain
    assert (scores[np.arange(len(GRID)), leader] >= scores.max(axis=1) - 1e-13).all()


def test_a_tie_goes_to_the_lower_position_at_a_grid_point():
    relevance, gain = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    assert winners(relevance, gain, np.array([0.0, 0.5, 1.0]))[0].tolist() == [0, 2]
    starts, picks = winners(relevance[::-1].copy(), gain[::-1].copy(), np.array([0.0, 0.5, 1.0]))
    assert starts.tolist() == [0, 1] and picks.tolist() == [1, 0]
