"""Optimisers by name, and gradients that add up over several batches."""

import dataclasses

import pytest
import torch

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import OPTIMISER_NAMES, SCHEDULE_NAMES
from recsys_core.training.language_model.distill import collaborative_teacher, distil, distil_steps
from recsys_core.training.language_model.fit_towers import fit_towers
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.towers import Towers
from recsys_core.training.optimiser import Group, make_optimiser, step_groups
from recsys_core.training.progress import Journey, Phase
from recsys_core.training.sequences import Sequences


def fit(history, config, **more):
    torch.manual_seed(0)
    towers = Towers(torch.nn.functional.normalize(torch.randn(20, 16), dim=1), config, None)
    rates = []
    journey = Journey([Phase("towers", "towers", config.epochs, 1.0)], lambda seen: rates.append(seen.rate))
    journey.begin()
    objective = Objective(config, torch.nn.functional.normalize(torch.rand(20, 4), dim=1))
    return towers, fit_towers(towers, Sequences(history), config, journey, objective=objective, **more), rates


@pytest.mark.parametrize(
    ("name", "kind"), [("adam", torch.optim.Adam), ("adamw", torch.optim.AdamW), ("sgd", torch.optim.SGD)])
def test_each_name_gives_its_optimiser_with_each_groups_own_rate(name, kind):
    one, other = torch.zeros(2, requires_grad=True), torch.zeros(3, requires_grad=True)
    made = make_optimiser(name, [Group([one], 0.1, 0.01), Group([other], 0.2, 0.0)])
    assert type(made) is kind
    assert [(group["lr"], group["weight_decay"]) for group in made.param_groups] == [(0.1, 0.01), (0.2, 0.0)]


def test_a_plain_step_by_hand():
    """w = 1, gradient 2, rate 0.1, decay 0.5: SGD takes off 0.1 (2 + 0.5), AdamW 0.1 and 0.05."""
    for name, expected in (("sgd", 0.75), ("adamw", 0.85), ("adam", 0.9)):
        weight = torch.ones(1, requires_grad=True)
        made = make_optimiser(name, [Group([weight], 0.1, 0.5)])
        (2 * weight).sum().backward()
        made.step()
        assert float(weight.detach()) == pytest.approx(expected, abs=1e-5)


def test_the_last_step_takes_what_is_left():
    batches = [torch.zeros(4), torch.zeros(4), torch.zeros(2)]
    assert [(len(batch), share, due) for batch, share, due in step_groups(batches, 2)] == [
        (4, 0.5, False), (4, 0.5, True), (2, 1.0, True)]
    assert [share for _, share, _ in step_groups(batches, 9)] == [0.4, 0.4, 0.2]


def test_two_half_batches_make_the_step_of_one_whole(history, config):
    """30 people: one batch of 30, or two of 15 behind one step; nothing is dropped at random."""
    plain = dataclasses.replace(
        config, dropout=0.0, id_dropout=0.0, history_dropout=0.0, batch_users=30, epochs=5,
        target_weights=(1.0,) * 5, optimiser="sgd", learning_rate=0.1)  # Adam blows rounding up to steps
    whole, whole_fit, whole_rates = fit(history, plain)
    halves, halves_fit, halves_rates = fit(history, dataclasses.replace(plain, batch_users=15, accumulate=2))
    assert halves_fit.losses == pytest.approx(whole_fit.losses, abs=1e-5)
    assert halves_rates == whole_rates
    for name, value in whole.state_dict().items():
        torch.testing.assert_close(halves.state_dict()[name], value, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("schedule", SCHEDULE_NAMES)
@pytest.mark.parametrize("optimiser", OPTIMISER_NAMES)
def test_every_pair_learns_and_goes_on_to_the_same_curve(history, config, optimiser, schedule):
    recipe = dataclasses.replace(
        config, optimiser=optimiser, schedule=schedule, accumulate=3, batch_users=8, epochs=12,
        learning_rate=0.1 if optimiser == "sgd" else 0.01)
    kept = []
    whole, curve, rates = fit(history, recipe, keep=kept.append)
    assert curve.losses[-1] < curve.losses[0]
    assert all(0 < rate <= recipe.learning_rate + 1e-9 for rate in rates[1:])
    state = next(state for state in kept if int(state["epoch"]) == 4)
    resumed, again, _ = fit(history, recipe, resume=state)
    assert again == curve
    torch.testing.assert_close(resumed.mixers, whole.mixers, rtol=0, atol=0)


@pytest.mark.parametrize("strategy", ["lora", "adalora"])
def test_the_language_model_learns_over_several_batches(dataset, config, strategy):
    recipe = dataclasses.replace(
        config, strategy=strategy, optimiser="adam", schedule="constant", accumulate=2, distil_batch=5)
    torch.manual_seed(0)
    encoder = TextEncoder.load(recipe.encoder)
    tokens = encoder.tokenize(dataset.items["title"].tolist())
    teacher = collaborative_teacher(dataset.interactions, recipe.factors, 0)
    steps, seen = distil_steps(len(teacher.items), recipe), []
    journey = Journey([Phase("distil", "distil", steps, 1.0)], seen.append)
    journey.begin()
    before = encoder.encode(tokens)
    after = distil(encoder, tokens, teacher, recipe, journey)
    assert [report.step for report in seen] == list(range(steps + 1))
    assert {report.rate for report in seen[1:]} == {1e-3}
    assert abs(after - before).max() > 1e-5
