import pytest
import torch

from recsys_core.training.losses import (
    alignment,
    expected_similarity,
    exposure_concentration,
    similarity_to_centre,
)

KINDS = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


def test_expected_similarity_is_one_for_one_kind_and_half_for_two():
    one_kind = expected_similarity(torch.tensor([[0.5, 0.5, 0.0]]), KINDS)["diversity"]
    two_kinds = expected_similarity(torch.tensor([[0.25, 0.25, 0.5]]), KINDS)["diversity"]
    assert one_kind.item() == pytest.approx(1.0)
    assert two_kinds.item() == pytest.approx(0.5)


def test_expected_similarity_equals_summing_over_pairs():
    generator = torch.Generator().manual_seed(1)
    probability = torch.softmax(torch.randn(4, 6, generator=generator), 1)
    vectors = torch.nn.functional.normalize(torch.randn(6, 3, generator=generator), dim=1)
    pairs = torch.einsum("ui,ij,uj->u", probability, vectors @ vectors.T, probability).mean()
    torch.testing.assert_close(expected_similarity(probability, vectors)["diversity"], pairs)


def test_leaving_the_mainstream_lowers_similarity_to_the_centre():
    common = similarity_to_centre(torch.tensor([[1.0, 0.0, 0.0]]), KINDS)["diversity"]
    rare = similarity_to_centre(torch.tensor([[0.0, 0.0, 1.0]]), KINDS)["diversity"]
    assert rare < common


def test_exposure_is_summed_over_users():
    same_list = torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    own_lists = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    assert exposure_concentration(same_list)["diversity"].item() == pytest.approx(1.0)
    assert exposure_concentration(own_lists)["diversity"].item() == pytest.approx(0.0, abs=1e-6)


def test_alignment_of_orthogonal_and_of_equal_vectors():
    assert alignment(torch.eye(3))["diversity"].item() == pytest.approx(0.0, abs=1e-6)
    assert alignment(torch.ones(3, 2))["diversity"].item() == pytest.approx(1.0, abs=1e-5)
    assert alignment(KINDS)["diversity"].item() == pytest.approx(1 / 3, abs=1e-6)
    assert alignment(torch.ones(1, 2))["diversity"].item() == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    "loss",
    [
        lambda scores: expected_similarity(torch.softmax(scores, 1), KINDS),
        lambda scores: similarity_to_centre(torch.softmax(scores, 1), KINDS),
        lambda scores: exposure_concentration(torch.softmax(scores, 1)),
    ],
)
def test_each_term_has_a_gradient_that_lowers_it(loss):
    scores = torch.tensor([[2.0, 1.0, 0.0]], requires_grad=True)
    before = loss(scores)["diversity"]
    before.backward()
    assert torch.isfinite(scores.grad).all()
    assert loss((scores - 0.5 * scores.grad).detach())["diversity"] < before
