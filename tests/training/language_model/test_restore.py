import dataclasses

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from recsys_core.data.features import item_texts
from recsys_core.data.split import split_by_time
from recsys_core.errors import CheckpointError
from recsys_core.models.language_model.checkpoint import read_weights
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.post_training import popularity_penalty
from recsys_core.training.language_model.restore import RestoredEncoder
from recsys_core.training.language_model.train import train


@pytest.mark.parametrize("strategy", ["lora", "bottleneck", "frozen"])
def test_texts_alone_almost_give_the_trained_item_vectors(dataset, config, tmp_path, strategy):
    """Only each item's own residual is missing, which is small after a short training."""
    recipe = dataclasses.replace(config, strategy=strategy, members=2)
    folder = train(dataset, tmp_path / "model", recipe, lambda progress: None).parent
    restored = RestoredEncoder(folder, "test")
    found = restored.item_vectors(item_texts(dataset))
    history = split_by_time(dataset.interactions).history("test")
    counts = np.bincount(history.item_idx, minlength=20)
    assert len(found) == 2
    for ours, trained in zip(found, read_weights(folder, "test"), strict=True):
        assert np.corrcoef(ours.item_in.ravel(), trained.item_in.ravel())[0, 1] > 0.9
        assert ours.bias.shape == (20,)
        lost = popularity_penalty(counts, recipe) - popularity_penalty(np.zeros(20, np.int64), recipe)
        assert lost.min() > 0.2
        np.testing.assert_allclose(ours.bias, trained.item_bias + lost, atol=0.1)
        assert ours.bias.mean() == pytest.approx(-recipe.popularity_penalty * np.log(5), abs=0.1)


def test_the_restored_encoder_differs_from_the_pretrained_one(dataset, config, tmp_path):
    recipe = dataclasses.replace(config, distil_rate=1e-2, drift=0.0)
    folder = train(dataset, tmp_path / "model", recipe, lambda progress: None).parent
    texts = item_texts(dataset)[9:11]
    pretrained = TextEncoder.load(config.encoder, max_tokens=config.max_tokens)
    before = pretrained.encode(pretrained.tokenize(texts))
    assert np.abs(RestoredEncoder(folder, "valid").text_vectors(texts) - before).max() > 1e-3


def test_other_base_weights_are_rejected(dataset, config, encoder_folder, tmp_path):
    folder = train(dataset, tmp_path / "model", config, lambda progress: None).parent
    torch.manual_seed(9)
    settings = BertConfig.from_pretrained(encoder_folder)
    BertModel(settings).save_pretrained(encoder_folder)
    with pytest.raises(CheckpointError, match="weights other than"):
        RestoredEncoder(folder, "test")
