import itertools

import numpy as np
import pytest
from scipy import sparse

from recsys_core.metrics.aspects import alpha_dcg, aspect_recall, ideal_alpha_dcg

# drama, drama + war, war, comedy, nothing
ASPECTS = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]])
DISCOUNT = 1 / np.log2(np.arange(2, 6))


def test_a_repeated_aspect_counts_half():
    lists = np.array([[0, 1, 3, 4]])
    hits = np.array([[True, True, False, True]])
    expected = 1 * DISCOUNT[0] + (0.5 + 1) * DISCOUNT[1]
    np.testing.assert_allclose(alpha_dcg(lists, hits, ASPECTS, alpha=0.5), [expected])


def test_without_alpha_it_is_dcg_with_the_number_of_aspects_as_gain():
    lists, hits = np.array([[1, 0, -1]]), np.array([[True, True, False]])
    np.testing.assert_allclose(alpha_dcg(lists, hits, ASPECTS, alpha=0.0), [2 * DISCOUNT[0] + DISCOUNT[1]])


def test_the_ideal_equals_the_best_of_all_orders_on_a_small_case():
    liked = [0, 1, 2, 3]
    target = sparse.csr_matrix((np.ones(4), (np.zeros(4, int), liked)), shape=(2, 5))
    orders = np.array(list(itertools.permutations(liked, 3)))
    best = alpha_dcg(orders, np.ones(orders.shape, bool), ASPECTS).max()
    np.testing.assert_allclose(ideal_alpha_dcg(target, ASPECTS, 3), [best, 0])


def test_aspect_recall_by_hand():
    lists = np.array([[0, 3], [2, -1], [4, 0]])
    wanted = np.array([[True, True, False], [True, True, True], [False, False, False]])
    np.testing.assert_allclose(aspect_recall(lists, ASPECTS, wanted), [1 / 2, 1 / 3, 0])


def test_impossible_input_is_refused():
    with pytest.raises(ValueError, match="alpha"):
        alpha_dcg(np.zeros((1, 1), int), np.ones((1, 1), bool), ASPECTS, alpha=1.5)
    with pytest.raises(ValueError, match="share one shape"):
        alpha_dcg(np.zeros((1, 2), int), np.ones((1, 1), bool), ASPECTS)
