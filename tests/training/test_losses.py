import pytest
import torch

from recsys_core.training.losses import catalogue_cross_entropy, distillation


def test_cross_entropy_over_three_items_by_hand():
    scores = torch.tensor([[0.0, 0.0, 5.0]])
    seen = torch.tensor([[False, False, True]])
    loss = catalogue_cross_entropy(scores, torch.tensor([[1.0, 0.0, 0.0]]), seen)["relevance"]
    assert loss.item() == pytest.approx(0.6931, abs=1e-4)  # two equal items remain: log 2


def test_targets_are_weighted_and_users_without_one_do_not_count():
    scores = torch.tensor([[2.0, 0.0], [9.0, 0.0]])
    targets = torch.tensor([[3.0, 1.0], [0.0, 0.0]])
    loss = catalogue_cross_entropy(scores, targets, torch.zeros(2, 2, dtype=torch.bool))["relevance"]
    log = torch.log_softmax(scores[0], 0)
    assert loss.item() == pytest.approx(-(0.75 * log[0] + 0.25 * log[1]).item(), abs=1e-6)
    without_targets = catalogue_cross_entropy(scores, torch.zeros(2, 2), torch.zeros(2, 2, dtype=torch.bool))
    assert without_targets["relevance"].item() == 0


def test_distillation_terms_by_hand():
    terms = distillation(
        torch.tensor([[1.0, 0.0], [0.0, 0.0]]),
        torch.tensor([[0.0, 0.0], [0.0, 2.0]]),
        torch.tensor([1.0, 0.5]),
        torch.tensor([[1.0], [0.0]]),
        torch.tensor([[0.0], [0.0]]),
    )
    assert terms["factors"].item() == pytest.approx((1 + 0.5 * 4) / 2)
    assert terms["drift"].item() == pytest.approx(0.5)
