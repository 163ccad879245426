import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from recsys_core.errors import DataError, SettingError
from recsys_core.jobs import Runs, locks, registry
from recsys_core.jobs.presets import recipe
from recsys_core.models.language_model.checkpoint import FORMAT


def test_a_run_trains_and_leaves_curves_a_model_and_a_comparison(ask, until):
    done = until(ask(), "done", "failed", "died")
    assert done.state == "done", done.message
    assert [line["loss"] for line in done.reports[:3]] == [8.0, 7.0, 6.0]
    assert done.reports[-1]["phase"] == "comparing"
    assert (done.checkpoint / "card.json").is_file()
    assert done.result["rows"] == [{"name": "model"}]


def test_a_twin_is_trained_first_with_the_same_recipe_and_compared(ask, until, runs):
    done = until(ask("lora", twin=True), "done", "failed", "died")
    card = json.loads((done.folder.checkpoint("twin") / "card.json").read_text())
    own = json.loads((done.checkpoint / "card.json").read_text())
    differing = {k for k, v in card["hyperparameters"].items() if v != own["hyperparameters"][k]}
    assert differing == {"strategy"} and card["hyperparameters"]["strategy"] == "frozen"
    assert done.result["rows"] == [{"name": "twin"}, {"name": "model"}]
    assert [line["part"] for line in done.reports] == ["twin"] * 3 + ["model"] * 3 + ["compare"]


def test_a_frozen_run_has_no_twin(ask):
    assert list(ask(twin=True).spec.parts) == ["model"]


def test_one_trains_and_the_others_wait_in_order(ask, until, runs, monkeypatch):
    monkeypatch.setenv("QUICK_PAUSE", "0.3")
    first, second, third = ask(), ask(), ask()
    assert [runs.ahead(run) for run in (first, second, third)] == [0, 1, 2]
    until(first, "running")
    assert runs.get(second.id).state == runs.get(third.id).state == "queued"
    order = [until(run, "done") for run in (first, second, third)]
    starts = [run.reports[0]["t"] for run in order]
    ends = [run.reports[-1]["t"] for run in order]
    assert ends[0] <= starts[1] and ends[1] <= starts[2]


def test_cancel_ends_a_waiting_and_a_running_one_within_seconds(ask, until, runs, monkeypatch):
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.2")
    first, second = ask(), ask()
    until(first, "running")
    runs.cancel(second)
    until(second, "cancelled", seconds=3)
    runs.cancel(runs.get(first.id))
    cancelled = until(first, "cancelled", seconds=3)
    assert not cancelled.checkpoint.exists()


def test_a_resumed_run_keeps_its_finished_part_and_goes_on_with_the_other(ask, until, runs, monkeypatch):
    monkeypatch.setenv("QUICK_STEPS", "12")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")
    run = ask("lora", twin=True)
    while len([line for line in runs.get(run.id).reports if line["part"] == "model"]) < 3:
        time.sleep(0.02)
    runs.cancel(runs.get(run.id))
    cancelled = until(run, "cancelled")
    assert cancelled.saved and (cancelled.folder.checkpoint("twin") / "card.json").is_file()
    monkeypatch.setenv("QUICK_PAUSE", "0")
    runs.resume(cancelled)
    done = until(run, "done")
    assert [line["step"] for line in done.reports if line["part"] == "twin"] == list(range(1, 13))
    steps = [line["step"] for line in done.reports if line["part"] == "model"]
    assert sorted(set(steps)) == list(range(1, 13)) and len(steps) <= 13, "at most one step was done twice"
    assert not list(done.folder.path.glob("*.unfinished"))
    assert done.slower is None, "a pause says nothing about the speed of this machine"


def test_a_part_that_another_version_finished_is_trained_anew(ask, until, runs, monkeypatch):
    monkeypatch.setenv("QUICK_TRIAL", "refuse")
    failed = until(ask("lora", twin=True), "failed")
    twin = failed.folder.checkpoint("twin")
    twin.mkdir()
    (twin / "card.json").write_text(json.dumps({"format": FORMAT - 1, "data": {}, "files": {}}))
    shutil.rmtree(failed.folder.unfinished("twin"))
    assert not failed.saved, "what cannot be read is not said to be kept"
    monkeypatch.delenv("QUICK_TRIAL")
    while locks.is_held(failed.folder.alive):  # a worker writes its last word, then ends
        time.sleep(0.02)
    runs.resume(failed)
    done = until(failed, "done", "failed", "died")
    assert done.state == "done", done.message
    assert json.loads((twin / "card.json").read_text())["format"] == FORMAT


def test_the_speed_is_taken_from_trainings_that_go_to_their_end(runs, sample, ask, until, monkeypatch):
    monkeypatch.setenv("QUICK_PAUSE", "0.05")
    asked = recipe("quick", "frozen", stop_on="ndcg@10")
    short = runs.submit(sample, "sample", preset="quick", recipe=asked)
    whole = ask()
    assert until(whole, "done").slower > 0
    assert runs.get(short.id).state == "done"
    assert runs.get(short.id).slower is None


def test_a_model_of_another_version_is_refused_without_the_place_where_it_lies(ask, until, runs):
    done = until(ask(), "done")
    assert runs.model(done.id) == done.checkpoint
    (done.checkpoint / "card.json").write_text(json.dumps({"format": FORMAT - 1, "data": {}, "files": {}}))
    with pytest.raises(SettingError, match="not one of this version. Train it again") as refused:
        runs.model(done.id)
    assert str(runs.root) not in str(refused.value)


def test_nothing_to_resume_in_a_finished_or_a_living_run(ask, until, runs, monkeypatch):
    with pytest.raises(SettingError, match="nothing to resume"):
        runs.resume(until(ask(), "done"))
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")
    with pytest.raises(SettingError, match="nothing to resume"):
        runs.resume(until(ask(), "running"))


def test_a_killed_worker_is_noticed_and_can_be_resumed(ask, until, runs, monkeypatch):
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")
    run = until(ask(), "running")
    os.kill(run.folder.read(run.folder.pid)["pid"], signal.SIGKILL)
    died = until(run, "died", seconds=3)
    monkeypatch.setenv("QUICK_STEPS", "2")
    monkeypatch.setenv("QUICK_PAUSE", "0")
    runs.resume(died)
    assert until(run, "done").state == "done"


@pytest.mark.parametrize(
    ("trial", "state", "said"),
    [("refuse", "failed", "The loss is nan"), ("slip", "died", "ZeroDivisionError"), ("crash", "died", "")],
)
def test_what_stopped_a_training_is_said(ask, until, monkeypatch, trial, state, said):
    monkeypatch.setenv("QUICK_TRIAL", trial)
    ended = until(ask(), "failed", "died", "done")
    assert ended.state == state
    assert said in ended.message
    assert not ended.checkpoint.exists()


def test_a_run_survives_the_process_that_asked_for_it(runs, until, monkeypatch):
    monkeypatch.setenv("QUICK_PAUSE", "0.2")
    code = (
        "import sys; from pathlib import Path; from recsys_core import data;"
        "from recsys_core.jobs import Runs; from recsys_core.jobs.presets import recipe;"
        f"runs = Runs(Path({str(runs.root)!r}), {list(runs._command)!r});"
        "run = runs.submit(data.load('sample'), 'sample', preset='quick', recipe=recipe('quick', 'frozen'));"
        "print(run.id, [name for name in ('torch', 'streamlit') if name in sys.modules])"
    )
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    run_id, loaded = asked.stdout.strip().split(" ", 1)
    assert loaded == "[]"
    assert until(runs.get(run_id), "done").state == "done"


def test_replaced_data_are_refused_with_a_sentence(ask, until, monkeypatch):
    monkeypatch.setenv("QUICK_FINGERPRINT", "0123456789abcdef")
    assert "was replaced" in until(ask(), "failed").message


def test_an_unknown_or_outlandish_id_is_a_sentence(runs, ask):
    ask()
    for run_id in ("", "nothing", "..", "../..", "a/b", "/etc", "."):
        with pytest.raises(SettingError, match="no training called"):
            runs.get(run_id)


def test_damage_is_a_sentence_and_does_not_hide_the_others(runs, ask, until):
    good, bad = until(ask(), "done"), until(ask(), "done")
    bad.folder.state.write_text("{")
    with pytest.raises(DataError, match="damaged"):
        runs.get(bad.id)
    assert [run.id for run in runs.all()] == [good.id]


@pytest.mark.parametrize("setting", ["warp", "met_l2"])
def test_a_recipe_of_another_version_is_a_sentence(runs, ask, until, setting):
    run = until(ask(), "done")
    spec = json.loads(run.folder.spec.read_text())
    if spec["config"].pop(setting, None) is None:  # one that this version does not have
        spec["config"][setting] = 9
    run.folder.spec.write_text(json.dumps(spec))
    with pytest.raises(SettingError, match="another version"):
        runs.get(run.id)


def test_the_queue_has_an_end(ask, monkeypatch):
    monkeypatch.setattr(registry, "MOST_WAITING", 1)
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")
    ask()
    with pytest.raises(SettingError, match="waiting already"):
        ask()


def test_remove_deletes_an_ended_run_and_refuses_a_living_one(ask, until, runs, monkeypatch):
    done = until(ask(), "done")
    runs.remove(done)
    assert runs.all() == []
    monkeypatch.setenv("QUICK_STEPS", "500")
    monkeypatch.setenv("QUICK_PAUSE", "0.1")
    with pytest.raises(SettingError, match="Cancel it first"):
        runs.remove(until(ask(), "running"))


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path, sample):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="EQUIPOISE_RUNS"):
        Runs(tmp_path / "file").submit(sample, "sample", preset="quick", recipe=recipe("quick", "frozen"))


def test_a_half_written_line_of_progress_waits_for_its_rest(ask, until):
    done = until(ask(), "done")
    with done.folder.progress.open("a") as file:
        file.write('{"t": 1.0, "par')
    assert len(done.folder.reports()) == len(done.reports)
    done.folder.mend_reports()
    assert done.folder.progress.read_text().endswith("}\n")
    assert done.folder.reports() == done.reports
