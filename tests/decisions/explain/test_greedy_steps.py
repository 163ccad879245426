import numpy as np
import pytest

from recsys_core.decisions.explain.greedy_steps import greedy_steps
from recsys_core.rerank import mmr


def test_the_terms_of_three_items_by_hand(three):
    first, second, third = greedy_steps(*three, k=3, lambda_=0.5)
    assert first.picked == 0 and first.shown == ()
    np.testing.assert_allclose(first.relevance, [0.5, 0.45, 0.25])
    np.testing.assert_array_equal(first.redundancy, 0.0)
    np.testing.assert_array_equal(first.closest, -1)
    # Item 1: 0.45 - 0.5 * 0.8 = 0.05, item 2: 0.25 - 0 = 0.25.
    np.testing.assert_allclose(second.redundancy[1:], [0.4, 0.0])
    np.testing.assert_allclose(second.total[1:], [0.05, 0.25])
    assert second.picked == 2 and second.runner_up == 1 and second.shown == (0,)
    assert third.picked == 1 and third.runner_up is None and third.closest[1] == 0


def test_an_empty_list_repeats_nothing_and_shows_no_minus_zero(three):
    first = greedy_steps(*three, k=1, lambda_=0.3)[0]
    assert not np.signbit(first.redundancy).any()


@pytest.mark.parametrize("lambda_", [0.0, 0.37, 1.0])
@pytest.mark.parametrize("seed", range(5))
def test_picks_are_those_of_the_reranker_and_hold_the_largest_open_total(random_case, seed, lambda_):
    relevance, similarity = random_case(seed)
    steps = greedy_steps(relevance, similarity, 5, lambda_)
    assert [step.picked for step in steps] == mmr(relevance, similarity, 5, lambda_=lambda_).tolist()
    for step in steps:
        np.testing.assert_allclose(step.total, step.relevance - step.redundancy)
        assert step.total[step.picked] == step.total[step.open].max()
        if step.shown:
            similar = similarity[list(step.shown)]
            np.testing.assert_allclose(step.redundancy, lambda_ * similar.max(axis=0))
            assert set(step.closest) <= set(step.shown)


def test_a_list_longer_than_the_candidates_stops_with_them(three):
    assert len(greedy_steps(*three, k=10, lambda_=0.2)) == 3


def test_lambda_outside_its_range_is_a_slip(three):
    with pytest.raises(ValueError, match="lambda_"):
        greedy_steps(*three, k=2, lambda_=1.2)
