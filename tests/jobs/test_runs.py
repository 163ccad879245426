import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from recsys_core.errors import DataError, SettingError
from recsys_core.jobs import Run, Runs, locks
from recsys_core.jobs import runs as runs_module
from recsys_core.jobs.presets import recipe
from recsys_core.jobs.runs import unfinished_of
from recsys_core.jobs.spec import RunSpec
from recsys_core.jobs.worker import ProgressWriter
from recsys_core.models.language_model.checkpoint import FORMAT


def test_a_run_trains_and_leaves_curves_a_model_and_a_comparison(submit, until):
    done = until(submit(), "done", "failed", "died")
    assert done.state == "done", done.message
    assert [line["loss"] for line in done.reports[:3]] == [8.0, 7.0, 6.0]
    assert done.reports[-1]["phase"] == "comparing"
    assert (done.checkpoint / "card.json").is_file()
    assert done.result["rows"] == [{"name": "model"}]


def test_a_twin_is_trained_first_with_the_same_recipe_and_compared(submit, until):
    done = until(submit("lora", twin=True), "done", "failed", "died")
    card = json.loads((done.folder.checkpoint("twin") / "card.json").read_text())
    own = json.loads((done.checkpoint / "card.json").read_text())
    differing = {k for k, v in card["hyperparameters"].items() if v != own["hyperparameters"][k]}
    assert differing == {"strategy"} and card["hyperparameters"]["strategy"] == "frozen"
    assert done.result["rows"] == [{"name": "twin"}, {"name": "model"}]
    assert [line["part"] for line in done.reports] == ["twin"] * 3 + ["model"] * 3 + ["compare"]


def test_a_frozen_run_has_no_twin(submit):
    assert list(submit(twin=True).spec.parts) == ["model"]


def test_one_run_trains_while_the_others_wait_in_order(submit, until, runs, hold, release, wait_for):
    hold()
    submitted = [submit() for _ in range(3)]
    assert [runs.count_ahead(run) for run in submitted] == [0, 1, 2]
    done = []
    for number, run in enumerate(submitted):
        wait_for(lambda run=run: runs.get(run.id).reports, "the first report")
        assert [runs.get(later.id).state for later in submitted[number + 1 :]] == ["queued"] * (2 - number)
        release(run)
        done.append(until(run, "done"))
    starts = [run.reports[0]["t"] for run in done]
    ends = [run.reports[-1]["t"] for run in done]
    assert ends[0] <= starts[1] and ends[1] <= starts[2]


def test_cancel_ends_a_waiting_and_a_running_run(submit, until, runs, hold):
    hold()
    first, second = submit(), submit()
    until(first, "running")
    runs.cancel(second)
    until(second, "cancelled")
    runs.cancel(runs.get(first.id))
    assert not until(first, "cancelled").checkpoint.exists()


def test_a_resumed_run_keeps_its_finished_part_and_continues_the_other(
    submit, until, runs, hold, wait_for, monkeypatch
):
    monkeypatch.setenv("QUICK_STEPS", "12")
    hold("model:3")
    run = submit("lora", twin=True)
    wait_for(lambda: len([line for line in runs.get(run.id).reports if line["part"] == "model"]) == 3)
    runs.cancel(runs.get(run.id))
    cancelled = until(run, "cancelled")
    assert cancelled.has_saved_work and (cancelled.folder.checkpoint("twin") / "card.json").is_file()
    hold("")
    runs.resume(cancelled)
    done = until(run, "done", "failed", "died")
    assert done.state == "done", done.message
    assert [line["step"] for line in done.reports if line["part"] == "twin"] == list(range(1, 13))
    steps = [line["step"] for line in done.reports if line["part"] == "model"]
    assert steps == list(range(1, 13)), "no step is repeated"
    shares = [line["share"] for line in done.reports]
    assert shares == sorted(shares) and 0 < cancelled.share <= done.share < 1, "also across the stop"
    assert not list(done.folder.path.glob("*.unfinished"))
    assert done.slowdown is None, "an interrupted run does not measure the speed of the machine"


def test_time_left_counts_from_the_last_report_and_one_before_a_restart_is_none(submit, until):
    done = until(submit(), "done")
    last = done.reports[-1] | {"left": 90.0, "share": 0.25}
    done.folder.append_report(last)
    running = replace(Run.read(done.folder), changed_at=last["t"] - 1)
    assert running.has_reported
    assert running.seconds_left(last["t"] + 20) == pytest.approx(70)
    assert running.seconds_left(last["t"] + 100) == 0
    again = replace(running, changed_at=last["t"] + 1)
    assert not again.has_reported and again.share == 0.25
    assert again.seconds_left(last["t"] + 2) == pytest.approx(0.75 * sum(again.spec.expected.values()))


def test_a_report_of_an_older_version_has_no_share(submit, until):
    done = until(submit(), "done")
    known = done.reports[-1].items()
    done.folder.append_report({name: value for name, value in known if name not in ("share", "paces")})
    assert Run.read(done.folder).share == 0.0


def test_what_was_timed_is_known_to_the_next_part_and_after_a_restart(submit, until):
    done = until(submit("lora", twin=True), "done")
    timed = [line["paces"] for line in done.reports]
    assert timed == [{"towers": 1.5}] * 3 + [{"towers": 2.0}] * 4
    assert ProgressWriter(done.folder, done.spec.expected).paces == {"towers": 2.0}
    following = until(submit(), "done")
    assert following.reports[-1]["paces"] == {"towers": 2.5}, "the next training on these data knows it, too"


def test_a_part_finished_by_another_version_is_trained_again(submit, until, runs, wait_for, monkeypatch):
    monkeypatch.setenv("QUICK_TRIAL", "refuse")
    failed = until(submit("lora", twin=True), "failed")
    twin = failed.folder.checkpoint("twin")
    twin.mkdir()
    (twin / "card.json").write_text(json.dumps({"format": FORMAT - 1, "data": {}, "files": {}}))
    shutil.rmtree(failed.folder.unfinished("twin"))
    assert not failed.has_saved_work, "an unreadable checkpoint is not saved work"
    monkeypatch.delenv("QUICK_TRIAL")
    wait_for(lambda: not locks.is_held(failed.folder.alive), "the worker to end after its last state")
    runs.resume(failed)
    done = until(failed, "done", "failed", "died")
    assert done.state == "done", done.message
    assert json.loads((twin / "card.json").read_text())["format"] == FORMAT


def test_the_slowdown_comes_from_trainings_that_ran_to_their_end(runs, sample, submit, until, monkeypatch):
    monkeypatch.setenv("QUICK_PAUSE", "0.05")
    stopping = recipe("quick", "frozen", stop_on="ndcg@10")
    short = runs.submit(sample, "sample", preset="quick", recipe=stopping)
    whole = submit()
    assert until(whole, "done").slowdown > 0
    assert runs.get(short.id).state == "done"
    assert runs.get(short.id).slowdown is None


def test_a_model_of_another_version_is_rejected_without_naming_its_folder(submit, until, runs):
    done = until(submit(), "done")
    assert runs.model(done.id) == done.checkpoint
    (done.checkpoint / "card.json").write_text(json.dumps({"format": FORMAT - 1, "data": {}, "files": {}}))
    with pytest.raises(SettingError, match="not one of this version. Train it again") as rejected:
        runs.model(done.id)
    assert str(runs.root) not in str(rejected.value)


def test_a_finished_and_a_running_run_cannot_be_resumed(submit, until, runs, hold):
    with pytest.raises(SettingError, match="nothing to resume"):
        runs.resume(until(submit(), "done"))
    hold()
    with pytest.raises(SettingError, match="nothing to resume"):
        runs.resume(until(submit(), "running"))


def test_a_killed_worker_is_noticed_and_can_be_resumed(submit, until, runs, hold):
    hold()
    run = until(submit(), "running")
    os.kill(run.folder.read(run.folder.pid)["pid"], signal.SIGKILL)
    died = until(run, "died")
    hold("")
    runs.resume(died)
    assert until(run, "done").state == "done"


@pytest.mark.parametrize(
    ("trial", "state", "message"),
    [("refuse", "failed", "The loss is nan"), ("slip", "died", "ZeroDivisionError"), ("crash", "died", "")],
)
def test_a_stopped_training_says_why(submit, until, monkeypatch, trial, state, message):
    monkeypatch.setenv("QUICK_TRIAL", trial)
    ended = until(submit(), "failed", "died", "done")
    assert ended.state == state
    assert message in ended.message
    assert not ended.checkpoint.exists()


def test_a_run_survives_the_process_that_submitted_it(runs, until, hold, release):
    hold()
    code = (
        "import sys; from pathlib import Path; from recsys_core import data;"
        "from recsys_core.jobs import Runs; from recsys_core.jobs.presets import recipe;"
        f"runs = Runs(Path({str(runs.root)!r}), {list(runs._command)!r});"
        "run = runs.submit(data.load('sample'), 'sample', preset='quick', recipe=recipe('quick', 'frozen'));"
        "print(run.id, [name for name in ('torch', 'streamlit') if name in sys.modules])"
    )
    submitting = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    run_id, loaded = submitting.stdout.strip().split(" ", 1)
    assert loaded == "[]"
    release(runs.get(run_id))
    assert until(runs.get(run_id), "done").state == "done"


@pytest.mark.parametrize("changed", ["QUICK_FINGERPRINT", "QUICK_CONTENT"])
def test_changed_data_are_rejected_with_a_sentence(submit, until, monkeypatch, changed):
    monkeypatch.setenv(changed, "0123456789abcdef")
    assert "was changed after" in until(submit(), "failed").message


def test_a_run_resumes_only_with_the_titles_it_was_submitted_for(runs, submit, until, hold, monkeypatch):
    hold()
    run = until(submit(), "running")
    runs.cancel(run)
    run = until(run, "cancelled")
    monkeypatch.setenv("QUICK_CONTENT", "0123456789abcdef")
    runs.resume(run)
    assert "was changed after" in until(run, "failed").message


def test_a_visitor_has_a_share_of_the_queue(runs, sample, hold, monkeypatch):
    hold()
    monkeypatch.setattr(runs_module, "MAX_EACH", 1)

    def ask(visitor):
        return runs.submit(
            sample, "sample", preset="quick", recipe=recipe("quick", "frozen"), visitor=visitor
        )

    first = ask("ann")
    assert "ann" not in first.folder.spec.read_text(), "the key itself is not stored"
    with pytest.raises(SettingError, match="1 of your trainings are running or waiting"):
        ask("ann")
    ask("bob")
    ask(""), ask("")  # nobody known has no share
    assert [unfinished_of(runs.all(), visitor) for visitor in ("ann", "bob", "")] == [1, 1, 0]


def test_a_run_of_an_earlier_version_knows_its_data_by_their_fingerprint(sample, submit, until):
    spec = until(submit(), "done").spec.to_dict()
    del spec["content"], spec["owner"]
    assert RunSpec.from_dict(spec).is_of(sample)


def test_an_unknown_or_malicious_id_raises_a_sentence(runs, submit):
    submit()
    for run_id in ("", "nothing", "..", "../..", "a/b", "/etc", "."):
        with pytest.raises(SettingError, match="no training called"):
            runs.get(run_id)


def test_a_damaged_run_raises_a_sentence_and_does_not_hide_the_others(runs, submit, until):
    good, bad = until(submit(), "done"), until(submit(), "done")
    bad.folder.state.write_text("{")
    with pytest.raises(DataError, match="damaged"):
        runs.get(bad.id)
    assert [run.id for run in runs.all()] == [good.id]


@pytest.mark.parametrize("setting", ["warp", "met_l2"])
def test_a_recipe_of_another_version_raises_a_sentence(runs, submit, until, setting):
    run = until(submit(), "done")
    spec = json.loads(run.folder.spec.read_text())
    if spec["config"].pop(setting, None) is None:  # one that this version does not have
        spec["config"][setting] = 9
    run.folder.spec.write_text(json.dumps(spec))
    with pytest.raises(SettingError, match="another version"):
        runs.get(run.id)


def test_the_queue_is_limited(submit, hold, monkeypatch):
    monkeypatch.setattr(runs_module, "MAX_WAITING", 1)
    hold()
    submit()
    with pytest.raises(SettingError, match="waiting already"):
        submit()


def test_remove_deletes_an_ended_run_and_rejects_a_running_one(submit, until, runs, hold):
    done = until(submit(), "done")
    runs.remove(done)
    assert runs.all() == []
    hold()
    with pytest.raises(SettingError, match="Cancel it first"):
        runs.remove(until(submit(), "running"))


def test_an_unwritable_folder_raises_a_sentence(tmp_path, sample):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="EQUIPOISE_RUNS"):
        Runs(tmp_path / "file").submit(sample, "sample", preset="quick", recipe=recipe("quick", "frozen"))


def test_an_incomplete_line_of_progress_is_ignored(submit, until):
    done = until(submit(), "done")
    with done.folder.progress.open("a") as file:
        file.write('{"t": 1.0, "par')
    assert len(done.folder.reports()) == len(done.reports)
    done.folder.repair_reports()
    assert done.folder.progress.read_text().endswith("}\n")
    assert done.folder.reports() == done.reports
