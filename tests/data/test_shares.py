import subprocess
import sys
from pathlib import Path

import pytest

from recsys_core import data
from recsys_core.data import loading, shares, uploads
from recsys_core.errors import DataError

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = {"user_id": "who", "item_id": "what"}
MANY = """
import sys
from recsys_core.data import loading, shares, uploads
from recsys_core.errors import DataError

uploads.load_limited = lambda folder, name: loading.load(folder)
import pandas as pd
who, what = [f"p{row % 5}" for row in range(40)], [f"i{row // 5}" for row in range(40)]
rows = pd.DataFrame({"who": who, "what": what})
rows.index += 2
for _ in range(15):
    draft = uploads.create_draft("a.csv", rows, {"user_id": "who", "item_id": "what"})
    try:
        shares.remove(shares.keep(draft, "me"), "me")
    except DataError as error:  # somebody else has just removed it
        assert "not removed" in str(error), error
"""


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path / "datasets"))
    monkeypatch.delenv(shares.OPERATOR_VARIABLE, raising=False)
    monkeypatch.setattr(uploads, "load_limited", lambda folder, name: loading.load(folder))
    monkeypatch.setattr(uploads, "read_table_limited", loading_table)
    return tmp_path / "datasets"


def loading_table(path, text=None):
    from recsys_core.data.readers.table import read_table

    return read_table(path, text)


def drafted(shift=0):
    rows = "".join(f"p{row % 5},i{row // 5 + shift}\n" for row in range(40))
    return uploads.create_draft("a.csv", uploads.read("a.csv", b"who,what\n" + rows.encode()), COLUMNS)


def kept(visitor, shift=0):
    return shares.keep(drafted(shift), visitor)


def test_only_the_browser_that_uploaded_data_removes_them(root):
    name = kept("ann")
    assert shares.is_owner(name, "ann") and not shares.is_owner(name, "bob") and not shares.is_owner(name, "")
    assert "ann" not in (root / name / shares.OWNER_FILE).read_text(), "the key itself is not stored"
    for other in ("bob", ""):
        with pytest.raises(DataError, match="Only the browser that uploaded"):
            shares.remove(name, other, "guess")
    assert data.load(name)
    shares.remove(name, "ann")
    assert list(root.iterdir()) == []


def test_the_operators_key_removes_any_upload(root, monkeypatch):
    name = kept("ann")
    (root / name / shares.OWNER_FILE).unlink()  # of an earlier version
    with pytest.raises(DataError, match="operator's key"):
        shares.remove(name, "ann", "")
    monkeypatch.setenv(shares.OPERATOR_VARIABLE, "s3cret-ü")
    with pytest.raises(DataError, match="operator's key"):
        shares.remove(name, "ann", "S3cret")
    shares.remove(name, "ann", " s3cret-ü ")
    assert list(root.iterdir()) == []


def test_the_same_content_belongs_to_whoever_uploaded_it_first():
    name = kept("ann")
    assert kept("bob") == name
    assert shares.is_owner(name, "ann") and not shares.is_owner(name, "bob")


def test_a_visitor_has_a_share_and_the_server_a_bound(monkeypatch):
    kept("ann")
    used = shares.used_by("ann")
    assert used.uploads == 1 and used == shares.used_by(None) and used.n_bytes > 100
    assert shares.used_by("bob") == shares.Share(0, 0)
    monkeypatch.setattr(shares, "MAX_UPLOADS", 1)
    with pytest.raises(DataError, match="You keep 1 of 1 uploads"):
        kept("ann", shift=1)
    monkeypatch.setattr(shares, "MAX_UPLOADS", 9)
    monkeypatch.setattr(shares, "MAX_BYTES", used.n_bytes + 1)
    with pytest.raises(DataError, match="Remove one first"):
        kept("ann", shift=1)
    monkeypatch.setattr(shares, "MAX_BYTES_IN_ALL", used.n_bytes + 1)
    with pytest.raises(DataError, match="Ask its operator"):
        kept("bob", shift=1)


def test_three_processes_that_keep_and_remove_one_upload_leave_nothing(root):
    command = [sys.executable, "-c", MANY]
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    errors = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], errors
    assert list(root.iterdir()) == []


def test_a_disk_that_is_full_is_a_sentence(root, monkeypatch):
    draft = drafted()

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shares, "atomic_write", full)
    with pytest.raises(DataError, match="cannot be written .*No space left"):
        shares.keep(draft, "ann")
    monkeypatch.undo()
    monkeypatch.setenv("EQUIPOISE_DATA", str(root))
    monkeypatch.setattr(uploads.os, "replace", full)
    with pytest.raises(DataError, match="cannot be written .*No space left"):
        uploads.keep(draft)
    assert draft.folder.exists(), "it can be kept once there is room"
