"""Optimisers by name, and gradient accumulation."""

import dataclasses

import pytest
import torch

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import OPTIMISER_NAMES, SCHEDULE_NAMES
from recsys_core.training.language_model.distill import collaborative_teacher
from recsys_core.training.optimiser import ParameterGroup, accumulate_batches, make_optimiser


@pytest.mark.parametrize(
    ("name", "kind"), [("adam", torch.optim.Adam), ("adamw", torch.optim.AdamW), ("sgd", torch.optim.SGD)]
)
def test_each_name_gives_its_optimiser_with_the_rate_of_each_group(name, kind):
    one, other = torch.zeros(2, requires_grad=True), torch.zeros(3, requires_grad=True)
    groups = [ParameterGroup([one], 0.1, 0.01), ParameterGroup([other], 0.2, 0.0)]
    optimiser = make_optimiser(name, groups)
    assert type(optimiser) is kind
    settings = [(group["lr"], group["weight_decay"]) for group in optimiser.param_groups]
    assert settings == [(0.1, 0.01), (0.2, 0.0)]


def test_a_plain_step_by_hand():
    """w = 1, gradient 2, rate 0.1, decay 0.5: SGD subtracts 0.1 (2 + 0.5), AdamW 0.1 and 0.05."""
    for name, expected in (("sgd", 0.75), ("adamw", 0.85), ("adam", 0.9)):
        weight = torch.ones(1, requires_grad=True)
        optimiser = make_optimiser(name, [ParameterGroup([weight], 0.1, 0.5)])
        (2 * weight).sum().backward()
        optimiser.step()
        assert float(weight.detach()) == pytest.approx(expected, abs=1e-5)


def test_the_last_step_takes_the_remaining_batches():
    batches = [torch.zeros(4), torch.zeros(4), torch.zeros(2)]
    assert [(len(batch), share, due) for batch, share, due in accumulate_batches(batches, 2)] == [
        (4, 0.5, False),
        (4, 0.5, True),
        (2, 1.0, True),
    ]
    assert [share for _, share, _ in accumulate_batches(batches, 9)] == [0.4, 0.4, 0.2]


def test_two_half_batches_make_the_step_of_a_whole_one(history, config, fit_tiny_towers):
    """30 users: one batch of 30, or two of 15 per step; nothing is dropped at random."""
    plain = dataclasses.replace(
        config,
        dropout=0.0,
        id_dropout=0.0,
        history_dropout=0.0,
        batch_users=30,
        epochs=5,
        target_weights=(1.0,) * 5,
        optimiser="sgd",
        learning_rate=0.1,
    )  # Adam would amplify rounding errors
    halved = dataclasses.replace(plain, batch_users=15, accumulate=2)
    whole, whole_fit, whole_reports = fit_tiny_towers(history, plain)
    halves, halves_fit, halves_reports = fit_tiny_towers(history, halved)
    assert halves_fit.losses == pytest.approx(whole_fit.losses, abs=1e-5)
    assert [report.rate for report in halves_reports] == [report.rate for report in whole_reports]
    for name, value in whole.state_dict().items():
        torch.testing.assert_close(halves.state_dict()[name], value, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("schedule", SCHEDULE_NAMES)
@pytest.mark.parametrize("optimiser", OPTIMISER_NAMES)
def test_every_pair_learns_and_resumes_to_the_same_curve(
    history, config, optimiser, schedule, fit_tiny_towers
):
    config = dataclasses.replace(
        config,
        optimiser=optimiser,
        schedule=schedule,
        accumulate=3,
        batch_users=8,
        epochs=12,
        learning_rate=0.1 if optimiser == "sgd" else 0.01,
    )
    states = []
    whole, curve, reports = fit_tiny_towers(history, config, save=states.append)
    assert curve.losses[-1] < curve.losses[0]
    assert all(0 < report.rate <= config.learning_rate + 1e-9 for report in reports[2:])
    state = next(state for state in states if int(state["epoch"]) == 4)
    resumed, again, _ = fit_tiny_towers(history, config, resume=state)
    assert again == curve
    torch.testing.assert_close(resumed.mixers, whole.mixers, rtol=0, atol=0)


@pytest.mark.parametrize("strategy", ["lora", "adalora"])
def test_the_language_model_learns_with_accumulated_batches(dataset, config, strategy, distil_texts):
    config = dataclasses.replace(
        config, strategy=strategy, optimiser="adam", schedule="constant", accumulate=2, distil_batch=5
    )
    torch.manual_seed(0)
    encoder = TextEncoder.load(config.encoder)
    tokens = encoder.tokenize(dataset.items["title"].tolist())
    teacher = collaborative_teacher(dataset.interactions, config.factors, 0)
    before = encoder.encode(tokens)
    after, reports = distil_texts(encoder, tokens, teacher, config)
    assert [report.step for report in reports[1:]] == list(range(1 + config.distil_epochs * 4))
    assert {report.rate for report in reports[2:]} == {1e-3}
    assert abs(after - before).max() > 1e-5
