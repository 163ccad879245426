import numpy as np
import pytest

from recsys_core.decisions.explain.later_likes import later_likes, list_relevance
from recsys_core.workbench import Workbench


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


def test_at_relevance_only_the_lists_are_the_first_candidates(bench):
    trade_off = bench.trade_off("mmr")
    found = later_likes(trade_off, bench.candidates(), 0.0)
    first = bench.candidates().relevance[trade_off.users, :10]
    assert found.relevance == pytest.approx(first.mean())
    hits = trade_off.per_user("precision@10", 0.0)
    assert found.liked == pytest.approx(hits.mean())
    assert found.nobody == pytest.approx(np.mean(hits == 0))


def test_relevance_falls_where_variety_rises(bench):
    trade_off = bench.trade_off("mmr")
    ends = [later_likes(trade_off, bench.candidates(), at).relevance for at in (0.0, 1.0)]
    assert ends[1] < ends[0] <= 1.0


def test_padding_and_strangers_have_no_relevance():
    items, relevance = np.array([[5, -1]]), np.array([[1.0, 0.0]])
    assert list_relevance(np.array([[5, -1, 9]]), items, relevance).tolist() == [[1.0, 0.0, 0.0]]
