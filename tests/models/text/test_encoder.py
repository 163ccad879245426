"""Three model families with tiny random weights through the real loading code; MiniLM once."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from recsys_core.errors import SettingError
from recsys_core.models.text.encoder import TextEncoder, length_buckets

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=["bert", "gpt2", "xlnet"])
def tiny(request, tmp_path, save_encoder):
    return request.param, save_encoder(tmp_path, "the salt road drama a long way home again", request.param)


TEXTS = ["the salt road", "drama", "a long way home again the road home", ""]


def test_unit_vectors_that_do_not_depend_on_the_batch(tiny):
    """Padding must not leak into a vector: alone and in a batch, a text encodes alike."""
    _, folder = tiny
    encoder = TextEncoder.load(str(folder))
    tokens = encoder.tokenize(TEXTS)
    together = encoder.encode(tokens)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(tokens, together, strict=True):
        np.testing.assert_allclose(encoder.encode([text])[0], vector, atol=1e-5)
    with torch.no_grad():
        np.testing.assert_allclose(encoder(tokens).numpy(), together, atol=1e-5)


def test_each_family_pools_its_own_way(tiny):
    family, folder = tiny
    encoder = TextEncoder.load(str(folder))
    assert encoder.pooling == {"bert": "mean", "gpt2": "last", "xlnet": "last"}[family]
    assert encoder.tokenizer.padding_side == ("left" if family == "xlnet" else "right")
    assert encoder.tokenizer.pad_token is not None
    tokens = encoder.tokenize(["the salt road"])
    hidden = encoder.transformer(input_ids=torch.tensor(tokens)).last_hidden_state[0].detach()
    pooled = hidden.mean(0) if family == "bert" else hidden[-1]
    np.testing.assert_allclose(encoder.encode(tokens)[0], (pooled / pooled.norm()).numpy(), atol=1e-5)
    first = TextEncoder.load(str(folder), pooling="cls").encode(tokens)[0]
    np.testing.assert_allclose(first, (hidden[0] / hidden[0].norm()).numpy(), atol=1e-5)


def test_long_texts_are_truncated_and_unknown_scripts_encoded(tiny):
    _, folder = tiny
    encoder = TextEncoder.load(str(folder), max_tokens=8)
    tokens = encoder.tokenize(["road " * 10_000, "соляная дорога", "塩の道"])
    assert max(map(len, tokens)) <= 8
    assert np.isfinite(encoder.encode(tokens)).all()


def test_gradient_reaches_the_weights(tiny):
    _, folder = tiny
    encoder = TextEncoder.load(str(folder))
    encoder.train()
    encoder(encoder.tokenize(TEXTS[:2])).sum().backward()
    assert any(parameter.grad is not None for parameter in encoder.parameters())


def test_the_fingerprint_identifies_weights_and_pooling(tiny):
    _, folder = tiny
    one, other = TextEncoder.load(str(folder), pooling="mean"), TextEncoder.load(str(folder), pooling="cls")
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint == TextEncoder.load(str(folder), pooling="mean").fingerprint


def test_buckets_hold_every_row_once_within_the_limit():
    lengths = [3, 90, 5, 4, 3, 40]
    buckets = list(length_buckets(lengths, 40))
    assert sorted(np.concatenate(buckets).tolist()) == [0, 1, 2, 3, 4, 5]
    assert all(len(rows) * max(lengths[row] for row in rows) <= 40 or len(rows) == 1 for rows in buckets)


def test_an_encoder_that_cannot_be_loaded_raises_one_sentence(tmp_path):
    with pytest.raises(SettingError, match="cannot be loaded"):
        TextEncoder.load(str(tmp_path))
    with pytest.raises(SettingError, match="needs a name"):
        TextEncoder.load(" ")


def test_minilm_places_similar_texts_close_together():
    encoder = TextEncoder.load("minilm")
    texts = ["A detective hunts a murderer.", "The inspector looks for the killer.", "A cake with cherries."]
    vectors = encoder.encode(encoder.tokenize(texts))
    assert vectors.shape == (3, 384)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_weights_in_another_format_than_safetensors_are_refused(tiny):
    _, folder = tiny
    weights = folder / "model.safetensors"
    torch.save({}, folder / "pytorch_model.bin")
    weights.unlink()
    with pytest.raises(SettingError, match="cannot be loaded.*safetensors"):
        TextEncoder.load(str(folder))


def test_loading_leaves_the_environment_alone_and_opens_no_connection():
    """In a process of its own, where importing and loading have not happened before."""
    code = """
import os, socket
def refuse(*_, **__):
    raise AssertionError("a connection was opened")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import torch, transformers
before = dict(os.environ)
from recsys_core.models.text.encoder import TextEncoder
encoder = TextEncoder.load("minilm")
encoder.encode(encoder.tokenize(["a text"]))
print(dict(os.environ) == before)
"""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "True", done.stderr
