"""Processes killed at any moment: afterwards everything opens, and a training resumes to the same result."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from recsys_core import data
from recsys_core.handoff.bundle import manifest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def start(arguments, **environment):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **ONE_THREAD, **environment}, **quiet
    )


def finish(arguments, **environment):
    """Run to the end; returns how long it took."""
    began = time.monotonic()
    process = start(arguments, **environment)
    error = process.communicate(timeout=300)[1].decode()
    assert process.returncode == 0, error
    return time.monotonic() - began


def kill_at_random(arguments, longest, times, check, seed, **environment):
    """Start, kill after a random time, look whether everything opens; returns how many were really killed."""
    moments = random.Random(seed)
    killed = 0
    for _ in range(times):
        process = start(arguments, **environment)
        try:
            process.communicate(timeout=moments.uniform(0.3, 1.0) * longest)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            killed += 1
        check()
    return killed


@pytest.fixture
def small(tmp_path):
    """A folder of data that trains in seconds."""
    rng, rows = np.random.default_rng(1), []
    for user in range(30):
        for at, item in enumerate(rng.permutation(12)[:10]):
            rows.append(f"u{user},i{item},{1 + (item + user) % 5},{at}")
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "interactions.csv").write_text("user_id,item_id,rating,timestamp\n" + "\n".join(rows))
    words = ("crime", "love", "night", "road")
    titles = [f"i{item},{words[item % 4]} of the {words[item // 4]}" for item in range(12)]
    (folder / "items.csv").write_text("item_id,title\n" + "\n".join(titles))
    return folder


def test_a_killed_search_leaves_whole_results_or_none(small, tmp_path):
    runs = tmp_path / "runs"
    search = ["-m", "recsys_core", "search", "--data", str(small), "--model", "ease", "--budget", "3"]
    longest = finish(search, EQUIPOISE_RUNS=str(runs))

    def opens():
        for path in runs.glob("*.json"):
            assert json.loads(path.read_text())["kind"] == "search"

    kill_at_random(search, longest, 4, opens, seed=3, EQUIPOISE_RUNS=str(runs))
    finish(search, EQUIPOISE_RUNS=str(runs))
    opens()


UPLOADS = """
import pandas as pd
from recsys_core.data import loading, shares, uploads

uploads.load_limited = lambda folder, name: loading.load(folder)
while True:
    for shift in range(3):
        rows = [(f"p{row % 5}", f"i{row // 5 + shift}") for row in range(40)]
        table = pd.DataFrame(rows, columns=["who", "what"])
        table.index += 2
        draft = uploads.create_draft("a.csv", table, {"user_id": "who", "item_id": "what"})
        name = shares.keep(draft, "me")
        if shift:
            shares.remove(name, "me")
"""


def test_killed_uploads_and_removals_show_whole_data_or_none(tmp_path, monkeypatch):
    root = tmp_path / "datasets"
    monkeypatch.setenv("EQUIPOISE_DATA", str(root))

    def opens():
        for name in data.available():
            assert len(data.load(name).interactions) > 0

    assert kill_at_random(["-c", UPLOADS], 2.5, 20, opens, seed=9) == 20
    opens()
    shown = [path.name for path in root.iterdir() if not path.name.startswith((".upload-", ".removed-"))]
    assert set(shown) == set(data.available()) - {"sample"}


KEPT = """
import sys
import numpy as np
from pathlib import Path
from recsys_core.runtime.array_store import ArrayStore

store = ArrayStore(Path(sys.argv[1]), 8)
while True:
    for n in range(8):
        made = np.full(200_000, n)
        stored = store.get((str(n),), lambda: made, lambda a: {"a": a}, lambda arrays: arrays["a"])
        assert (stored == n).all()
        for path in Path(sys.argv[1]).glob("*.npz"):
            if n % 3 == 0:
                path.unlink(missing_ok=True)
"""


def test_killed_writers_of_a_cache_leave_nothing_that_is_read_wrongly(tmp_path):
    from recsys_core.runtime.array_store import ArrayStore

    def opens():
        store = ArrayStore(tmp_path, 8)
        for n in range(8):
            made = np.full(5, n)
            found = store.get((str(n),), lambda made=made: made, lambda a: {"a": a}, lambda part: part["a"])
            assert (found == n).all()

    assert kill_at_random(["-c", KEPT, str(tmp_path)], 1.5, 15, opens, seed=2) == 15


def test_a_killed_export_leaves_a_whole_bundle_or_none(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_STATE", str(tmp_path / "state"))
    command = ["-m", "recsys_core"]
    finish([*command, "decide", "--data", "sample", "--name", "autumn", "--by", "Ada"])
    out = tmp_path / "bundle"
    export = [*command, "export", "--decision", "autumn", "--out", str(out)]
    longest = finish(export)
    first = (out / "manifest.json").read_bytes()

    def check():
        """The older bundle, or the new one of the same decision."""
        assert manifest.check_manifest(out)["decision"] == "autumn"
        assert (out / "manifest.json").read_bytes() == first

    assert kill_at_random(export, longest, 8, check, seed=3) >= 4
    shutil.rmtree(out)

    def check_new():
        assert not out.exists() or manifest.check_manifest(out)["decision"] == "autumn"

    assert kill_at_random(export, longest, 8, check_new, seed=4) >= 4
    finish(export)
    check()
