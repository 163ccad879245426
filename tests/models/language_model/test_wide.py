import numpy as np
import pytest

from recsys_core.models.classic.ease import ease_weights
from recsys_core.models.classic.recency import level_values
from recsys_core.models.language_model.wide import LeaveOneOutEase, met_values, wide_matrices


def test_a_fitted_person_is_scored_as_if_they_had_not_been_there(crowd):
    """The rank-one correction equals solving again without the person."""
    inputs = crowd.matrix(level_values(crowd) * 0.5)
    scores = LeaveOneOutEase(crowd, 4.0).scores(crowd, inputs)
    for person in (0, 17):
        others = crowd.where(crowd.user_idx != person)
        weights = ease_weights(others.matrix(level_values(others)), 4.0)
        np.testing.assert_allclose(scores[person], (inputs[person] @ weights).ravel(), atol=1e-4)


def test_the_second_matrix_counts_every_rating_met_values(crowd):
    """Its rank-one correction is that of ones, too."""
    liked, met = wide_matrices(crowd, (4.0, 6.0))
    inputs = crowd.matrix(met_values(crowd))
    others = crowd.where(crowd.user_idx != 11)
    weights = ease_weights(others.matrix(met_values(others)), 6.0)
    np.testing.assert_allclose(met.scores(crowd, inputs)[11], (inputs[11] @ weights).ravel(), atol=1e-4)
    assert np.abs(liked.precision - met.precision).max() > 0.01
    assert wide_matrices(crowd, ()) == ()


def test_a_stranger_is_scored_by_the_matrix_of_all(crowd, build):
    stranger = build([(0, 2, 5), (0, 18, 4), (0, 5, 2)], 1, 30)
    inputs = stranger.matrix(level_values(stranger))
    weights = ease_weights(crowd.matrix(level_values(crowd)), 4.0)
    scores = LeaveOneOutEase(crowd, 4.0).scores(stranger, inputs)
    np.testing.assert_allclose(scores, inputs @ weights, atol=1e-4)


def test_it_tells_who_was_fitted_by_the_history_alone(crowd):
    ease = LeaveOneOutEase(crowd, 4.0)
    assert ease.knows(crowd.of_users(np.array([5, 3]))).all()
    newest = np.append(np.diff(crowd.user_idx) > 0, True)
    assert not ease.knows(crowd.where(~newest)).any()


def test_one_person_alone(build):
    lonely = build([(0, 0, 5), (0, 1, 5)], 1, 3)
    scores = LeaveOneOutEase(lonely, 0.5).scores(lonely, lonely.matrix())
    assert scores == pytest.approx(np.zeros((1, 3)), abs=1e-5)
