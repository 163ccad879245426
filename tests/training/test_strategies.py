import dataclasses

import numpy as np
import pytest

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import STRATEGY_NAMES
from recsys_core.training.language_model.distill import collaborative_teacher
from recsys_core.training.strategies import STRATEGIES, apply_strategy, count_trainable, trained_tensors

TEXTS = ["crime of the night"] * 10 + ["love of the road"] * 10

# A layer of the tiny BERT: query, key, value, output (16 x 16), up (16 x 24), down (24 x 16), two norms.
WEIGHTS = 4 * (16 * 16 + 16) + (16 * 24 + 24) + (24 * 16 + 16) + 2 * 32
LORA = 8 * (4 * (16 + 16) + 2 * (16 + 24))
ADALORA = 12 * (4 * (16 + 16) + 2 * (16 + 24)) + 6 * 12
BOTTLENECK = 2 * (16 * 16 + 16 + 16 * 16 + 16) + 2 * 32
EMBEDDINGS = (14 + 512 + 2) * 16 + 32


@pytest.fixture
def prepared(encoder_folder, config):
    def make(strategy, top_layers, steps=20):
        encoder = TextEncoder.load(str(encoder_folder))
        chosen = dataclasses.replace(config, strategy=strategy, top_layers=top_layers)
        return encoder, apply_strategy(encoder, chosen, steps)

    return make


@pytest.mark.parametrize(
    ("strategy", "top_layers", "expected"),
    [
        ("frozen", 0, 0),
        ("top", 1, WEIGHTS),
        ("top", 0, 2 * WEIGHTS),
        ("full", 1, 2 * WEIGHTS + EMBEDDINGS),
        ("lora", 0, 2 * LORA),
        ("lora", 1, LORA),
        ("adalora", 1, ADALORA),
        ("bottleneck", 1, BOTTLENECK),
    ],
)
def test_trainable_parameters_are_counted(prepared, strategy, top_layers, expected):
    encoder, _ = prepared(strategy, top_layers)
    assert count_trainable(encoder) == expected
    assert sum(value.numel() for value in trained_tensors(encoder).values()) == expected


@pytest.mark.parametrize("strategy", STRATEGY_NAMES)
def test_every_strategy_starts_from_the_pretrained_vectors(prepared, encoder_folder, strategy):
    pretrained = TextEncoder.load(str(encoder_folder))
    tokens = pretrained.tokenize(TEXTS[9:11])
    encoder, _ = prepared(strategy, 0)
    np.testing.assert_allclose(encoder.eval().encode(tokens), pretrained.encode(tokens), atol=1e-5)


@pytest.mark.parametrize("strategy", [name for name in STRATEGY_NAMES if name != "frozen"])
def test_every_strategy_changes_only_its_trainable_parameters(
    encoder_folder, config, history, strategy, distil_texts
):
    chosen = dataclasses.replace(config, strategy=strategy, top_layers=1, drift=0.0)
    encoder = TextEncoder.load(str(encoder_folder))
    before = {name: value.clone() for name, value in encoder.transformer.named_parameters()}
    tokens = encoder.tokenize(TEXTS)
    pretrained = encoder.encode(tokens)
    teacher = collaborative_teacher(history, 3, seed=0)
    tuned, _ = distil_texts(encoder, tokens, teacher, chosen)
    assert np.abs(tuned - pretrained).max() > 3e-5  # rounding alone stays below 1e-5
    for name, value in encoder.transformer.named_parameters():
        if name in before and not value.requires_grad:
            assert (value == before[name]).all(), name


def count_directions(encoder):
    """AdaLoRA's singular directions that have not been pruned, over all maps."""
    named = encoder.transformer.named_parameters()
    return sum(int((parameter != 0).sum()) for name, parameter in named if "lora_E" in name)


def test_adalora_prunes_down_to_its_budget(prepared):
    """Two layers of six maps start at 12 directions each and end at 8 on average."""
    encoder, hooks = prepared("adalora", 0, steps=30)
    tokens = encoder.tokenize(TEXTS[9:11])
    for name, parameter in encoder.transformer.named_parameters():
        if "lora_E" in name:
            parameter.data.normal_()
    assert count_directions(encoder) == 12 * 12
    encoder.train()
    for step in range(1, 31):
        encoder.zero_grad()
        (encoder(tokens).square().sum(0)[0] + hooks.penalty()).backward()
        hooks.after_step(step)
    assert count_directions(encoder) == 12 * 8


def test_the_table_and_the_settings_name_the_same_strategies():
    assert set(STRATEGIES) == set(STRATEGY_NAMES)
