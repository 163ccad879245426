import dataclasses

import numpy as np
import pytest

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import STRATEGY_NAMES
from recsys_core.training.language_model.distill import collaborative_teacher, distil, distil_steps
from recsys_core.training.progress import Journey, Phase
from recsys_core.training.strategies import STRATEGIES, count_trainable, open_for_training, trained_tensors
from recsys_core.training.strategies.adalora import kept_directions

TEXTS = ["crime of the night"] * 10 + ["love of the road"] * 10

# A layer of the tiny BERT: query, key, value, output (16 x 16), up (16 x 24), down (24 x 16), two norms.
WEIGHTS = 4 * (16 * 16 + 16) + (16 * 24 + 24) + (24 * 16 + 16) + 2 * 32
LORA = 8 * (4 * (16 + 16) + 2 * (16 + 24))
ADALORA = 12 * (4 * (16 + 16) + 2 * (16 + 24)) + 6 * 12
BOTTLENECK = 2 * (16 * 16 + 16 + 16 * 16 + 16) + 2 * 32
EMBEDDINGS = (14 + 512 + 2) * 16 + 32


@pytest.fixture
def opened(encoder_folder, config):
    def make(strategy, top_layers, steps=20):
        encoder = TextEncoder.load(str(encoder_folder))
        chosen = dataclasses.replace(config, strategy=strategy, top_layers=top_layers)
        return encoder, open_for_training(encoder, chosen, steps)

    return make


@pytest.mark.parametrize(
    ("strategy", "top_layers", "expected"),
    [
        ("frozen", 0, 0), ("top", 1, WEIGHTS), ("top", 0, 2 * WEIGHTS), ("full", 1, 2 * WEIGHTS + EMBEDDINGS),
        ("lora", 0, 2 * LORA), ("lora", 1, LORA), ("adalora", 1, ADALORA), ("bottleneck", 1, BOTTLENECK),
    ],
)
def test_trainable_parameters_are_counted(opened, strategy, top_layers, expected):
    encoder, _ = opened(strategy, top_layers)
    assert count_trainable(encoder) == expected
    assert sum(value.numel() for value in trained_tensors(encoder).values()) == expected


@pytest.mark.parametrize("strategy", STRATEGY_NAMES)
def test_every_strategy_starts_where_the_pretrained_model_is(opened, encoder_folder, strategy):
    pretrained = TextEncoder.load(str(encoder_folder))
    tokens = pretrained.tokenize(TEXTS[9:11])
    encoder, _ = opened(strategy, 0)
    np.testing.assert_allclose(encoder.eval().encode(tokens), pretrained.encode(tokens), atol=1e-5)


@pytest.mark.parametrize("strategy", [name for name in STRATEGY_NAMES if name != "frozen"])
def test_every_strategy_moves_only_what_it_opened(opened, encoder_folder, config, history, strategy):
    chosen = dataclasses.replace(config, strategy=strategy, top_layers=1, drift=0.0)
    encoder = TextEncoder.load(str(encoder_folder))
    before = {name: value.clone() for name, value in encoder.transformer.named_parameters()}
    tokens = encoder.tokenize(TEXTS)
    pretrained = encoder.encode(tokens)
    teacher = collaborative_teacher(history, 3, seed=0)
    journey = Journey([Phase("distil", "distil", distil_steps(20, chosen), 1.0)], lambda progress: None)
    journey.begin()
    tuned = distil(encoder, tokens, teacher, chosen, journey)
    assert np.abs(tuned - pretrained).max() > 1e-4
    for name, value in encoder.transformer.named_parameters():
        if name in before and not value.requires_grad:
            assert (value == before[name]).all(), name


def test_adalora_cuts_down_to_its_budget(opened):
    """Two layers of six maps start at 12 directions each and end at 8 on average."""
    encoder, chosen = opened("adalora", 0, steps=30)
    tokens = encoder.tokenize(TEXTS[9:11])
    with_noise = [value for name, value in encoder.transformer.named_parameters() if "lora_E" in name]
    for value in with_noise:
        value.data.normal_()
    assert kept_directions(encoder) == 12 * 12
    encoder.train()
    for step in range(1, 31):
        encoder.zero_grad()
        (encoder(tokens).square().sum(0)[0] + chosen.penalty()).backward()
        chosen.after_step(step)
    assert kept_directions(encoder) == 12 * 8


def test_the_table_and_the_settings_name_the_same_strategies():
    assert set(STRATEGIES) == set(STRATEGY_NAMES)
