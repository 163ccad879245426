import dataclasses

import pytest
import torch

from recsys_core.training.language_model.config import DIVERSITY_NAMES, LOSS_NAMES
from recsys_core.training.language_model.objective import Objective

SPACE = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
TARGETS = torch.tensor([[0.0, 1.0, 0.0, 0.0]])
SEEN = torch.tensor([[True, False, False, False]])


def terms_of(config, scores, **changes):
    torch.manual_seed(0)
    objective = Objective(dataclasses.replace(config, **changes), SPACE)
    terms = objective.terms(scores, TARGETS, SEEN, SPACE)
    return objective, terms


@pytest.mark.parametrize("loss", LOSS_NAMES)
def test_raising_the_target_lowers_every_relevance_loss(config, loss):
    low = terms_of(config, torch.tensor([[9.0, 0.0, 0.0, 0.0]]), loss=loss)[1]
    high = terms_of(config, torch.tensor([[9.0, 3.0, 0.0, 0.0]]), loss=loss)[1]
    assert set(low) == {"relevance"}
    assert high["relevance"] < low["relevance"]


@pytest.mark.parametrize("loss", LOSS_NAMES)
def test_seen_items_do_not_affect_the_loss(config, loss):
    one = terms_of(config, torch.tensor([[9.0, 1.0, 0.0, 0.0]]), loss=loss)[1]
    other = terms_of(config, torch.tensor([[-9.0, 1.0, 0.0, 0.0]]), loss=loss)[1]
    torch.testing.assert_close(one["relevance"], other["relevance"])


@pytest.mark.parametrize("diversity", DIVERSITY_NAMES)
def test_the_diversity_term_is_weighted(config, diversity):
    scores = torch.tensor([[0.0, 1.0, 0.5, 0.0]])
    objective, terms = terms_of(config, scores, diversity=diversity, diversity_weight=2.0)
    torch.testing.assert_close(objective.total(terms), terms["relevance"] + 2 * terms["diversity"])


@pytest.mark.parametrize("loss", LOSS_NAMES)
def test_without_targets_the_loss_is_zero(config, loss):
    objective = Objective(dataclasses.replace(config, loss=loss), SPACE)
    scores = torch.zeros(1, 4, requires_grad=True)
    terms = objective.terms(scores, torch.zeros(1, 4), SEEN, SPACE)
    objective.total(terms).backward()
    assert terms["relevance"].item() == 0
