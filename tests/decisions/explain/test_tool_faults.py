"""Every fault gives something that cannot be right, beside what the engine gives."""

import numpy as np
import pytest

from recsys_core.decisions.explain.tool_faults import LENGTH, graded_ndcg, tool_faults
from recsys_core.metrics.accuracy import ndcg

RELEVANCE = np.array([1.0, 0.98, 0.8, 0.6, 0.3])
SIMILARITY = np.full((5, 5), 0.1) + 0.9 * np.eye(5)
SIMILARITY[0, 1] = SIMILARITY[1, 0] = 0.6
REPEATED = np.eye(3)[[0, 0, 1, 2, 1]]


@pytest.fixture(scope="module")
def found():
    return {fault.name: fault for fault in tool_faults(RELEVANCE, SIMILARITY, REPEATED @ REPEATED.T)}


def test_wrong_and_right_differ_everywhere(found):
    assert list(found) == ["ndcg", "coverage", "turned", "rank", "twice", "scale"]
    assert all(fault.wrong != fault.right for fault in found.values())


@pytest.mark.parametrize("name", ["ndcg", "coverage"])
def test_a_share_above_one_is_no_share(found, name):
    assert found[name].wrong > 1 >= found[name].right


def test_past_the_rank_the_faulty_tool_shows_an_item_twice(found):
    assert len(set(found["rank"].wrong)) < LENGTH == len(set(found["rank"].right))


def test_a_duplicate_counts_once(found):
    assert (found["twice"].wrong, found["twice"].right) == (pytest.approx(0.6), pytest.approx(0.4))


def test_scores_on_another_scale_hardly_change_the_list(found):
    assert found["scale"].wrong == (0, 1, 2, 3) != found["scale"].right


def test_with_binary_ratings_the_graded_measure_is_the_engine_s():
    hits = np.array([[False, True, True]])
    assert graded_ndcg(hits[0].astype(float)) == pytest.approx(ndcg(hits, np.array([2]))[0])
