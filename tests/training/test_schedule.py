import pytest
import torch

from recsys_core.training.language_model.config import SCHEDULE_NAMES
from recsys_core.training.optimiser import make_schedule, one_cycle, skip_to_step


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 9, 10, 19, 20, 200])
def test_one_cycle_rises_and_falls_for_any_number_of_steps(steps):
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


def rates_of(name, peak, steps):
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=peak, momentum=0.9)
    schedule, rates = make_schedule(name, optimiser, [peak], steps), []
    for _ in range(steps):
        optimiser.step()
        rates.append(optimiser.param_groups[0]["lr"])
        schedule.step()
    return rates


def test_a_constant_rate_does_not_change():
    assert rates_of("constant", 0.3, 5) == [0.3] * 5


def test_a_cosine_falls_from_the_peak_to_almost_zero():
    """Over three steps: cos of 0, 1/4 and 1/2 of the way."""
    assert rates_of("cosine", 1.0, 3) == pytest.approx([1.0, 0.853553, 0.5])
    long = rates_of("cosine", 1.0, 200)
    assert long == sorted(long, reverse=True) and 0 < long[-1] < 0.001


@pytest.mark.parametrize("name", SCHEDULE_NAMES)
@pytest.mark.parametrize("steps", [0, 1, 7])
def test_skipping_steps_equals_walking_them(name, steps):
    def new():
        optimiser = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=0.2)
        return optimiser, make_schedule(name, optimiser, [0.2], 20)

    walked, schedule = new()
    for _ in range(steps):
        walked.step()
        schedule.step()
    skipped_optimiser, skipped = new()
    skip_to_step(skipped, steps)
    for key in ("lr", "betas"):
        assert skipped_optimiser.param_groups[0][key] == walked.param_groups[0][key]
    assert skipped.last_epoch == schedule.last_epoch
