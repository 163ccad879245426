"""A whole training on tiny data, and everything that can be wrong with its checkpoint."""

import dataclasses
import json
import shutil

import numpy as np
import pytest
from safetensors.numpy import load_file

from recsys_core.data.split import split_by_time
from recsys_core.errors import CheckpointError
from recsys_core.models.language_model.checkpoint import (
    check_split,
    find_checkpoint,
    read_card,
    read_items,
    read_weights,
)
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.protocol import MeasurementProtocol
from recsys_core.training.language_model.checkpoint import check_target
from recsys_core.training.language_model.train import train
from recsys_core.training.loop import TrainingError


@pytest.fixture
def trained(dataset, config, tmp_path):
    reports = []
    card = train(dataset, tmp_path / "made" / "model", config, reports.append)
    return card, reports


def test_a_checkpoint_scores_as_its_card_says(trained, dataset, config):
    card_path, reports = trained
    card = read_card(card_path.parent)
    assert card["data"]["fingerprint"] == dataset.fingerprint
    assert card["hyperparameters"]["dimensions"] == config.dimensions
    assert card["stages"]["valid"]["trainable"]["language model"] > 0
    epochs = {stage: card["stages"][stage]["members"][0]["epochs"] for stage in ("valid", "test")}
    assert epochs["test"] == epochs["valid"] <= config.epochs
    for stage in ("valid", "test"):
        model = LanguageModelRecommender.from_checkpoint(card_path.parent, stage, dataset)
        history = split_by_time(dataset.interactions).history(stage)
        assert np.isfinite(model.score(history)).all()
    assert read_items(card_path.parent)[1] == dataset.item_ids.tolist()
    assert {report.phase.split(" on ")[0] for report in reports} == {
        "encoding item texts",
        "fine-tuning the language model",
        "training towers",
    }
    space = LanguageModelRecommender.text_space(card_path.parent, dataset)
    assert space.name == "text" and space.kind == "cosine" and space.vectors.shape == (20, 16)
    np.testing.assert_allclose(np.linalg.norm(space.vectors, axis=1), 1, atol=1e-5)


def test_the_protocol_gives_the_split_and_is_saved_with_the_card(dataset, config, tmp_path):
    protocol = MeasurementProtocol(test_share=0.3, valid_share=0.2)
    config = dataclasses.replace(config, strategy="frozen", epochs=2)
    folder = train(dataset, tmp_path / "model", config, lambda p: None, protocol=protocol).parent
    saved = read_card(folder)["protocol"]
    assert (saved["test_share"], saved["valid_share"]) == (0.3, 0.2)
    check_split(folder, protocol)
    with pytest.raises(CheckpointError, match="tested on interactions it was trained on"):
        check_split(folder, MeasurementProtocol())


def test_the_stored_encoder_holds_adapters_but_no_base_weights(trained):
    names = set(load_file(trained[0].parent / "test.encoder.safetensors"))
    adapter = {name for name in names if name.startswith("encoder.")}
    assert adapter and all("lora_" in name for name in adapter)
    assert {"0.tower_in.0.weight", "0.text_bias.weight"} <= names


def test_the_frozen_strategy_trains_only_the_heads(dataset, config, tmp_path):
    card = read_card(
        train(
            dataset, tmp_path / "frozen", dataclasses.replace(config, strategy="frozen"), lambda p: None
        ).parent
    )
    assert card["stages"]["test"]["trainable"]["language model"] == 0
    assert card["stages"]["test"]["trainable"]["towers"] > 0


def test_members_start_from_different_seeds(dataset, config, tmp_path):
    recipe = dataclasses.replace(config, strategy="frozen", members=2)
    folder = train(dataset, tmp_path / "two", recipe, lambda progress: None).parent
    first, second = read_weights(folder, "test")
    assert np.abs(first.item_in - second.item_in).max() > 1e-2
    assert [member["epochs"] for member in read_card(folder)["stages"]["valid"]["members"]]


def test_training_again_replaces_the_checkpoint(dataset, config, tmp_path, trained):
    folder = trained[0].parent
    train(dataset, folder, dataclasses.replace(config, seed=5), lambda progress: None)
    assert read_card(folder)["hyperparameters"]["seed"] == 5
    assert [path.name for path in folder.parent.iterdir()] == ["model"]


def test_a_folder_with_other_files_is_not_changed(dataset, config, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(CheckpointError, match="other files"):
        train(dataset, tmp_path, config, lambda progress: None)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
    with pytest.raises(CheckpointError, match="is a file"):
        train(dataset, tmp_path / "thesis.txt", config, lambda progress: None)


@pytest.mark.parametrize("inside", ["model", "deeper/model", "n" * 300])
def test_an_unwritable_folder_is_reported_before_training(dataset, config, tmp_path, inside):
    (tmp_path / "notes.txt").write_text("mine")
    phases = []
    parent = tmp_path if len(inside) > 255 else tmp_path / "notes.txt"
    with pytest.raises(CheckpointError, match="No checkpoint can be written to .*name a folder") as caught:
        train(dataset, parent / inside, config, phases.append)
    assert phases == [] and "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["notes.txt"]


def test_checking_the_target_creates_only_its_parent(tmp_path):
    check_target(tmp_path / "new" / "model")
    assert [path.name for path in tmp_path.rglob("*")] == ["new"]


def test_a_failed_or_stopped_training_writes_nothing(dataset, config, tmp_path):
    folder = tmp_path / "broken"
    with pytest.raises(TrainingError):
        train(dataset, folder, dataclasses.replace(config, learning_rate=1e30, epochs=20), lambda p: None)

    def stop(progress):
        if progress.phase.startswith("training towers"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(dataset, folder, config, stop)
    assert not folder.exists()


def test_another_data_set_is_rejected(trained, dataset):
    other = dataclasses.replace(dataset, name="other", item_ids=np.array([f"i{at}" for at in range(20)]))
    with pytest.raises(CheckpointError, match="was trained on 'tiny'.*not on 'other'"):
        LanguageModelRecommender.from_checkpoint(trained[0].parent, "test", other)
    assert find_checkpoint(dataset, trained[0].parent.parent) == trained[0].parent
    assert find_checkpoint(other, trained[0].parent.parent) is None


def test_damage_is_detected(trained, tmp_path):
    whole = trained[0].parent

    def damaged(name, content):
        folder = tmp_path / "damaged"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(whole, folder)
        (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
        return folder

    weights = (whole / "test.safetensors").read_bytes()
    with pytest.raises(CheckpointError, match="checksum"):
        read_weights(damaged("test.safetensors", weights[:-1] + b"?"), "test")
    with pytest.raises(CheckpointError, match="checksum"):
        read_items(damaged("items.safetensors", b""))
    with pytest.raises(CheckpointError, match=r"lacks valid\.safetensors"):
        read_weights(damaged("valid.safetensors", None), "valid")
    with pytest.raises(CheckpointError, match="No checkpoint in"):
        read_weights(damaged("card.json", None), "valid")
    with pytest.raises(CheckpointError, match="damaged"):
        read_card(damaged("card.json", b'{"format": 1, "da'))
    card = json.loads((whole / "card.json").read_text())
    with pytest.raises(CheckpointError, match="not a card of this version"):
        read_card(damaged("card.json", json.dumps({**card, "format": 99}).encode()))
