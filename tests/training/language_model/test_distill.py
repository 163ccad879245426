import dataclasses

import numpy as np
import pytest
import torch

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.distill import collaborative_teacher
from recsys_core.training.loop import TrainingError

TEXTS = ["crime of the night"] * 10 + ["love of the road"] * 10


@pytest.fixture
def run(distil_texts):
    def run(folder, teacher, config):
        torch.manual_seed(0)
        encoder = TextEncoder.load(str(folder))
        tokens = encoder.tokenize(TEXTS)
        return encoder, tokens, *distil_texts(encoder, tokens, teacher, config)

    return run


def test_the_teacher_separates_the_two_tastes(history):
    teacher = collaborative_teacher(history, 2, seed=0)
    assert teacher.items.tolist() == list(range(20))
    assert np.square(teacher.factors).sum(1).mean() == pytest.approx(1, abs=1e-5)
    assert teacher.weights.mean() == pytest.approx(1, abs=1e-5)
    unit = teacher.factors / np.linalg.norm(teacher.factors, axis=1, keepdims=True)
    similarity = unit @ unit.T
    assert similarity[:10, :10].mean() > similarity[:10, 10:].mean() + 0.5


def test_items_without_interactions_are_not_in_the_teacher(history):
    without = history.where(history.item_idx != 4)
    assert 4 not in collaborative_teacher(without, 3, seed=0).items
    assert collaborative_teacher(history, 500, seed=0).factors.shape == (20, 20)


def test_vectors_stay_unit_and_drift_pulls_them_back(history, config, encoder_folder, run):
    teacher = collaborative_teacher(history, 3, seed=0)
    free = dataclasses.replace(config, drift=0.0, distil_epochs=8, distil_rate=1e-2)
    encoder, tokens, moved, reports = run(encoder_folder, teacher, free)
    before = TextEncoder.load(str(encoder_folder)).encode(tokens)
    restrained = run(encoder_folder, teacher, dataclasses.replace(free, drift=100.0))[2]
    np.testing.assert_allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-5)
    assert np.abs(restrained - before).sum() < np.abs(moved - before).sum()
    assert reports[-1].step == reports[-1].total == 16
    assert not encoder.training


def test_an_infinite_loss_names_the_step(history, config, encoder_folder, run):
    teacher = collaborative_teacher(history, 3, seed=0)
    broken = dataclasses.replace(teacher, factors=np.full_like(teacher.factors, np.inf))
    with pytest.raises(TrainingError, match="pass 1, step 1 of 4"):
        run(encoder_folder, broken, config)
