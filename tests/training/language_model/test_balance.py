import dataclasses

import numpy as np
import pytest
import torch

from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.wide import LeaveOneOutEase, met_values, wide_matrices
from recsys_core.training.language_model.balance import balance
from recsys_core.training.language_model.towers import Towers
from recsys_core.training.language_model.wide import WideBranch


@pytest.fixture
def trained(history, config):
    """Towers as they start, with a wide branch."""
    torch.manual_seed(0)
    text = torch.nn.functional.normalize(torch.randn(history.n_items, 16), dim=1)
    branch = WideBranch(LeaveOneOutEase(history, config.wide_l2), history)
    return Towers(text, config, branch).export()


def test_what_people_met_is_added_as_ease_of_ones(trained, history, config):
    """Scores rise by EASE of all ratings met_values, the newest weighing 8 and the oldest hardly anything."""
    plain = dataclasses.replace(config, met_strength=0.0, popularity_penalty=0.0)
    full = dataclasses.replace(config, met_strength=8.0, popularity_penalty=0.0)
    models = [
        LanguageModelRecommender(
            balance(trained, history, recipe), wide=wide_matrices(history, recipe.wide_l2s))
        for recipe in (plain, full)]
    before, after = (model.score(history) for model in models)
    newest_first = np.concatenate([np.arange(count)[::-1] for count in history.counts])
    values = 8.0 * (0.95 * np.exp(-newest_first / 10.0) + 0.05)
    added = LeaveOneOutEase(history, config.met_l2, met_values).scores(history, history.matrix(values))
    np.testing.assert_allclose(after - before, added, atol=1e-4)


def test_the_penalty_is_that_of_the_logarithm_of_ratings(trained, history, config):
    lowered = balance(trained, history, dataclasses.replace(config, popularity_penalty=0.5))
    counts = np.bincount(history.item_idx, minlength=history.n_items)
    np.testing.assert_allclose(
        trained.item_bias - lowered.item_bias, 0.5 * np.log(counts + 5.0), rtol=1e-4)


def test_towers_without_a_wide_branch_are_left_without(trained, history, config):
    alone = dataclasses.replace(
        trained, wide_decays=np.zeros(0, np.float32), wide_l2=np.zeros(0, np.float32),
        wide_levels=np.zeros((0, 0, 5), np.float32))
    kept = balance(alone, history, dataclasses.replace(config, wide=False, popularity_penalty=0.25))
    assert not kept.has_wide
    assert (kept.item_bias < alone.item_bias).all()  # the penalty is for them, too
