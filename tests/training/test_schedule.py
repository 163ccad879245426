import pytest
import torch

from recsys_core.training.schedule import one_cycle


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
