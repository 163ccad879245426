import pytest
import torch

from recsys_core.training.language_model.config import SCHEDULE_NAMES
from recsys_core.training.optimiser import at_step, make_schedule, one_cycle


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 9, 10, 19, 20, 200])
def test_any_number_of_steps_rises_to_the_peak_and_falls(steps):
    optimiser = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = one_cycle(optimiser, 1.0, steps)
    rates = []
    for _ in range(steps):
        optimiser.step()
        rates.append(optimiser.param_groups[0]["lr"])
        schedule.step()
    assert all(0 < rate <= 1.0 + 1e-9 for rate in rates)
    if steps >= 9:
        assert max(rates) > 0.9 and rates[-1] < 0.2


def rates(name, peak, steps):
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=peak, momentum=0.9)
    schedule, seen = make_schedule(name, optimiser, [peak], steps), []
    for _ in range(steps):
        optimiser.step()
        seen.append(optimiser.param_groups[0]["lr"])
        schedule.step()
    return seen


def test_a_constant_rate_stays():
    assert rates("constant", 0.3, 5) == [0.3] * 5


def test_a_cosine_starts_at_the_peak_and_falls_to_nearly_nothing():
    """Over three steps: cos of 0, 1/4 and 1/2 of the way."""
    assert rates("cosine", 1.0, 3) == pytest.approx([1.0, 0.853553, 0.5])
    long = rates("cosine", 1.0, 200)
    assert long == sorted(long, reverse=True) and 0 < long[-1] < 0.001


@pytest.mark.parametrize("name", SCHEDULE_NAMES)
@pytest.mark.parametrize("steps", [0, 1, 7])
def test_a_schedule_can_be_put_anywhere(name, steps):
    def fresh():
        optimiser = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=0.2)
        return optimiser, make_schedule(name, optimiser, [0.2], 20)

    walked, schedule = fresh()
    for _ in range(steps):
        walked.step()
        schedule.step()
    put, jumped = fresh()
    at_step(jumped, steps)
    for key in ("lr", "betas"):
        assert put.param_groups[0][key] == walked.param_groups[0][key]
    assert jumped.last_epoch == schedule.last_epoch
