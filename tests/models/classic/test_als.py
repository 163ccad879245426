import numpy as np
import pytest

from recsys_core.models.classic.als import ImplicitAls
from recsys_core.models.classic.recency import level_values


def test_a_user_is_the_least_squares_solution_under_the_item_factors(crowd):
    """Hu, Koren & Volinsky's equation 4, solved densely for one user."""
    model = ImplicitAls(n_factors=4, regularization=0.5, alpha=3.0).fit(crowd)
    items = model._item_factors.astype(float)
    confidence = 3.0 * crowd.matrix(level_values(crowd)).toarray()[0]
    present = confidence > 0
    weight = np.where(present, confidence, 1.0)
    user = np.linalg.solve(items.T * weight @ items + 0.5 * np.eye(4), items.T @ (weight * present))
    np.testing.assert_allclose(model.score(crowd)[0], items @ user, atol=1e-4)


def test_scoring_during_the_fit_uses_the_current_factors(crowd):
    seen = {}
    model = ImplicitAls(n_factors=4, n_iterations=3)
    model.fit(crowd, after_epoch=lambda epoch: seen.update({epoch: model.score(crowd)}))
    assert sorted(seen) == [1, 2, 3]
    for epoch, scores in seen.items():
        alone = ImplicitAls(n_factors=4, n_iterations=epoch).fit(crowd).score(crowd)
        np.testing.assert_allclose(scores, alone, atol=1e-5)


def test_it_recommends_items_of_the_same_taste(crowd, build):
    model = ImplicitAls(n_factors=4, regularization=1.0).fit(crowd)
    scores = model.score(build([(0, 1, 5), (0, 3, 5), (1, 20, 5), (1, 22, 5)], 2, 30))
    assert scores[0, :15].mean() > scores[0, 15:29].mean()
    assert scores[1, :15].mean() < scores[1, 15:29].mean()


@pytest.mark.parametrize(
    ("setting", "value"), [("n_factors", 0), ("n_iterations", 0), ("regularization", 0.0), ("alpha", -1.0)]
)
def test_invalid_settings_are_rejected(setting, value):
    with pytest.raises(ValueError, match=setting):
        ImplicitAls(**{setting: value})
