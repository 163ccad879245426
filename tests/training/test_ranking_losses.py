import pytest
import torch

from recsys_core.training.losses import (
    bayesian_personalised,
    catalogue_cross_entropy,
    info_nce,
    sampled_softmax,
    squared_error,
)

# Users 1 to 3 rate items A to D: 1-A 4, 1-B 5, 2-B 2, 2-C 3, 3-A 3, 3-D 4.
USERS = torch.tensor([0, 0, 1, 1, 2, 2])
ITEMS = torch.tensor([0, 1, 1, 2, 0, 3])
RATINGS = torch.tensor([4.0, 5.0, 2.0, 3.0, 3.0, 4.0], dtype=torch.float64)


def test_gradients_of_the_bilinear_form_on_six_ratings():
    """h_u^T W h_i under squared error: autograd equals the closed form for W, users and items."""
    generator = torch.Generator().manual_seed(0)

    def sample(*shape):
        return torch.randn(*shape, generator=generator, dtype=torch.float64).requires_grad_(True)

    users, mixer, items = sample(3, 2), sample(2, 2), sample(4, 2)
    predicted = ((users[USERS] @ mixer) * items[ITEMS]).sum(1)
    squared_error(predicted, RATINGS)["rating"].backward()
    error = (predicted - RATINGS).detach()
    h, g, w = users.detach(), items.detach(), mixer.detach()
    for_mixer = sum(2 / 6 * e * torch.outer(h[u], g[i]) for e, u, i in zip(error, USERS, ITEMS, strict=True))
    for_users, for_items = torch.zeros_like(h), torch.zeros_like(g)
    for e, u, i in zip(error, USERS, ITEMS, strict=True):
        for_users[u] += 2 / 6 * e * (w @ g[i])
        for_items[i] += 2 / 6 * e * (w.T @ h[u])
    torch.testing.assert_close(mixer.grad, for_mixer)
    torch.testing.assert_close(users.grad, for_users)
    torch.testing.assert_close(items.grad, for_items)


def test_squared_error_is_weighted():
    predicted, ratings = torch.tensor([1.0, 5.0]), torch.tensor([3.0, 5.0])
    assert squared_error(predicted, ratings)["rating"].item() == 2.0
    assert squared_error(predicted, ratings, torch.tensor([1.0, 3.0]))["rating"].item() == 1.0


def test_sampling_every_item_equals_the_full_softmax():
    scores = torch.tensor([[0.3, -1.0, 2.0, 0.5]])
    others = torch.tensor([[-1.0, 2.0, 0.5]])
    chance = torch.full((3,), 0.25)
    sampled = sampled_softmax(scores[:, 0], others, torch.tensor([0.25]), chance)
    target = torch.tensor([[1.0, 0, 0, 0]])
    full = catalogue_cross_entropy(scores, target, torch.zeros(1, 4, dtype=torch.bool))
    assert sampled["relevance"].item() == pytest.approx(full["relevance"].item(), abs=1e-6)


def test_the_correction_compensates_for_popular_samples():
    """Item 1 is sampled nine times as often as item 2; corrected, ten samples equal the full softmax."""
    positive, popular, rare = torch.tensor(1.0), torch.tensor(0.5), torch.tensor(-0.5)
    draws = torch.stack([popular] * 9 + [rare])[None]
    chance = torch.tensor([0.9] * 9 + [0.1])
    loss = sampled_softmax(positive[None], draws, torch.tensor([0.1]), chance)["relevance"]
    full = -torch.log_softmax(torch.stack([positive, popular, rare]), 0)[0]
    assert loss.item() == pytest.approx(full.item(), abs=1e-5)


def test_a_sampled_positive_does_not_count_against_itself():
    chance = torch.full((1, 1), 0.5)
    loss = sampled_softmax(
        torch.tensor([2.0]), torch.tensor([[2.0]]), torch.tensor([0.5]), chance, torch.tensor([[True]])
    )
    assert loss["relevance"].item() == pytest.approx(0, abs=1e-6)


def test_bpr_of_two_pairs_by_hand():
    loss = bayesian_personalised(torch.tensor([1.0]), torch.tensor([[1.0, -9.0]]))["relevance"]
    assert loss.item() == pytest.approx((0.69315 + 0.0000454) / 2, abs=1e-4)


def test_contrast_is_smallest_when_partners_match():
    anchors = torch.eye(3)
    matched = info_nce(anchors, anchors)["contrast"]
    crossed = info_nce(anchors, anchors.roll(1, 0))["contrast"]
    assert matched < 0.01 < crossed
    assert info_nce(anchors[:1], anchors[:1])["contrast"].item() == 0
    all_right = torch.ones(3, 3, dtype=torch.bool)
    unpunished = info_nce(anchors, anchors.roll(1, 0), same=all_right)["contrast"]
    assert unpunished.item() == pytest.approx(0, abs=1e-5)
    with pytest.raises(ValueError, match="temperature"):
        info_nce(anchors, anchors, temperature=0)
