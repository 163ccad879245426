import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ranx import Qrels, Run, evaluate
from scipy import sparse
from sklearn.metrics import ndcg_score

from recsys_core.metrics import accuracy
from recsys_core.metrics.hits import hits

# Three people, k = 4: hits at ranks 1 and 3 of 3 liked; none of 2; a short list with one hit of 6 liked.
HITS = np.array([[1, 0, 1, 0], [0, 0, 0, 0], [0, 1, 0, 0]], bool)
N_RELEVANT = np.array([3, 2, 6])


def test_precision_recall_f1_and_hit_rate_by_hand():
    np.testing.assert_allclose(accuracy.precision(HITS), [2 / 4, 0, 1 / 4])
    np.testing.assert_allclose(accuracy.recall(HITS, N_RELEVANT), [2 / 3, 0, 1 / 6])
    np.testing.assert_allclose(accuracy.f1(HITS, N_RELEVANT), [4 / 7, 0, 2 / 10])
    np.testing.assert_allclose(accuracy.hit_rate(HITS), [1, 0, 1])


def test_reciprocal_rank_and_average_precision_by_hand():
    np.testing.assert_allclose(accuracy.reciprocal_rank(HITS), [1, 0, 1 / 2])
    np.testing.assert_allclose(accuracy.average_precision(HITS, N_RELEVANT), [(1 + 2 / 3) / 3, 0, 0.5 / 4])
    full = accuracy.average_precision(HITS, N_RELEVANT, reachable=False)
    np.testing.assert_allclose(full, [(1 + 2 / 3) / 3, 0, 0.5 / 6])


def test_ndcg_by_hand():
    ideal_of_3 = 1 + 1 / np.log2(3) + 1 / 2
    ideal_of_4 = ideal_of_3 + 1 / np.log2(5)
    expected = [(1 + 1 / 2) / ideal_of_3, 0, (1 / np.log2(3)) / ideal_of_4]
    np.testing.assert_allclose(accuracy.ndcg(HITS, N_RELEVANT), expected)


def test_perfect_lists_reach_one_and_nothing_liked_gives_zero():
    perfect = np.array([[1, 1, 0, 0], [1, 1, 1, 1]], bool)
    for metric in (accuracy.ndcg, accuracy.average_precision):
        np.testing.assert_allclose(metric(perfect, np.array([2, 9])), 1.0)
    nothing = np.zeros((1, 4), bool)
    for metric in (accuracy.ndcg, accuracy.average_precision, accuracy.recall, accuracy.f1):
        assert metric(nothing, np.array([0])) == [0.0]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_agrees_with_ranx_on_random_lists(seed):
    rng = np.random.default_rng(seed)
    n_users, n_items, k = 12, 40, 10
    lists = np.array([rng.choice(n_items, k, replace=False) for _ in range(n_users)])
    liked = [rng.choice(n_items, rng.integers(1, 20), replace=False) for _ in range(n_users)]
    qrels = Qrels({f"u{u}": {f"i{i}": 1 for i in items} for u, items in enumerate(liked)})
    run = Run({f"u{u}": {f"i{i}": float(k - r) for r, i in enumerate(row)} for u, row in enumerate(lists)})
    theirs = evaluate(
        qrels, run, ["precision@10", "recall@10", "f1@10", "map@10", "mrr@10", "ndcg@10", "hit_rate@10"]
    )
    rows = np.repeat(np.arange(n_users), [len(items) for items in liked])
    target = sparse.csr_matrix((np.ones(len(rows)), (rows, np.concatenate(liked))), shape=(n_users, n_items))
    found, n_relevant = hits(lists, np.arange(n_users), target), target.getnnz(axis=1)
    ours = {
        "precision@10": accuracy.precision(found),
        "recall@10": accuracy.recall(found, n_relevant),
        "f1@10": accuracy.f1(found, n_relevant),
        "map@10": accuracy.average_precision(found, n_relevant, reachable=False),
        "mrr@10": accuracy.reciprocal_rank(found),
        "ndcg@10": accuracy.ndcg(found, n_relevant),
        "hit_rate@10": accuracy.hit_rate(found),
    }
    for key, values in ours.items():
        assert values.mean() == pytest.approx(theirs[key], abs=1e-6), key


def test_ndcg_agrees_with_scikit_learn():
    rng = np.random.default_rng(0)
    relevance = rng.random((30, 25)) < 0.3
    relevance[:, 0] = True
    scores = rng.random((30, 25))
    top = np.argsort(-scores, axis=1)[:, :10]
    ours = accuracy.ndcg(np.take_along_axis(relevance, top, axis=1), relevance.sum(axis=1))
    assert ours.mean() == pytest.approx(ndcg_score(relevance, scores, k=10), abs=1e-6)
