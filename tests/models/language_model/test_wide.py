import numpy as np
import pytest

from recsys_core.models.classic.ease import ease_weights
from recsys_core.models.classic.recency import level_values
from recsys_core.models.language_model.wide import LeaveOneOutEase, uniform_values, wide_matrices


def test_a_fitted_user_is_scored_as_if_left_out_of_the_fit(crowd):
    """The rank-one correction equals solving again without the user."""
    inputs = crowd.matrix(level_values(crowd) * 0.5)
    scores = LeaveOneOutEase(crowd, 4.0).scores(crowd, inputs)
    for user in (0, 17):
        others = crowd.where(crowd.user_idx != user)
        weights = ease_weights(others.matrix(level_values(others)), 4.0)
        np.testing.assert_allclose(scores[user], (inputs[user] @ weights).ravel(), atol=1e-4)


def test_the_second_matrix_weighs_all_interactions_equally(crowd):
    """So does its rank-one correction."""
    liked, uniform = wide_matrices(crowd, (4.0, 6.0))
    inputs = crowd.matrix(uniform_values(crowd))
    others = crowd.where(crowd.user_idx != 11)
    weights = ease_weights(others.matrix(uniform_values(others)), 6.0)
    np.testing.assert_allclose(uniform.scores(crowd, inputs)[11], (inputs[11] @ weights).ravel(), atol=1e-4)
    assert np.abs(liked.precision - uniform.precision).max() > 0.01
    assert wide_matrices(crowd, ()) == ()


def test_an_unseen_user_is_scored_by_the_full_matrix(crowd, build):
    unseen = build([(0, 2, 5), (0, 18, 4), (0, 5, 2)], 1, 30)
    inputs = unseen.matrix(level_values(unseen))
    weights = ease_weights(crowd.matrix(level_values(crowd)), 4.0)
    scores = LeaveOneOutEase(crowd, 4.0).scores(unseen, inputs)
    np.testing.assert_allclose(scores, inputs @ weights, atol=1e-4)


def test_fitted_users_are_recognised_by_their_history(crowd):
    ease = LeaveOneOutEase(crowd, 4.0)
    assert ease.fitted_users(crowd.of_users(np.array([5, 3]))).all()
    newest = np.append(np.diff(crowd.user_idx) > 0, True)
    assert not ease.fitted_users(crowd.where(~newest)).any()


def test_a_fit_on_one_user_predicts_nothing_for_them(build):
    alone = build([(0, 0, 5), (0, 1, 5)], 1, 3)
    scores = LeaveOneOutEase(alone, 0.5).scores(alone, alone.matrix())
    assert scores == pytest.approx(np.zeros((1, 3)), abs=1e-5)
