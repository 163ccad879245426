import numpy as np
import pytest

from recsys_core.models.classic.bpr import Bpr


def test_likes_rank_above_other_items(crowd):
    scores = Bpr(n_factors=8, n_epochs=60).fit(crowd).score(crowd)
    liked = crowd.where(crowd.liked).matrix().toarray() > 0
    above = [(scores[user, liked[user]][:, None] > scores[user, ~liked[user]]).mean() for user in range(40)]
    assert np.mean(above) > 0.9


def test_it_recommends_items_of_the_same_taste(crowd, build):
    scores = Bpr(n_factors=8).fit(crowd).score(build([(0, 1, 5), (0, 3, 5), (1, 20, 5), (1, 22, 5)], 2, 30))
    assert scores[0, :15].mean() > scores[0, 15:29].mean()
    assert scores[1, :15].mean() < scores[1, 15:29].mean()


def test_a_history_of_dislikes_scores_like_none(crowd, build):
    model = Bpr(n_epochs=2).fit(crowd)
    np.testing.assert_array_equal(model.score(build([(0, 3, 1)], 1, 30)), model.score(build([], 1, 30)))


def test_a_user_who_likes_everything_can_be_fitted_and_scored(build):
    everything = build([(0, 0, 5), (0, 1, 5), (0, 2, 5), (1, 2, 4)], 2, 3)
    assert np.isfinite(Bpr(n_epochs=3).fit(everything).score(everything)).all()


def test_scoring_during_the_fit_does_not_change_it(crowd):
    watched, epochs = Bpr(n_epochs=3), []
    watched.fit(crowd, after_epoch=lambda epoch: epochs.append(epoch) or watched.score(crowd))
    assert epochs == [1, 2, 3]
    np.testing.assert_array_equal(watched.score(crowd), Bpr(n_epochs=3).fit(crowd).score(crowd))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("n_factors", 0),
        ("n_epochs", 0),
        ("n_fold_in_epochs", 0),
        ("learning_rate", 0.0),
        ("regularization", -1.0),
    ],
)
def test_invalid_settings_are_rejected(setting, value):
    with pytest.raises(ValueError, match=setting):
        Bpr(**{setting: value})
