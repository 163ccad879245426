import dataclasses

import numpy as np
import pytest
import torch

from recsys_core.models.language_model.checkpoint import read_card, read_weights
from recsys_core.training.language_model.snapshots import Snapshots
from recsys_core.training.language_model.train import train


def test_pieces_come_back_under_the_same_key_only(tmp_path):
    folder = tmp_path / "kept"
    Snapshots(folder, {"seed": 0}).save("a", {"x": torch.ones(2)})
    assert Snapshots(folder, {"seed": 0}).load("a")["x"].tolist() == [1, 1]
    assert Snapshots(folder, {"seed": 0}).load("b") is None
    assert Snapshots(folder, {"seed": 1}).load("a") is None


def test_a_damaged_piece_counts_as_none(tmp_path):
    kept = Snapshots(tmp_path / "kept", {})
    kept.save("a", {"x": torch.ones(2)})
    (tmp_path / "kept" / "a.safetensors").write_bytes(b"?")
    assert kept.load("a") is None


def test_clearing_leaves_foreign_files_alone(tmp_path):
    kept = Snapshots(tmp_path, {})
    (tmp_path / "thesis.txt").write_text("mine")
    kept.save("a", {"x": torch.ones(2)})
    kept.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_without_a_folder_nothing_is_kept():
    nowhere = Snapshots(None, {})
    nowhere.save("a", {"x": torch.ones(2)})
    assert nowhere.load("a") is None


@pytest.mark.parametrize(
    ("phase", "step"), [("training towers on train (2", 3), ("training towers on train and", 1)])
def test_a_stopped_training_ends_as_if_it_had_never_stopped(dataset, config, tmp_path, phase, step):
    recipe = dataclasses.replace(config, members=2)
    whole = train(dataset, tmp_path / "whole", recipe, lambda progress: None).parent

    def stop(progress):
        if progress.phase.startswith(phase) and progress.step == step:
            raise KeyboardInterrupt

    kept = tmp_path / "kept"
    with pytest.raises(KeyboardInterrupt):
        train(dataset, tmp_path / "resumed", recipe, stop, snapshots=kept)
    reports = []
    resumed = train(dataset, tmp_path / "resumed", recipe, reports.append, snapshots=kept).parent
    tuned_again = [
        report for report in reports
        if report.phase == "fine-tuning the language model on train" and report.step
    ]
    assert not tuned_again
    for stage in ("valid", "test"):
        for one, other in zip(read_weights(whole, stage), read_weights(resumed, stage), strict=True):
            np.testing.assert_array_equal(one.item_out, other.item_out)
    assert [
        member["loss"] for member in read_card(resumed)["stages"]["test"]["members"]
    ] == [member["loss"] for member in read_card(whole)["stages"]["test"]["members"]]
    assert not kept.exists()
