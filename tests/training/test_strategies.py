import numpy as np
import pytest

from recsys_core.models.encoder import TextEncoder
from recsys_core.training.strategies import make_trainable, trained_tensors

# A layer of the tiny BERT: query, key, value, output (16 x 16), up (16 x 24), down (24 x 16).
LORA_OF_A_LAYER = 4 * (16 + 16) + 2 * (16 + 24)


@pytest.mark.parametrize(
    ("strategy", "top_layers", "expected"),
    [("frozen", 0, 0), ("lora", 0, 2 * 4 * LORA_OF_A_LAYER), ("lora", 1, 4 * LORA_OF_A_LAYER)],
)
def test_trainable_parameters_are_counted(encoder_folder, strategy, top_layers, expected):
    encoder = TextEncoder.load(str(encoder_folder))
    assert make_trainable(encoder, strategy, rank=4, top_layers=top_layers) == expected
    assert sum(value.numel() for value in trained_tensors(encoder).values()) == expected


def test_lora_starts_where_the_pretrained_model_is(encoder_folder):
    encoder = TextEncoder.load(str(encoder_folder))
    tokens = encoder.tokenize(["crime of the night", "love"])
    before = encoder.encode(tokens)
    make_trainable(encoder, "lora", rank=4)
    np.testing.assert_allclose(encoder.encode(tokens), before, atol=1e-6)


def test_an_unknown_strategy_is_refused(encoder_folder):
    with pytest.raises(ValueError, match="magic"):
        make_trainable(TextEncoder.load(str(encoder_folder)), "magic")
