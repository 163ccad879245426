import numpy as np
import pytest
from scipy import sparse

from recsys_core.models.classic.item_knn import ItemKnn, nearest_columns
from recsys_core.models.classic.recency import Recency

FLAT = (1.0, 1.0, 1.0, 1.0, 1.0)


def test_similarity_is_a_shrunken_cosine():
    """Columns (1, 1, 0), (1, 0, 0) and (0, 0, 1): 1 shared over the norms √2 · 1, plus a shrinkage of 1."""
    matrix = sparse.csc_matrix(np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]))
    found = nearest_columns(matrix, 2, 1.0, 0.5).toarray()
    expected = 1 / (np.sqrt(2) + 1)
    np.testing.assert_allclose(found, [[0, expected, 0], [expected, 0, 0], [0, 0, 0]])


def test_each_item_keeps_its_nearest_and_ties_go_to_the_lower_index(build):
    """Item 0 shares one user with each of 1, 2 and 3; with one neighbour it keeps item 1."""
    history = build([(0, 0, 5), (0, 1, 5), (1, 0, 5), (1, 2, 5), (2, 0, 5), (2, 3, 5)], 3, 4)
    model = ItemKnn(n_neighbours=1, shrinkage=0.0, level_weights=FLAT).fit(history)
    scores = model.score(build([(0, 1, 5), (1, 2, 5), (2, 3, 5)], 3, 4))
    assert (scores[:, 0] > 0).tolist() == [True, False, False]


def test_several_blocks_of_columns_equal_one_block(monkeypatch):
    matrix = sparse.csc_matrix(np.random.default_rng(0).integers(0, 2, (20, 9)).astype(float))
    whole = nearest_columns(matrix, 3, 0.5, 0.5).toarray()
    monkeypatch.setattr("recsys_core.models.classic.item_knn._COLUMNS_PER_BLOCK", 4)
    np.testing.assert_array_equal(nearest_columns(matrix, 3, 0.5, 0.5).toarray(), whole)


def test_it_recommends_items_of_the_same_taste(crowd, build):
    scores = ItemKnn().fit(crowd).score(build([(0, 1, 5), (0, 3, 5), (1, 20, 5), (1, 22, 5)], 2, 30))
    assert scores[0, :15].mean() > scores[0, 15:29].mean()
    assert scores[1, :15].mean() < scores[1, 15:29].mean()


def test_recency_favours_the_newest_taste(crowd, build):
    changed = build([(0, 1, 5), (0, 3, 5), (0, 20, 5), (0, 22, 5)], 1, 30)
    plain = ItemKnn().fit(crowd).score(changed)[0]
    recent = ItemKnn(recency=Recency(decay=1.0, floor=0.0)).fit(crowd).score(changed)[0]
    assert recent[15:29].mean() / recent[:15].mean() > plain[15:29].mean() / plain[:15].mean()


def test_without_a_history_it_scores_popularity(crowd, build):
    scores = ItemKnn().fit(crowd).score(build([], 1, 30))
    likes = np.bincount(crowd.item_idx[crowd.liked], minlength=30)
    assert likes[scores[0].argmax()] == likes.max()


@pytest.mark.parametrize(
    ("setting", "value"), [("n_neighbours", 0), ("shrinkage", -1.0), ("norm_exponent", -0.1)]
)
def test_invalid_settings_are_rejected(setting, value):
    with pytest.raises(ValueError, match=setting):
        ItemKnn(**{setting: value})
