import numpy as np
import pytest

from recsys_core.decisions.explain.crossing import crossing
from recsys_core.evaluation.paths import exact_paths
from recsys_core.metrics.similarity import space_similarity
from recsys_core.rerank import REGISTRY, RerankInputs
from recsys_core.types import ItemSpace


def test_the_lines_of_three_items_cross_where_they_do_by_hand(three):
    # Place 2: (1-λ)·0.9 - λ·0.8 = (1-λ)·0.5, so λ = 0.4 / (0.4 + 0.8).
    found = crossing(*three, np.array([0, 1]), np.array([0, 2]))
    assert (found.rank, found.leaving, found.entering) == (1, 1, 2)
    assert found.relevance == (0.9, 0.5) and found.redundancy == (0.8, 0.0)
    assert found.lambda_ == pytest.approx(1 / 3)


@pytest.mark.parametrize("seed", range(5))
def test_every_change_of_an_exact_path_is_a_crossing(random_case, seed):
    relevance, similarity = random_case(seed)
    vectors = np.linalg.cholesky(similarity + 1e-9 * np.eye(len(similarity))).astype(np.float32)
    space = ItemSpace("text", vectors)
    items = np.arange(len(relevance), dtype=np.int32)
    paths = exact_paths(RerankInputs(relevance[None], items[None], space), REGISTRY["mmr"], 4)
    starts, lists = paths.of_user(0)
    similarity = space_similarity(space, items, items)
    for row in range(1, len(starts)):
        found = crossing(relevance, similarity, lists[row - 1], lists[row])
        assert found.lambda_ == pytest.approx(starts[row], abs=1e-6)


def test_equal_lists_have_no_crossing(three):
    with pytest.raises(ValueError, match="two different lists"):
        crossing(*three, np.array([0, 1]), np.array([0, 1]))


def test_parallel_lines_never_cross():
    relevance, similarity = np.array([0.5, 0.5]), np.eye(2)
    with pytest.raises(ValueError, match="every λ"):
        crossing(relevance, similarity, np.array([0]), np.array([1]))
