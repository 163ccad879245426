import os
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.evaluation.paths import Paths
from recsys_core.models.language_model.towers import TowerWeights, stack
from recsys_core.training.language_model.checkpoint import write_checkpoint
from recsys_core.types import Interactions, ItemSpace

# A busy machine is no failure. What hypothesis itself sets where CI is set stays.
settings.register_profile("no deadline", parent=settings.default, deadline=None)
settings.load_profile("no deadline")


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory):
    """Claims and decisions of tests stay out of the checkout's own database; other processes inherit this."""
    if "EQUIPOISE_STATE" not in os.environ:
        os.environ["EQUIPOISE_STATE"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session")
def tower_weights():
    """Random towers: 4 dimensions, 2 recency channels, 6 hidden units, 1 channel in 2 matrices or none."""

    def make(n_items, wide=True, seed=0):
        rng = np.random.default_rng(seed)
        shapes = {
            "item_in": (n_items, 4), "item_out": (n_items, 4), "item_bias": (n_items,), "levels": (2, 5),
            "mixers": (2, 4, 4), "norm_scale": (4,), "norm_shift": (4,), "hidden_weight": (6, 4),
            "hidden_bias": (6,), "output_weight": (4, 6), "output_bias": (4,),
            "wide_levels": (2 * wide, 1, 5),
        }  # fmt: skip
        arrays = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
        return TowerWeights(
            **arrays, decays=np.array([2, 1e9], np.float32), wide_decays=np.array([5], np.float32),
            wide_l2=np.array([3, 7], np.float32)[: 2 * wide],
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def random_checkpoint(tower_weights):
    """Write a checkpoint that scores a data set with random weights."""

    def write(folder, dataset, seed=0, protocol=None):
        n = len(dataset.item_ids)
        arrays = stack([tower_weights(n, wide=False, seed=seed)])
        card = {
            "data": {"name": dataset.name, "fingerprint": dataset.fingerprint},
            "protocol": protocol or {"test_share": 0.2, "valid_share": 0.1},
            "stages": {"test": {"trainable": {"language model": 7, "towers": 11}}},
            "minutes": 1.5,
        }
        text = np.random.default_rng(seed).normal(size=(n, 6))
        ids = [str(item) for item in dataset.item_ids]
        write_checkpoint(folder, card, {"valid": arrays, "test": arrays}, text, ids)
        return folder

    return write


@pytest.fixture(scope="session")
def save_encoder():
    """Save a transformer of two layers with random weights and a tokenizer of a few words, as published."""

    def save(folder, words, family="bert"):
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

        vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words.split()]
        size = len(vocabulary)
        torch.manual_seed(0)
        model = {
            "bert": lambda: BertModel(BertConfig(
                vocab_size=size, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
                intermediate_size=24)),
            "gpt2": lambda: GPT2Model(GPT2Config(
                vocab_size=size, n_embd=16, n_layer=2, n_head=2, n_positions=64)),
            "xlnet": lambda: XLNetModel(XLNetConfig(
                vocab_size=size, d_model=16, n_layer=2, n_head=2, d_inner=24)),
        }[family]()  # fmt: skip
        model.save_pretrained(folder)
        ids = {word: at for at, word in enumerate(vocabulary)}
        tokenizer = Tokenizer(models.WordLevel(ids, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        template = {"bert": "[CLS] $A [SEP]", "xlnet": "$A [SEP] [CLS]"}.get(family)
        if template:
            tokenizer.post_processor = processors.TemplateProcessing(
                single=template, special_tokens=[("[CLS]", 2), ("[SEP]", 3)])  # fmt: skip
        padding = {} if family == "gpt2" else {"pad_token": "[PAD]"}
        PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, unk_token="[UNK]", eos_token="[SEP]", cls_token="[CLS]", **padding
        ).save_pretrained(folder)
        return folder

    return save


def _interactions(rng, n_users, n_items, each):
    user_idx = np.repeat(np.arange(n_users, dtype=np.int32), each)
    chosen = [rng.choice(n_items, each, replace=False) for _ in range(n_users)]
    item_idx = np.concatenate(chosen).astype(np.int32)
    n = len(user_idx)
    return Interactions(
        user_idx,
        item_idx,
        np.ones(n, np.float32),
        rng.integers(1, 6, n).astype(np.int8),
        np.arange(n, dtype=np.float64),
        n_users,
        n_items,
    )


def _spaces(rng, n_items):
    genres = (rng.random((n_items, 6)) < 0.3).astype(np.float32)
    text = rng.normal(size=(n_items, 8)).astype(np.float32)
    text /= np.linalg.norm(text, axis=1, keepdims=True)
    text[0] = 0.0  # one item that nothing is known about
    return {"categories": ItemSpace("categories", genres, "jaccard"), "text": ItemSpace("text", text)}


@pytest.fixture
def make_lists():
    def make(rng, n_users=7, n_items=30, k=5, most=6, shared=True):
        counts = rng.integers(1, most + 1, n_users)
        breakpoints, items = [], []
        for count in counts:
            # shared: from a grid, so that several people change at one λ
            later = rng.choice(np.arange(1, 21) / 20, count - 1, replace=False)
            breakpoints += [0.0, *np.sort(later if shared else rng.random(count - 1))]
            for _ in range(count):
                size = k if rng.random() < 0.8 else rng.integers(0, k + 1)
                row = np.full(k, -1, np.int32)
                row[:size] = rng.choice(n_items, size, replace=False)
                items.append(row)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        exact = np.ones(n_users, bool)
        return Paths(None, k, offsets, np.array(breakpoints), np.array(items, np.int32), exact)

    return make


@pytest.fixture
def make_world(make_lists):
    def make(seed, n_users=7, n_items=30, k=5, **lists):
        rng = np.random.default_rng(seed)
        paths = make_lists(rng, n_users, n_items, k, **lists)
        target, history = (_interactions(rng, n_users, n_items, each) for each in (4, 6))
        return SimpleNamespace(
            rng=rng, paths=paths, ground_truth=GroundTruth(target, history, _spaces(rng, n_items))
        )

    return make


@pytest.fixture(scope="session")
def people_file(tmp_path_factory):
    """Write interactions of some people with odd ids; returns the path."""

    def write(n_users=40, n_items=60, ids=None, seed=0):
        rng = np.random.default_rng(seed)
        rows = [
            (user, item, int(rng.integers(3, 6)), at)
            for user in range(n_users)
            for at, item in enumerate(rng.permutation(n_items)[:15])
        ]
        table = pd.DataFrame(rows, columns=["user_id", "item_id", "rating", "timestamp"])
        table["title"] = "Film " + table["item_id"].astype(str)
        table["categories"] = table["item_id"].map(lambda item: f"g{item % 4}|g{item % 3 + 4}")
        if ids is not None:
            table["user_id"] = table["user_id"].map(ids)
        path = tmp_path_factory.mktemp("people") / "ratings.csv"
        table.to_csv(path, index=False)
        return path

    return write
