import numpy as np
import pytest

from recsys_core.metrics import distances as distances_module
from recsys_core.metrics.distances import Distances
from recsys_core.metrics.diversity import expected_distance, intra_list_distance, minimum_distance
from recsys_core.types import ItemSpace

# Items: two alike, one at a right angle, one opposite, one that nothing is known about.
COSINE = ItemSpace("text", np.array([[1, 0], [1, 0], [0, 1], [-1, 0], [0, 0]], np.float32))
JACCARD = ItemSpace("categories", np.array([[1, 1, 0], [1, 0, 0], [0, 0, 1]], np.float32), "jaccard")


def test_pair_distances_by_hand():
    pairs = Distances(COSINE).pairs(np.array([[0, 1, 2], [0, 3, -1], [4, 2, 3]]))
    np.testing.assert_allclose(pairs, [[0, 1, 1], [2, np.nan, np.nan], [0, 0, 1]])
    np.testing.assert_allclose(Distances(JACCARD).pairs(np.array([[0, 1, 2]])), [[1 / 2, 1, 1]])


@pytest.mark.parametrize("space", [COSINE, JACCARD])
def test_a_catalogue_too_large_for_a_table_gives_the_same(space, monkeypatch):
    rng = np.random.default_rng(0)
    lists = rng.integers(-1, len(space.vectors), (50, 4))
    looked_up = Distances(space).pairs(lists)
    monkeypatch.setattr(distances_module, "_TABLE_LIMIT", 1)
    np.testing.assert_allclose(Distances(space).pairs(lists), looked_up, atol=1e-6)


def test_mean_and_minimum_by_hand():
    pairs = Distances(COSINE).pairs(np.array([[0, 2, 3], [0, 1, 2], [0, 3, -1], [0, -1, -1]]))
    np.testing.assert_allclose(intra_list_distance(pairs), [4 / 3, 2 / 3, 2, 0])
    np.testing.assert_allclose(minimum_distance(pairs), [1, 0, 2, 0])


def test_what_is_unknown_does_not_count_as_diverse():
    pairs = Distances(COSINE).pairs(np.array([[0, 4], [4, 4]]))
    np.testing.assert_allclose(intra_list_distance(pairs), [0, 0])


def test_lists_of_one_item_have_nothing_to_differ():
    pairs = Distances(COSINE).pairs(np.array([[0], [2]]))
    for metric in (intra_list_distance, minimum_distance, expected_distance):
        np.testing.assert_allclose(metric(pairs), [0, 0])


def test_flat_expected_distance_is_the_mean_distance():
    rng = np.random.default_rng(1)
    pairs = Distances(COSINE).pairs(np.array([rng.permutation(5)[:4] for _ in range(20)]))
    np.testing.assert_allclose(expected_distance(pairs, discount=1.0), intra_list_distance(pairs), atol=1e-12)


def test_expected_distance_by_hand():
    pairs = np.array([[1.0, 0.5, 0.25]])  # d01, d02, d12
    d = 0.8
    inner = [(d * 1 + d**2 * 0.5) / (d + d**2), (1 + d * 0.25) / (1 + d), (0.5 + 0.25) / 2]
    expected = (inner[0] + d * inner[1] + d**2 * inner[2]) / (1 + d + d**2)
    np.testing.assert_allclose(expected_distance(pairs, discount=d), [expected])


def test_expected_distance_counts_pairs_of_relevant_items_only():
    pairs = np.array([[1.0, 0.5, 0.25]] * 2)
    hits = np.array([[True, False, True], [True, False, False]])
    d = 0.8
    np.testing.assert_allclose(
        expected_distance(pairs, hits, discount=d), [(0.5 + d**2 * 0.5) / (1 + d + d**2), 0]
    )


def test_a_discount_outside_its_range_is_refused():
    with pytest.raises(ValueError, match="discount"):
        expected_distance(np.zeros((1, 3)), discount=0.0)
