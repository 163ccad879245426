"""A run with a broken file must not hide the others."""

import json
import logging
import sys

import pytest

from recsys_core.errors import DataError
from recsys_core.jobs import Runs
from recsys_core.jobs.folder import RunFolder, warn_once
from recsys_core.jobs.presets import recipe

WHOLE = {"t": 1.0, "part": "model", "phase": "training", "step": 1, "total": 3, "left": 2.0, "loss": None}


@pytest.fixture(autouse=True)
def forget_warnings():
    warn_once.cache_clear()


BROKEN_VALUES = [json.dumps({**WHOLE, "left": None}), json.dumps({**WHOLE, "share": "most"})]


@pytest.mark.parametrize(
    "broken", ['{"t": 1.0, "pa', "[1]", "null", "", '{"t": 2.0}', *BROKEN_VALUES, "\xff"]
)
def test_a_broken_line_is_skipped_and_logged_once(tmp_path, caplog, broken):
    folder = RunFolder(tmp_path)
    lines = [json.dumps(WHOLE), broken, json.dumps({**WHOLE, "step": 2})]
    folder.progress.write_bytes(("\n".join(lines) + "\n").encode("latin-1"))
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert [line["step"] for line in folder.reports()] == [1, 2]
    assert [record.getMessage() for record in caplog.records] == [
        f"run {tmp_path.name}: line 2 of progress.jsonl is damaged"
    ]
    folder.repair_reports()
    assert len(folder.progress.read_text().splitlines()) == 2


@pytest.mark.parametrize("value", [None, "soon", [], float("nan")])
@pytest.mark.parametrize(
    ("file", "name"), [("state", "queued_at"), ("state", "changed_at"), ("spec", "created")]
)
def test_a_run_with_an_invalid_time_is_not_listed(sample, tmp_path, caplog, file, name, value):
    runs = Runs(tmp_path / "runs", [sys.executable, "-c", "pass"])
    good, bad = (
        runs.submit(sample, "sample", preset="quick", recipe=recipe("quick", "frozen")) for _ in range(2)
    )
    path = getattr(bad.folder, file)
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    if file == "spec":
        bad.folder.state.write_text("{}")
    with caplog.at_level(logging.WARNING):
        assert [run.id for run in runs.all()] == [good.id]
    assert bad.id in caplog.text and "is skipped" in caplog.text
    with pytest.raises(DataError, match="Start the training again"):
        runs.get(bad.id)
