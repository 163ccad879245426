import dataclasses

import numpy as np
import pytest
import torch

from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.wide import LeaveOneOutEase, uniform_values, wide_matrices
from recsys_core.training.language_model.post_training import add_untrained_terms
from recsys_core.training.language_model.towers import Towers, WideBranch


@pytest.fixture
def trained(history, config):
    """Towers before any step, with a wide branch."""
    torch.manual_seed(0)
    text = torch.nn.functional.normalize(torch.randn(history.n_items, 16), dim=1)
    branch = WideBranch(LeaveOneOutEase(history, config.wide_l2), history)
    return Towers(text, config, branch).export()


def test_the_second_matrix_is_added_as_ease_of_all_interactions(trained, history, config):
    """Its weights fall from 8 for the newest interaction to 5% of that."""
    without = dataclasses.replace(config, met_strength=0.0, popularity_penalty=0.0)
    with_matrix = dataclasses.replace(config, met_strength=8.0, popularity_penalty=0.0)
    models = [
        LanguageModelRecommender(
            add_untrained_terms(trained, history, recipe), wide=wide_matrices(history, recipe.wide_l2s)
        )
        for recipe in (without, with_matrix)
    ]
    before, after = (model.score(history) for model in models)
    newest_first = np.concatenate([np.arange(count)[::-1] for count in history.counts])
    values = 8.0 * (0.95 * np.exp(-newest_first / 10.0) + 0.05)
    added = LeaveOneOutEase(history, config.met_l2, uniform_values).scores(history, history.matrix(values))
    np.testing.assert_allclose(after - before, added, atol=1e-4)


def test_the_penalty_grows_with_the_logarithm_of_ratings(trained, history, config):
    lowered = add_untrained_terms(trained, history, dataclasses.replace(config, popularity_penalty=0.5))
    counts = np.bincount(history.item_idx, minlength=history.n_items)
    np.testing.assert_allclose(trained.item_bias - lowered.item_bias, 0.5 * np.log(counts + 5.0), rtol=1e-4)


def test_towers_without_a_wide_branch_get_only_the_penalty(trained, history, config):
    narrow = dataclasses.replace(
        trained,
        wide_decays=np.zeros(0, np.float32),
        wide_l2=np.zeros(0, np.float32),
        wide_levels=np.zeros((0, 0, 5), np.float32),
    )
    without_wide = dataclasses.replace(config, wide=False, popularity_penalty=0.25)
    adjusted = add_untrained_terms(narrow, history, without_wide)
    assert len(adjusted.wide_l2) == 0
    assert (adjusted.item_bias < narrow.item_bias).all()
