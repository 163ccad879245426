"""Where training runs: on CUDA if available, with every tensor of a step on it."""

import dataclasses

import pytest
import torch

from recsys_core.models.text.encoder import TextEncoder, pick_device
from recsys_core.training.language_model.config import DIVERSITY_NAMES, TrainingConfig
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.towers import Towers
from recsys_core.training.sequences import Batch, following, preceding, random_cuts
from recsys_core.training.strategies import STRATEGIES, apply_strategy


@pytest.mark.parametrize(("available", "device"), [(True, "cuda"), (False, "cpu")])
def test_cuda_is_used_if_available(monkeypatch, available, device):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: available)
    assert pick_device() == torch.device(device)


def test_all_tensors_of_a_step_are_on_the_device_of_the_towers():
    """The meta device holds no values and cannot be combined with CPU tensors."""
    meta = torch.device("meta")
    towers = Towers(torch.randn(20, 16), TrainingConfig(dimensions=8, hidden=12), None).to(meta)
    whole = torch.zeros(6, 9, dtype=torch.int64, device=meta)
    batch = Batch(whole[:, 0], whole, whole, whole[:, 0])
    cuts = random_cuts(batch.lengths, torch.Generator())
    seen = preceding(batch, cuts, 20)
    targets = following(batch, cuts, batch.lengths, torch.zeros(5, device=meta), 20)
    scores, vectors = towers.score_with_items(batch, cuts)
    assert {tensor.device for tensor in (cuts, seen, targets, scores, vectors)} == {meta}
    for kind in DIVERSITY_NAMES:
        objective = Objective(
            TrainingConfig(diversity=kind, diversity_weight=1.0), torch.zeros(20, 4, device=meta)
        )
        assert objective._diversity(scores, seen, vectors)["diversity"].device == meta


def test_parameters_added_by_a_strategy_are_on_the_device_of_the_weights(config):
    for strategy in STRATEGIES:
        encoder = TextEncoder.load(config.encoder).to("meta")
        apply_strategy(encoder, dataclasses.replace(config, strategy=strategy), 10)
        assert {parameter.device.type for parameter in encoder.parameters()} == {"meta"}
