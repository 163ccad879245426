import numpy as np
import pytest
from scipy import sparse

from recsys_core.errors import SettingError
from recsys_core.models import sizes
from recsys_core.models.classic.ease import Ease, ease_weights
from recsys_core.models.classic.recency import Recency


def test_each_column_is_a_ridge_regression_on_the_other_items():
    """The closed form equals solving for one column at a time with the diagonal left out."""
    dense = np.random.default_rng(0).random((20, 6))
    weights = ease_weights(sparse.csr_matrix(dense), l2=2.0)
    for item in range(6):
        others = [other for other in range(6) if other != item]
        left = dense[:, others]
        column = np.linalg.solve(left.T @ left + 2.0 * np.eye(5), left.T @ dense[:, item])
        np.testing.assert_allclose(weights[others, item], column, atol=1e-5)
        assert weights[item, item] == 0


def test_it_recommends_items_of_the_same_taste(crowd, build):
    scores = Ease(l2=1.0).fit(crowd).score(build([(0, 1, 5), (0, 3, 5), (1, 20, 5), (1, 22, 5)], 2, 30))
    assert scores[0, :15].mean() > scores[0, 15:29].mean()
    assert scores[1, :15].mean() < scores[1, 15:29].mean()


def test_recency_favours_the_newest_taste(crowd, build):
    changed = build([(0, 1, 5), (0, 3, 5), (0, 20, 5), (0, 22, 5)], 1, 30)
    plain = Ease(l2=1.0).fit(crowd).score(changed)[0]
    recent = Ease(l2=1.0, recency=Recency(decay=1.0, floor=0.0)).fit(crowd).score(changed)[0]
    assert recent[15:29].mean() - recent[:15].mean() > plain[15:29].mean() - plain[:15].mean()


def test_without_a_history_it_scores_popularity(crowd, build):
    scores = Ease().fit(crowd).score(build([], 1, 30))
    likes = np.bincount(crowd.item_idx[crowd.liked], minlength=30)
    assert likes[scores[0].argmax()] == likes.max()


def test_invalid_settings_are_rejected(monkeypatch):
    monkeypatch.setattr(sizes, "free_memory", lambda: 10**9)
    with pytest.raises(ValueError, match="l2"):
        Ease(l2=0)
    with pytest.raises(SettingError, match="all 30,000 items .* 1.0 GB are free"):
        ease_weights(sparse.csr_matrix((2, 30_000)), 1.0)
