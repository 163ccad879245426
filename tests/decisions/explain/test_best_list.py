import numpy as np
import pytest

from recsys_core.decisions.explain.best_list import all_lists, list_terms
from recsys_core.decisions.explain.greedy_steps import greedy_steps
from recsys_core.rerank import mmr


def test_three_items_by_hand(three):
    lists = all_lists(*three, k=2)
    assert len(lists.lists) == 6
    best, value = lists.best(0.5)
    # 0 then 2: 0.5 * (1.0 + 0.5) - 0.5 * 0.0; 2 then 0 ties and comes later.
    assert best.tolist() == [0, 2] and value == pytest.approx(0.75)


def test_the_order_counts(three):
    relevance, similarity = np.ones(3), np.array([[1.0, 0.8, 0.8], [0.8, 1.0, 0.0], [0.8, 0.0, 1.0]])
    _, redundancy = list_terms(relevance, similarity, np.array([[0, 1, 2], [1, 2, 0]]))
    # The hub first is charged twice, the hub last once.
    np.testing.assert_allclose(redundancy, [1.6, 0.8])


@pytest.mark.parametrize("lambda_", [0.0, 0.2, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("seed", range(6))
def test_greedy_never_beats_the_optimum_and_its_points_add_up(random_case, seed, lambda_):
    relevance, similarity = random_case(seed)
    everything = all_lists(relevance, similarity, 3)
    picks = mmr(relevance, similarity, 3, lambda_=lambda_)
    row = np.flatnonzero((everything.lists == picks).all(axis=1))
    collected = sum(step.total[step.picked] for step in greedy_steps(relevance, similarity, 3, lambda_))
    assert everything.values(lambda_)[row] == pytest.approx(collected)
    best, value = everything.best(lambda_)
    assert value >= collected - 1e-12
    assert value == pytest.approx(everything.values(lambda_).max())
    assert len(set(best.tolist())) == 3


def test_relevance_alone_is_where_greedy_is_optimal(random_case):
    relevance, similarity = random_case(0)
    assert all_lists(relevance, similarity, 3).best(0.0)[0].tolist() == [0, 1, 2]


@pytest.mark.parametrize("k", [0, 4])
def test_lengths_that_cannot_be(three, k):
    with pytest.raises(ValueError, match="k must be"):
        all_lists(*three, k=k)


def test_too_many_lists_are_refused_before_any_is_built():
    with pytest.raises(ValueError, match="lists"):
        all_lists(np.ones(30), np.eye(30), 10)
