"""The three families through the real loading code, with tiny random weights saved here; MiniLM once."""

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    BertConfig,
    BertModel,
    GPT2Config,
    GPT2Model,
    PreTrainedTokenizerFast,
    XLNetConfig,
    XLNetModel,
)

from recsys_core.errors import SettingError
from recsys_core.models.text.encoder import TextEncoder, length_buckets

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"the salt road drama a long way home again".split()]


def save_tokenizer(folder, family):
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    frames = {"bert": "[CLS] $A [SEP]", "xlnet": "$A [SEP] [CLS]"}
    if family in frames:
        tokenizer.post_processor = processors.TemplateProcessing(
            single=frames[family], special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    padding = {} if family == "gpt2" else {"pad_token": "[PAD]"}
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", eos_token="[SEP]", cls_token="[CLS]", **padding
    ).save_pretrained(folder)


@pytest.fixture(params=["bert", "gpt2", "xlnet"])
def tiny(request, tmp_path):
    torch.manual_seed(0)
    size = len(WORDS)
    model = {
        "bert": lambda: BertModel(BertConfig(
            vocab_size=size, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
            intermediate_size=24)),
        "gpt2": lambda: GPT2Model(GPT2Config(
            vocab_size=size, n_embd=16, n_layer=2, n_head=2, n_positions=64)),
        "xlnet": lambda: XLNetModel(XLNetConfig(
            vocab_size=size, d_model=16, n_layer=2, n_head=2, d_inner=24)),
    }[request.param]()
    model.save_pretrained(tmp_path)
    save_tokenizer(tmp_path, request.param)
    return request.param, tmp_path


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


def test_long_texts_are_cut_and_strange_ones_encoded(tiny):
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


def test_fingerprint_names_weights_and_pooling(tiny):
    _, folder = tiny
    one, other = TextEncoder.load(str(folder), pooling="mean"), TextEncoder.load(str(folder), pooling="cls")
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint == TextEncoder.load(str(folder), pooling="mean").fingerprint


def test_buckets_hold_every_row_once_and_keep_the_limit():
    lengths = [3, 90, 5, 4, 3, 40]
    buckets = list(length_buckets(lengths, 40))
    assert sorted(np.concatenate(buckets).tolist()) == [0, 1, 2, 3, 4, 5]
    assert all(len(rows) * max(lengths[row] for row in rows) <= 40 or len(rows) == 1 for rows in buckets)


def test_what_cannot_be_loaded_is_said_in_a_sentence(tmp_path):
    with pytest.raises(SettingError, match="cannot be loaded"):
        TextEncoder.load(str(tmp_path))
    with pytest.raises(SettingError, match="needs a name"):
        TextEncoder.load(" ")


def test_minilm_knows_what_is_alike():
    encoder = TextEncoder.load("minilm")
    texts = ["A detective hunts a murderer.", "The inspector looks for the killer.", "A cake with cherries."]
    vectors = encoder.encode(encoder.tokenize(texts))
    assert vectors.shape == (3, 384)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
