"""Decisions that can no longer be used: each command says why in one sentence, and the rest goes on."""

import contextlib
import json
import resource
import signal
import sqlite3
import subprocess
import sys

import pytest

from recsys_core import config
from recsys_core.cli.main import main
from recsys_core.store import Store

USES = {
    "export": lambda tmp_path: ("export", "--decision", "autumn", "--out", tmp_path / "bundle"),
    "serve": lambda tmp_path: ("serve", "--decision", "autumn", "--port", "0"),
    "recheck": lambda tmp_path: ("recheck", "--decision", "autumn"),
    "decisions": lambda tmp_path: ("decisions", "autumn"),
}


def run(capsys, *arguments):
    code = main([str(one) for one in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def decide(capsys):
    def make(name="autumn", data="sample"):
        assert (
            run(capsys, "decide", "--data", data, "--name", name, "--by", "Ada", "--reason", "trial")[0] == 0
        )
        approval = ("approve", name, "--by", "Grace", "--reason", "trial", "--second", "Mary")
        assert run(capsys, *approval)[0] == 0

    return make


def change(statement):
    """Change the database behind the back of the product."""
    with contextlib.closing(sqlite3.connect(config.state_root() / "equipoise.db")) as connection, connection:
        assert connection.execute(statement).rowcount == 1


@pytest.mark.parametrize("use", USES)
def test_an_approved_decision_edited_by_hand(capsys, decide, tmp_path, use):
    decide()
    change("UPDATE equipoise_decisions SET document = replace(document, '\"k\":10', '\"k\":11')")
    code, _, error = run(capsys, *USES[use](tmp_path))
    assert code == 2 and "can no longer be relied on" in error and error.count("\n") == 1
    assert not (tmp_path / "bundle").exists()
    decide("winter")
    assert run(capsys, "decisions", "winter")[0] == 0, "the others go on"


@pytest.mark.parametrize("use", ["export", "serve", "recheck", "decisions"])
def test_a_decision_of_a_later_version(capsys, tmp_path, use):
    document = {"format": "equipoise-decision", "schema": 7}
    Store.open().create("autumn", document, "Ada", schema=7)
    code, _, error = run(capsys, *USES[use](tmp_path))
    assert code == 2 and "Update Equipoise" in error and error.count("\n") == 1


@pytest.mark.parametrize("use", ["export", "serve", "recheck"])
def test_a_decision_whose_data_are_gone(capsys, decide, tmp_path, people_file, use):
    data = people_file(n_users=60)
    decide(data=str(data))
    data.unlink()
    code, _, error = run(capsys, *USES[use](tmp_path))
    assert code == 2 and "The data of decision “autumn”" in error and "cannot be opened" in error
    assert run(capsys, "decisions", "autumn")[0] == 0, "what was decided can still be read"


@pytest.mark.parametrize("use", ["export", "serve"])
def test_a_decision_whose_data_have_changed(capsys, decide, tmp_path, people_file, use):
    data = people_file(n_users=60)
    decide(data=str(data))
    data.write_text(data.read_text().replace("Film 7", "Film 7b"))
    code, _, error = run(capsys, *USES[use](tmp_path))
    assert code == 2 and "have changed since it was made. Check it with recheck" in error


def test_a_draft_is_not_served(capsys):
    run(capsys, "decide", "--data", "sample", "--name", "autumn", "--by", "Ada")
    code, _, error = run(capsys, "serve", "--decision", "autumn", "--port", "0")
    assert code == 2 and "is not approved" in error


def test_a_half_written_bundle_is_not_confirmed(capsys, decide, tmp_path):
    decide()
    out = tmp_path / "bundle"
    assert run(capsys, "export", "--decision", "autumn", "--out", out)[0] == 0
    (out / "manifest.json").unlink()
    code, _, error = run(capsys, "replay", out)
    assert code == 2 and "no whole bundle" in error


def test_a_disk_that_is_full(capsys, decide, tmp_path):
    """The operating system refuses to let any file grow: the lists are larger than that."""
    decide()
    export = [
        sys.executable,
        "-m",
        "recsys_core",
        "export",
        "--decision",
        "autumn",
        "--out",
        tmp_path / "bundle",
    ]

    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = subprocess.run(export, capture_output=True, text=True, preexec_fn=little_room)
    assert done.returncode == 2 and "is full: no bundle was written. Free some space" in done.stderr
    assert [path for path in tmp_path.iterdir() if "bundle" in path.name] == [], (
        "nothing half-written is left"
    )
    whole = subprocess.run(export, capture_output=True, text=True)
    assert whole.returncode == 0 and json.loads((tmp_path / "bundle" / "manifest.json").read_text())["files"]
