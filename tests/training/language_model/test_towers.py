"""The forward passes in torch and in numpy agree."""

import numpy as np
import pytest
import torch

from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.wide import LeaveOneOutEase
from recsys_core.training.language_model.towers import Towers, WideBranch
from recsys_core.training.sequences import Sequences


def make(history, config, wide=True):
    torch.manual_seed(3)
    text = torch.nn.functional.normalize(torch.randn(history.n_items, 16), dim=1)
    branch = WideBranch(LeaveOneOutEase(history, config.wide_l2), history) if wide else None
    towers = Towers(text, config, branch)
    with torch.no_grad():  # away from the regular starting values
        for parameter in towers.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    return towers


@pytest.mark.parametrize("wide", [True, False])
def test_numpy_scores_as_torch_does(history, config, wide):
    towers = make(history, config, wide).eval()
    sequences = Sequences(history)
    with torch.no_grad():
        expected = towers(sequences.batch(torch.arange(30)), sequences.counts).numpy()
    model = LanguageModelRecommender(towers.export()).fit(history)
    np.testing.assert_allclose(model.score(history), expected, atol=1e-4)


def test_an_item_without_its_own_vector_relies_on_its_text(history, config):
    towers = make(history, config)
    with torch.no_grad():
        towers.own_in.zero_(), towers.own_out.zero_(), towers.own_bias.zero_()
    towers.eval()
    alone = towers.items()
    towers.train()
    for with_dropout, without in zip(towers.items(), alone, strict=True):
        torch.testing.assert_close(with_dropout, without)


def test_only_the_wide_branch_depends_on_what_follows_the_cut(history, config):
    towers = make(history, config, wide=False).eval()
    batch = Sequences(history).batch(torch.tensor([0, 1]))
    cuts = torch.tensor([4, 7])
    with torch.no_grad():
        before = towers(batch, cuts)
        batch.items[:, 8:] = 0
        torch.testing.assert_close(towers(batch, cuts), before)


def test_every_parameter_gets_a_gradient(history, config):
    towers = make(history, config).train()
    batch = Sequences(history).batch(torch.arange(30))
    towers(batch, torch.full((30,), 6)).square().mean().backward()
    assert [name for name, parameter in towers.named_parameters() if parameter.grad is None] == []
