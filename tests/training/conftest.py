import numpy as np
import pandas as pd
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from recsys_core import config as config_module
from recsys_core.data.dataset import Dataset
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.types import Interactions

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"crime love night road the of a . ( )".split()]


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Small matrices are slower on many threads, and tests run beside each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path):
    """Text vectors of the tests stay out of the project's cache."""
    monkeypatch.setattr(config_module, "cache_root", lambda: tmp_path / "cache")


@pytest.fixture
def history():
    """Thirty people of two tastes over twenty items, ten interactions each, in random order."""
    rng = np.random.default_rng(1)
    user_idx = np.repeat(np.arange(30, dtype=np.int32), 10)
    items = [rng.permutation(np.arange(10) + 10 * (user % 2)) for user in range(30)]
    item_idx = np.concatenate(items).astype(np.int32)
    level = rng.integers(1, 6, len(item_idx)).astype(np.int8)
    level[item_idx % 10 < 7] = 5
    return Interactions(
        user_idx, item_idx, level.astype(np.float32), level, np.arange(300, dtype=float), 30, 20)


@pytest.fixture
def dataset(history):
    """The history above with titles that give the two tastes away."""
    themes = ["crime of the night"] * 10 + ["love of the road"] * 10
    items = pd.DataFrame({
        "title": themes, "year": pd.array([None] * 20, dtype="Int64"), "categories": [()] * 20,
        "creator": [""] * 20, "description": [""] * 20,
    })
    ids = np.array([str(item) for item in range(20)])
    people = np.array([str(user) for user in range(30)])
    return Dataset("tiny", history, people, ids, items, pd.DataFrame(index=range(30)), "Tiny")


@pytest.fixture
def encoder_folder(tmp_path):
    """A BERT of two layers with random weights, saved as one would be published."""
    folder = tmp_path / "encoder"
    torch.manual_seed(0)
    BertModel(BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=24,
    )).save_pretrained(folder)
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]").save_pretrained(folder)
    return folder


@pytest.fixture
def config(encoder_folder):
    """A recipe that takes seconds."""
    return TrainingConfig(
        encoder=str(encoder_folder), dimensions=8, hidden=12, factors=3, distil_epochs=2, distil_batch=10,
        epochs=6, check_every=2, stop_on="ndcg@10", patience=4, batch_users=16, wide_l2=5.0, met_l2=9.0,
    )
