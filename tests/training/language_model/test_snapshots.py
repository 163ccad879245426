import dataclasses

import numpy as np
import pytest
import torch

from recsys_core.errors import CheckpointError
from recsys_core.models.language_model.checkpoint import read_card, read_weights
from recsys_core.training.language_model import checkpoint, snapshots
from recsys_core.training.language_model.snapshots import Snapshots
from recsys_core.training.language_model.train import train


def test_parts_are_found_only_under_the_same_key(tmp_path):
    folder = tmp_path / "snapshots"
    Snapshots(folder, {"seed": 0}).save("a", {"x": torch.ones(2)})
    assert Snapshots(folder, {"seed": 0}).load("a")["x"].tolist() == [1, 1]
    assert Snapshots(folder, {"seed": 0}).load("b") is None
    assert Snapshots(folder, {"seed": 1}).load("a") is None


def test_parts_of_other_titles_are_not_resumed(dataset, config, tmp_path):
    recipe = dataclasses.replace(config, strategy="frozen", epochs=2, stop_on=None)
    other = dataclasses.replace(
        dataset, items=dataset.items.assign(title=dataset.items["title"].to_numpy()[::-1])
    )
    assert other.fingerprint == dataset.fingerprint

    def stop(progress):
        if progress.phase.startswith("training towers on train (") or progress.step == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(dataset, tmp_path / "a", recipe, stop, snapshots=tmp_path / "kept")
    assert list((tmp_path / "kept").glob("*.safetensors"))
    resumed = train(other, tmp_path / "a", recipe, lambda p: None, snapshots=tmp_path / "kept").parent
    fresh = train(other, tmp_path / "b", recipe, lambda p: None).parent
    for stage in ("valid", "test"):
        for one, two in zip(read_weights(resumed, stage), read_weights(fresh, stage), strict=True):
            np.testing.assert_array_equal(one.item_out, two.item_out)


def test_a_damaged_part_counts_as_missing(tmp_path):
    snapshots = Snapshots(tmp_path / "snapshots", {})
    snapshots.save("a", {"x": torch.ones(2)})
    (tmp_path / "snapshots" / "a.safetensors").write_bytes(b"?")
    assert snapshots.load("a") is None


def test_clearing_keeps_other_files(tmp_path):
    snapshots = Snapshots(tmp_path, {})
    (tmp_path / "thesis.txt").write_text("mine")
    snapshots.save("a", {"x": torch.ones(2)})
    snapshots.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_without_a_folder_nothing_is_stored():
    nowhere = Snapshots(None, {})
    nowhere.save("a", {"x": torch.ones(2)})
    assert nowhere.load("a") is None


@pytest.mark.parametrize(
    ("phase", "step"), [("training towers on train (2", 3), ("training towers on train and", 1)]
)
def test_a_stopped_training_resumes_to_the_same_result(dataset, config, tmp_path, phase, step):
    recipe = dataclasses.replace(config, members=2)
    whole = train(dataset, tmp_path / "whole", recipe, lambda progress: None).parent

    def stop(progress):
        if progress.phase.startswith(phase) and progress.step == step:
            raise KeyboardInterrupt

    folder = tmp_path / "snapshots"
    with pytest.raises(KeyboardInterrupt):
        train(dataset, tmp_path / "resumed", recipe, stop, snapshots=folder)
    reports = []
    resumed = train(dataset, tmp_path / "resumed", recipe, reports.append, snapshots=folder).parent
    tuned_again = [
        report
        for report in reports
        if report.phase == "fine-tuning the language model on train" and report.step
    ]
    assert not tuned_again, "the fine-tuned texts come from the snapshot"
    for stage in ("valid", "test"):
        for one, other in zip(read_weights(whole, stage), read_weights(resumed, stage), strict=True):
            np.testing.assert_array_equal(one.item_out, other.item_out)
    assert [member["loss"] for member in read_card(resumed)["stages"]["test"]["members"]] == [
        member["loss"] for member in read_card(whole)["stages"]["test"]["members"]
    ]
    assert not folder.exists()


def full(*arguments, **options):
    raise OSError(28, "No space left on device")


def test_a_disk_that_is_full_at_the_end_keeps_the_finished_work(dataset, config, tmp_path, monkeypatch):
    recipe = dataclasses.replace(config, strategy="frozen", epochs=3, stop_on=None)
    whole = train(dataset, tmp_path / "whole", recipe, lambda progress: None).parent
    folder, out = tmp_path / "kept", tmp_path / "model"
    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, "replace_folder", full)
        with pytest.raises(CheckpointError, match="No space left.*goes on where it was") as caught:
            train(dataset, out, recipe, lambda progress: None, snapshots=folder)
    assert "\n" not in str(caught.value) and not out.exists()
    reports = []
    resumed = train(dataset, out, recipe, reports.append, snapshots=folder).parent
    assert not [report for report in reports if report.phase.startswith("training towers") and report.loss]
    for stage in ("valid", "test"):
        for one, other in zip(read_weights(whole, stage), read_weights(resumed, stage), strict=True):
            np.testing.assert_array_equal(one.item_out, other.item_out)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "cache") == sorted(
        ["encoder", "model", "whole"]
    )


def test_unfinished_work_that_finds_no_room_does_not_end_a_training(
    dataset, config, tmp_path, monkeypatch, caplog
):
    recipe = dataclasses.replace(config, strategy="frozen", epochs=2, stop_on=None)
    made = Snapshots(tmp_path / "kept", {})
    monkeypatch.setattr(snapshots, "atomic_write", full)
    made.save("a", {"x": torch.ones(2)})
    assert train(dataset, tmp_path / "model", recipe, lambda p: None, snapshots=tmp_path / "new").is_file()
    assert caplog.text.count("unfinished work is not stored") == 2, "once for each training"
