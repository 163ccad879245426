import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from recsys_core.errors import DataError, SettingError
from recsys_core.scale.catalogue import prepare_vectors
from recsys_core.scale.lists import ListsTask, merge_lists
from recsys_core.scale.pool import Pool
from recsys_core.scale.run import run_shards
from recsys_core.scale.shards import plan_shards
from recsys_core.scale.source import open_source


@pytest.fixture
def run(world, tmp_path, monkeypatch):
    """Run the lists of the world; returns the task, its shards and those that were worked on."""
    monkeypatch.setattr("recsys_core.scale.source.plan_shards", lambda files: plan_shards(files, 500))
    source = open_source(world.folder)
    task = ListsTask(source, prepare_vectors(source, tmp_path), "mmr", 0.4, 5)

    def start(workers=None, **other):
        worked_on = []
        shards = run_shards(
            replace(task, **other),
            source,
            tmp_path,
            workers or Pool(1),
            lambda done, left: worked_on.append(done.number),
        )
        return task, shards, worked_on

    return start


def test_a_stopped_run_goes_on_with_what_is_missing(run, tmp_path):
    task, shards, worked_on = run()
    assert worked_on == [shard.number for shard in shards]
    whole = merge_lists(task, shards, tmp_path / "parts")
    for number in (1, 3):
        (tmp_path / "parts" / task.part(shards[number])).unlink()
    assert run()[2] == [1, 3]
    assert merge_lists(task, shards, tmp_path / "parts") == whole
    assert run()[2] == []


def test_other_settings_do_not_go_on_in_the_same_folder(run):
    run()
    with pytest.raises(SettingError, match="other settings"):
        run(lambda_=0.5)


def test_changed_candidates_are_noticed(make_world, tmp_path):
    world = make_world()
    source = open_source(world.folder)
    task = ListsTask(source, prepare_vectors(source, tmp_path), "mmr", 0.4, 5)

    def change(done, left):
        os.utime(world.folder / "candidates.parquet", (1, 1))

    with pytest.raises(DataError, match="changed while"):
        run_shards(task, source, tmp_path, Pool(1), change)


@pytest.mark.slow
def test_a_pool_writes_the_same(run, tmp_path):
    task, shards, _ = run()
    alone = merge_lists(task, shards, tmp_path / "parts")
    for part in (tmp_path / "parts").iterdir():
        part.unlink()
    assert sorted(run(Pool(2))[2]) == [shard.number for shard in shards]
    assert merge_lists(task, shards, tmp_path / "parts") == alone


@dataclass(frozen=True)
class DeadlyOnce:
    """A task whose worker dies at its second shard, the first time."""

    task: ListsTask
    died: Path

    def part(self, shard):
        return self.task.part(shard)

    def describe(self):
        return self.task.describe()

    def run(self, shard, folder):
        if shard.number == 1 and not self.died.exists():
            self.died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return self.task.run(shard, folder)


@pytest.mark.slow
def test_a_killed_worker_costs_a_retry_and_not_the_run(run, tmp_path):
    task, shards, _ = run()
    alone = merge_lists(task, shards, tmp_path / "parts")
    done = []
    again = DeadlyOnce(task, tmp_path / "died")
    run_shards(
        again, task.source, tmp_path / "again", Pool(2), lambda one, left: done.append((one.number, left))
    )
    assert again.died.exists()
    assert sorted(number for number, _ in done) == [shard.number for shard in shards]
    assert [left for _, left in done] == list(range(len(shards)))[::-1]
    assert merge_lists(task, shards, tmp_path / "again" / "parts") == alone


class Deadly:
    """A task whose worker dies."""

    def part(self, shard):
        return str(shard.number)

    def describe(self):
        return {}

    def run(self, shard, folder):
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_a_killed_worker_is_told_in_a_sentence(world, tmp_path, monkeypatch):
    monkeypatch.setattr("recsys_core.scale.source.plan_shards", lambda files: plan_shards(files, 500))
    with pytest.raises(DataError, match="goes on where it was"):
        run_shards(Deadly(), open_source(world.folder), tmp_path, Pool(2))


def command(world, out, *more):
    options = ["--candidates", world.folder, "--lambda", "0.4", "--k", "5", "--out", out, "--json", *more]
    return [sys.executable, "-m", "recsys_core", "rerank", *map(str, options)]


@pytest.mark.long
@pytest.mark.parametrize("parts", [1, 4, 9])
def test_a_run_killed_in_the_middle_ends_with_the_same_lists(make_world, tmp_path, monkeypatch, parts):
    world = make_world()
    many = {**os.environ, "PYTHONPATH": os.getcwd()}
    small = (
        "import sys; from recsys_core.scale import source; plan = source.plan_shards; "
        "source.plan_shards = lambda files: plan(files, 300); "
        "from recsys_core.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )

    def start(out):
        return [sys.executable, "-c", small, *command(world, out, "--workers", "1")[3:]]

    def finish(out):
        done = subprocess.run(start(out), env=many, check=True, capture_output=True)
        return json.loads(done.stdout)

    whole = finish(tmp_path / "whole")
    folder = tmp_path / "killed" / "parts"
    process = subprocess.Popen(start(tmp_path / "killed"), env=many, stderr=subprocess.DEVNULL)
    while process.poll() is None and len(list(folder.glob("lists-*"))) < parts:
        time.sleep(0.001)
    process.kill()
    process.wait()
    there = {path: path.stat().st_mtime_ns for path in folder.glob("lists-*")}
    assert len(there) >= parts
    for path in there:
        pq.read_table(path)  # whole
    found = finish(tmp_path / "killed")
    assert found["digest"] == whole["digest"]
    assert {path: path.stat().st_mtime_ns for path in there} == there  # nothing was done twice
