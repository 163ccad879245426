"""What a training logs to TensorBoard and Weights & Biases."""

import json
import sys
import types

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from recsys_core.errors import SettingError
from recsys_core.training import tracking
from recsys_core.training.language_model.train import train
from recsys_core.training.progress import Progress
from recsys_core.training.tracking import tracked, values_of

PHASE = "training towers on train (1 of 2)"
TAG = "training_towers_on_train_1_of_2"


def read(folder):
    (run,) = folder.iterdir()
    events = EventAccumulator(str(run))
    events.Reload()
    return events


def ignore(progress):
    """A report function that does nothing."""


def report_two_steps(report):
    report(Progress(PHASE, 0, 2, 9.0))
    report(Progress(PHASE, 1, 2, 9.0, 0.5, None, "recall@50", 0.01))
    report(Progress(PHASE, 2, 2, 9.0, 0.25, 0.75, "recall@50", 0.02))


@pytest.fixture
def fake_wandb(monkeypatch):
    """A module that records its calls."""
    module = types.ModuleType("wandb")
    module.__spec__ = types.SimpleNamespace(name="wandb")
    module.options, module.lines, module.ended = {}, [], []

    def init(**options):
        module.options = options
        summary = {}
        return types.SimpleNamespace(
            log=module.lines.append, summary=summary, finish=lambda: module.ended.append(dict(summary))
        )

    module.init = init
    monkeypatch.setitem(sys.modules, "wandb", module)
    return module


def test_losses_measures_and_rates_are_logged_and_reported(tmp_path):
    passed = []
    settings = {"seed": 3, "decays": (1.0, 2.0), "distil_rate": None}
    with tracked(tmp_path / "logs", settings, passed.append, name="run") as report:
        report_two_steps(report)
        seen = read(tmp_path / "logs")  # while it runs
        assert [(event.step, event.value) for event in seen.Scalars(f"{TAG}/loss")] == [(1, 0.5), (2, 0.25)]
    assert [progress.step for progress in passed] == [0, 1, 2]
    events = read(tmp_path / "logs")
    assert [event.value for event in events.Scalars(f"{TAG}/valid_recall_50")] == [0.75]
    assert [event.value for event in events.Scalars(f"{TAG}/learning_rate")] == pytest.approx([0.01, 0.02])
    assert events.Scalars(f"last/{TAG}/loss")[0].value == 0.25
    written = b"".join(path.read_bytes() for path in (tmp_path / "logs").rglob("*tfevents*"))
    assert b"decays" in written and b"(1.0, 2.0)" in written and b"seed" in written


def test_missing_values_are_not_logged():
    assert values_of(Progress("encoding item texts", 1, 1, 0.0)) == {}


def test_a_rejected_training_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), tracked(tmp_path / "logs", {}, ignore, name="run"):
        raise ZeroDivisionError
    assert not (tmp_path / "logs").exists()


def test_a_stopped_training_keeps_its_log(tmp_path):
    with pytest.raises(KeyboardInterrupt), tracked(tmp_path, {}, ignore, name="my-run") as report:
        report_two_steps(report)
        raise KeyboardInterrupt
    assert len(read(tmp_path).Scalars(f"{TAG}/loss")) == 2


def test_weights_and_biases_is_offline_by_default(tmp_path, monkeypatch, fake_wandb):
    monkeypatch.delenv("WANDB_MODE", raising=False)
    with tracked(tmp_path / "my-run" / "tensorboard", {"seed": 3}, ignore, name="my-run") as report:
        report_two_steps(report)
        assert not fake_wandb.ended
    options = fake_wandb.options
    assert (options["mode"], options["name"], options["config"]) == ("offline", "my-run", {"seed": 3})
    assert options["dir"].startswith(str(tmp_path / "my-run" / "tensorboard"))
    assert fake_wandb.lines[-1] == {
        f"{TAG}/loss": 0.25,
        f"{TAG}/valid_recall_50": 0.75,
        f"{TAG}/learning_rate": 0.02,
        f"{TAG}/step": 2,
    }
    assert fake_wandb.ended[0][f"{TAG}/loss"] == 0.25


def test_its_mode_can_be_chosen_and_a_failure_raises_a_sentence(tmp_path, monkeypatch, fake_wandb):
    monkeypatch.setenv("WANDB_MODE", "online")

    def fail(**options):
        raise ConnectionError(f"no key for {options['mode']}")

    fake_wandb.init = fail
    with (
        pytest.raises(SettingError, match="mode 'online' .no key for online.. Set WANDB_MODE to offline"),
        tracked(tmp_path, {}, ignore, name="my-run") as report,
    ):
        report_two_steps(report)


def test_without_weights_and_biases_only_tensorboard_is_used(tmp_path, monkeypatch):
    monkeypatch.setattr(tracking.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(tracking, "WeightsAndBiases", None)
    with tracked(tmp_path, {}, ignore, name="my-run") as report:
        report_two_steps(report)


def test_a_training_logs_into_the_folder_of_its_checkpoint(dataset, config, tmp_path):
    folder = tmp_path / "model"
    for _ in range(2):  # the second replaces the first
        with tracked(folder / tracking.FOLDER, config.to_dict(), ignore, name="my-run") as report:
            card = train(dataset, folder, config, report)
    runs = sorted((folder / tracking.FOLDER).iterdir())
    assert len(runs) == 2
    for run in runs:
        events = EventAccumulator(str(run))
        events.Reload()
        tags = events.Tags()["scalars"]
        assert "fine_tuning_the_language_model_on_train/loss" in tags
        losses = [event.value for event in events.Scalars("training_towers_on_train/loss")]
        assert losses == pytest.approx(
            json.loads(card.read_text())["stages"]["valid"]["members"][0]["loss"], abs=1e-4
        )
        validations = events.Scalars("training_towers_on_train/valid_ndcg_10")
        assert {event.step for event in validations} == {2, 3, 4, 5, 6}
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache" and path.name != "encoder"] == [
        "model"
    ]


def test_a_log_that_finds_no_room_does_not_end_the_training(tmp_path, caplog):
    (tmp_path / "log").write_text("a file where the folder should be")
    reports = []
    with tracked(tmp_path / "log", {}, reports.append, name="run") as report:
        report_two_steps(report)
    assert len(reports) == 3
    assert caplog.text.count("no longer logged") == 1
