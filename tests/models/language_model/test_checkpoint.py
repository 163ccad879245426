import json
import logging

import numpy as np
import pytest

from recsys_core.data import load
from recsys_core.data.split import split_by_time
from recsys_core.errors import CheckpointError
from recsys_core.models.language_model.checkpoint import (
    FORMAT,
    check_split,
    find_checkpoint,
    read_card,
    read_items,
)
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.protocol import MeasurementProtocol
from recsys_core.workbench import Workbench


def write(folder, card):
    folder.mkdir(parents=True)
    (folder / "card.json").write_text(card if isinstance(card, str) else json.dumps(card))
    return folder


@pytest.mark.parametrize("files", [[], ["items.safetensors"], None, "all"])
def test_a_card_without_a_table_of_files_raises_one_sentence(tmp_path, files):
    folder = write(tmp_path / "odd", {"format": FORMAT, "data": {}, "files": files})
    (folder / "items.safetensors").write_bytes(b"")
    for read in (read_card, read_items):
        with pytest.raises(CheckpointError, match="lists no files. Train again"):
            read(folder)


def test_an_unreadable_card_in_another_folder_is_skipped_and_logged(tmp_path, caplog):
    sample = load("sample")
    write(tmp_path / "a-broken", "{")
    write(tmp_path / "b-old", {"format": 1})
    write(tmp_path / "c-odd", {"format": FORMAT, "data": {"fingerprint": sample.fingerprint}, "files": None})
    whole = {"format": FORMAT, "data": {"fingerprint": sample.fingerprint}, "files": {}}
    assert find_checkpoint(sample, tmp_path) is None
    expected = write(tmp_path / "d-whole", whole)
    with caplog.at_level(logging.WARNING):
        caplog.clear()
        assert find_checkpoint(sample, tmp_path) == expected
    assert [name for name in ("a-broken", "b-old", "c-odd") if name in caplog.text] == [
        "a-broken",
        "b-old",
        "c-odd",
    ]


@pytest.mark.parametrize("shares", [{"test_share": 0.4}, {"valid_share": 0.2}, {"test_share": 0.1}])
def test_a_checkpoint_rejects_a_split_other_than_its_own(shares):
    sample = load("sample")
    checkpoint = find_checkpoint(sample)
    with pytest.raises(CheckpointError, match="tested on interactions it was trained on"):
        Workbench(sample, checkpoint=checkpoint, protocol=MeasurementProtocol(**shares))
    assert Workbench(sample, checkpoint=None, protocol=MeasurementProtocol(**shares)).model == "ease"
    assert Workbench(sample, checkpoint=checkpoint, protocol=MeasurementProtocol(n_resamples=10)).checkpoint


def test_a_checkpoint_is_fitted_on_the_split_of_its_card(tmp_path, random_checkpoint, monkeypatch):
    sample = load("sample")
    shares = {"test_share": 0.4, "valid_share": 0.2}
    folder = random_checkpoint(tmp_path / "model", sample, protocol=shares)
    histories = []
    monkeypatch.setattr(LanguageModelRecommender, "fit", lambda self, history: histories.append(history))
    LanguageModelRecommender.from_checkpoint(folder, "test", sample)
    (history,) = histories
    expected = split_by_time(sample.interactions, **shares).history("test")
    np.testing.assert_array_equal(history.item_idx, expected.item_idx)


@pytest.mark.parametrize("protocol", [{"test_share": 0.2}, {"test_share": "0.2", "valid_share": 0.1}, []])
def test_a_card_without_its_split_is_rejected(tmp_path, random_checkpoint, protocol):
    sample = load("sample")
    folder = random_checkpoint(tmp_path / "model", sample, protocol=protocol or ["none"])
    for open_checkpoint in (
        lambda: check_split(folder, MeasurementProtocol()),
        lambda: LanguageModelRecommender.from_checkpoint(folder, "test", sample),
    ):
        with pytest.raises(CheckpointError, match="does not record its"):
            open_checkpoint()
