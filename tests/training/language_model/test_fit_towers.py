import dataclasses

import pytest
import torch

from recsys_core.training.language_model.fit_towers import fit_towers
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.towers import Towers
from recsys_core.training.loop import TrainingError
from recsys_core.training.progress import Journey, Phase
from recsys_core.training.sequences import Sequences


def fit(history, config, **more):
    torch.manual_seed(0)
    towers = Towers(torch.nn.functional.normalize(torch.randn(20, 16), dim=1), config, None)
    journey = Journey([Phase("towers", "towers", config.epochs, 1.0)], lambda progress: None)
    journey.begin()
    objective = Objective(config, torch.nn.functional.normalize(torch.rand(20, 4), dim=1))
    return towers, fit_towers(towers, Sequences(history), config, journey, objective=objective, **more)


def test_the_loss_falls(history, config):
    _, fitted = fit(history, dataclasses.replace(config, epochs=40))
    assert fitted.losses[-1] < fitted.losses[0] - 0.2
    assert fitted.epochs == 40


def test_one_seed_gives_one_model(history, config):
    first, second = fit(history, config), fit(history, config)
    assert first[1].losses == second[1].losses
    torch.testing.assert_close(first[0].mixers, second[0].mixers, rtol=0, atol=0)


def test_the_best_weights_are_put_back_and_patience_ends_it(history, config):
    """Validation says 3, 1, 1, 1: the weights of the first look are kept and the third look is the last."""
    states, values = [], iter([0.3, 0.1, 0.1, 0.1])

    def measure(towers):
        states.append(towers.mixers.detach().clone())
        return next(values)

    towers, fitted = fit(history, dataclasses.replace(config, epochs=20), measure=measure)
    assert fitted.epochs == 2
    assert fitted.metrics == ((2, 0.3), (4, 0.1), (6, 0.1))
    torch.testing.assert_close(towers.mixers.detach(), states[0], rtol=0, atol=0)


def test_where_nothing_stops_it_the_last_weights_are_kept(history, config):
    """Validation falls all the way and stops nothing."""
    values = iter([0.3, 0.2, 0.1])
    recipe = dataclasses.replace(config, stop_on=None)
    towers, fitted = fit(history, recipe, measure=lambda towers: next(values))
    blind, _ = fit(history, recipe)
    assert fitted.epochs == 6
    assert fitted.metrics == ((2, 0.3), (4, 0.2), (6, 0.1))
    torch.testing.assert_close(towers.mixers, blind.mixers, rtol=0, atol=0)


def test_a_fit_stopped_at_an_epoch_equals_the_one_that_looked(history, config):
    """Looking at validation draws no random number and moves no schedule."""
    looked, _ = fit(history, config, measure=lambda towers: float(towers.training) + 1.0)
    blind, fitted = fit(history, config, stop_after=2)
    assert fitted.epochs == 2
    torch.testing.assert_close(looked.mixers, blind.mixers, rtol=0, atol=0)


def test_a_loss_that_is_no_number_names_the_batch(history, config):
    """A learning rate that throws the weights out of range."""
    with pytest.raises(TrainingError, match=r"epoch \d+, step \d of 2"):
        fit(history, dataclasses.replace(config, learning_rate=1e30, epochs=20))


def test_nobody_to_train_on(history, config):
    first_two = history.where(history.timestamp % 10 < 2)
    with pytest.raises(TrainingError, match="nothing to train on"):
        fit(first_two, config)


@pytest.mark.parametrize("stopped_at", [2, 4])
def test_a_stopped_fit_goes_on_to_the_same_curve(history, config, stopped_at):
    kept = []

    def measure(towers):
        return float(towers.mixers.detach().sum())

    whole, curve = fit(history, config, measure=measure, keep=kept.append)
    state = next(state for state in kept if int(state["epoch"]) == stopped_at)
    resumed, again = fit(history, config, measure=measure, resume=state)
    assert again == curve
    for name, value in whole.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value, rtol=0, atol=0)


def test_a_finished_fit_is_only_put_back(history, config):
    kept = []
    whole, curve = fit(history, config, keep=kept.append)
    resumed, again = fit(history, config, resume=kept[-1])
    assert again == curve
    torch.testing.assert_close(resumed.mixers, whole.mixers, rtol=0, atol=0)
