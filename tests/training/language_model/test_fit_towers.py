import dataclasses

import pytest
import torch

from recsys_core.training.loop import TrainingError


@pytest.fixture
def fit(fit_tiny_towers, history):
    """Train on the tiny history unless given another; returns the towers and how it went."""

    def fit(config, on=None, **options):
        return fit_tiny_towers(history if on is None else on, config, **options)[:2]

    return fit


def test_the_loss_falls(config, fit):
    _, fitted = fit(dataclasses.replace(config, epochs=40))
    assert fitted.losses[-1] < fitted.losses[0] - 0.2
    assert fitted.epochs == 40


def test_one_seed_gives_one_model(config, fit):
    first, second = fit(config), fit(config)
    assert first[1].losses == second[1].losses
    torch.testing.assert_close(first[0].mixers, second[0].mixers, rtol=0, atol=0)


def test_the_best_weights_are_restored_and_patience_ends_training(config, fit):
    """Validation gives .3, .1, .1: the first weights are the best and the third validation is the last."""
    states, values = [], iter([0.3, 0.1, 0.1, 0.1])

    def measure(towers):
        states.append(towers.mixers.detach().clone())
        return next(values)

    towers, fitted = fit(dataclasses.replace(config, epochs=20), measure=measure)
    assert fitted.epochs == 2
    assert fitted.metrics == ((2, 0.3), (4, 0.1), (6, 0.1))
    torch.testing.assert_close(towers.mixers.detach(), states[0], rtol=0, atol=0)


def test_without_early_stopping_the_last_weights_are_kept(config, fit):
    """Although validation falls all the time."""
    values = iter([0.3, 0.2, 0.1])
    recipe = dataclasses.replace(config, stop_on=None)
    towers, fitted = fit(recipe, measure=lambda towers: next(values))
    unvalidated, _ = fit(recipe)
    assert fitted.epochs == 6
    assert fitted.metrics == ((2, 0.3), (4, 0.2), (6, 0.1))
    torch.testing.assert_close(towers.mixers, unvalidated.mixers, rtol=0, atol=0)


def test_a_fit_stopped_at_an_epoch_equals_one_stopped_by_validation(config, fit):
    """Validation uses no random numbers and does not change the schedule."""
    validated, _ = fit(config, measure=lambda towers: float(towers.training) + 1.0)
    stopped, fitted = fit(config, stop_after=2)
    assert fitted.epochs == 2
    torch.testing.assert_close(validated.mixers, stopped.mixers, rtol=0, atol=0)


def test_an_infinite_loss_names_the_batch(config, fit):
    """The learning rate lets the weights overflow."""
    with pytest.raises(TrainingError, match=r"epoch \d+, step \d of 2"):
        fit(dataclasses.replace(config, learning_rate=1e30, epochs=20))


def test_no_user_to_train_on(history, config, fit):
    first_two = history.where(history.timestamp % 10 < 2)
    with pytest.raises(TrainingError, match="nothing to train on"):
        fit(config, on=first_two)


@pytest.mark.parametrize("stopped_at", [2, 4])
def test_a_stopped_fit_resumes_to_the_same_curve(config, fit, stopped_at):
    states = []

    def measure(towers):
        return float(towers.mixers.detach().sum())

    whole, curve = fit(config, measure=measure, save=states.append)
    state = next(state for state in states if int(state["epoch"]) == stopped_at)
    resumed, again = fit(config, measure=measure, resume=state)
    assert again == curve
    for name, value in whole.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value, rtol=0, atol=0)


def test_a_finished_fit_is_restored_without_training(config, fit):
    states = []
    whole, curve = fit(config, save=states.append)
    resumed, again = fit(config, resume=states[-1])
    assert again == curve
    torch.testing.assert_close(resumed.mixers, whole.mixers, rtol=0, atol=0)
