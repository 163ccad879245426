import numpy as np
import pytest

from recsys_core.models.classic.pure_svd import PureSvd
from recsys_core.models.classic.recency import level_values


def test_scores_of_the_fitted_users_are_the_truncated_decomposition(crowd):
    matrix = crowd.matrix(level_values(crowd)).toarray()
    left, strength, right = np.linalg.svd(matrix, full_matrices=False)
    expected = left[:, :5] * strength[:5] @ right[:5]
    np.testing.assert_allclose(PureSvd(n_factors=5).fit(crowd).score(crowd), expected, atol=1e-5)


def test_more_factors_than_items_reproduce_the_history(crowd):
    matrix = crowd.matrix(level_values(crowd)).toarray()
    np.testing.assert_allclose(PureSvd(n_factors=99).fit(crowd).score(crowd), matrix, atol=1e-5)


def test_without_a_history_it_scores_popularity(crowd, build):
    scores = PureSvd().fit(crowd).score(build([], 1, 30))
    likes = np.bincount(crowd.item_idx[crowd.liked], minlength=30)
    assert likes[scores[0].argmax()] == likes.max()


def test_invalid_settings_are_rejected():
    with pytest.raises(ValueError, match="n_factors"):
        PureSvd(n_factors=0)
