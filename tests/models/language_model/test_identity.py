"""A checkpoint that does not belong to the data, or that no training wrote, is refused in one sentence."""

import dataclasses
import hashlib
import json

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from recsys_core.data import load
from recsys_core.errors import CheckpointError
from recsys_core.models.language_model.checkpoint import PRETRAINED, check_data, find_checkpoint, read_card
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.workbench import Workbench


@pytest.fixture(scope="module")
def sample():
    return load("sample")


@pytest.fixture
def folder(tmp_path, random_checkpoint, sample):
    return random_checkpoint(tmp_path / "model", sample)


def shuffled(dataset):
    items = dataset.items.assign(title=dataset.items["title"].to_numpy()[::-1])
    return dataclasses.replace(dataset, items=items)


def rewrite(folder, file, change):
    """Change the arrays of a file and give the card the new checksum, as a handmade checkpoint would have."""
    arrays = load_file(folder / file)
    change(arrays)
    save_file({name: np.asarray(value, order="C") for name, value in arrays.items()}, folder / file)
    card = json.loads((folder / "card.json").read_text())
    card["files"][file] = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card))


@pytest.mark.parametrize("name", ["sample", "ml-100k"])
def test_the_shipped_cards_record_item_texts(name):
    assert len(read_card(PRETRAINED / name)["data"]["texts"]) == 16


def test_other_titles_over_the_same_interactions_are_other_data(sample, caplog):
    other = shuffled(sample)
    assert other.fingerprint == sample.fingerprint
    shipped = find_checkpoint(sample)
    assert find_checkpoint(other) is None and "had other titles" in caplog.text
    for refused in (
        lambda: check_data(shipped, other),
        lambda: Workbench(other, checkpoint=shipped),
        lambda: LanguageModelRecommender.from_checkpoint(shipped, "test", other),
        lambda: LanguageModelRecommender.text_space(shipped, other),
    ):
        with pytest.raises(CheckpointError, match="had other titles, categories or descriptions"):
            refused()


def test_a_card_of_an_earlier_version_without_texts_still_opens(folder, sample):
    assert "texts" not in read_card(folder)["data"]
    assert LanguageModelRecommender.from_checkpoint(folder, "test", sample).n_items == len(sample.item_ids)


def swap_ids(arrays):
    ids = arrays["ids"].tobytes().decode().split("\n")
    ids[0], ids[1] = ids[1], ids[0]
    arrays["ids"] = np.frombuffer("\n".join(ids).encode(), np.uint8)


def one_row_fewer(arrays):
    arrays["text"] = arrays["text"][:-1]


def not_a_number(arrays):
    arrays["text"] = arrays["text"].copy()
    arrays["text"][3, 0] = np.nan


def flat(arrays):
    arrays["text"] = arrays["text"].ravel()


def no_text_at_all(arrays):
    arrays["ids"] = np.frombuffer(b"\xff\xfe", np.uint8)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (swap_ids, "holds other items than 'sample', or the same in another order"),
        (one_row_fewer, "text must have a row for each of 252 ids"),
        (flat, "text must have a row for each of 252 ids"),
        (not_a_number, "text is not finite"),
        (no_text_at_all, "can't decode byte"),
    ],
)
def test_wrong_items_are_refused(folder, sample, change, said):
    rewrite(folder, "items.safetensors", change)
    for refused in (
        lambda: LanguageModelRecommender.from_checkpoint(folder, "test", sample),
        lambda: LanguageModelRecommender.text_space(folder, sample),
    ):
        with pytest.raises(CheckpointError, match=said) as caught:
            refused()
        assert "\n" not in str(caught.value)


def zero_decay(arrays):
    arrays["decays"] = arrays["decays"] * np.array([0, 1], np.float32)


def negative_penalty(arrays):
    arrays["wide_l2"] = np.full((1, 1), -3, np.float32)
    arrays["wide_levels"] = np.ones((1, 1, 1, 5), np.float32)


def many_matrices(arrays):
    arrays["wide_l2"] = np.full((1, 3), 3, np.float32)
    arrays["wide_levels"] = np.ones((1, 3, 1, 5), np.float32)


def fewer_items(arrays):
    for name in ("item_in", "item_out", "item_bias"):
        arrays[name] = arrays[name][:, :-2]


def a_number_for_an_array(arrays):
    arrays["hidden_bias"] = np.array([1], np.float32)


def no_member(arrays):
    arrays["item_bias"] = np.float32(1).reshape(())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (zero_decay, r"decays must be above 0, got 0\.0"),
        (negative_penalty, r"wide_l2 must be above 0, got -3\.0"),
        (many_matrices, "at most 2 matrices, got 3"),
        (fewer_items, "it scores 250 items, the data have 252"),
        (a_number_for_an_array, "hidden_bias must have 1 axes"),
        (no_member, "different numbers of members"),
    ],
)
def test_impossible_weights_are_refused(folder, sample, change, said):
    rewrite(folder, "test.safetensors", change)
    with pytest.raises(CheckpointError, match=said) as caught:
        LanguageModelRecommender.from_checkpoint(folder, "test", sample)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan"), "0.2"])
def test_a_card_with_an_impossible_split_is_refused(tmp_path, random_checkpoint, sample, share):
    folder = random_checkpoint(tmp_path / "odd", sample)
    card = json.loads((folder / "card.json").read_text())
    card["protocol"]["test_share"] = share
    (folder / "card.json").write_text(json.dumps(card))
    with pytest.raises(CheckpointError, match="does not record its test_share"):
        LanguageModelRecommender.from_checkpoint(folder, "test", sample)
