import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.runtime import files
from recsys_core.runtime.files import atomic_write, drop_unused, mark_used, replace_folder


class Interrupted(BaseException):
    """What a user's Ctrl+C or a killed thread looks like."""


@given(before=st.none() | st.binary(), parts=st.lists(st.binary()), fails=st.booleans())
def test_a_file_is_written_whole_or_not_at_all(before, parts, fails):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "card.json"
        if before is not None:
            path.write_bytes(before)
        try:
            with atomic_write(path) as file:
                for part in parts:
                    file.write(part)
                if fails:
                    raise Interrupted
        except Interrupted:
            pass
        expected = before if fails else b"".join(parts)
        assert (path.read_bytes() if path.exists() else None) == expected
        assert [found.name for found in Path(folder).iterdir()] == (["card.json"] if path.exists() else [])


def test_readers_see_the_old_content_until_the_new_one_is_complete(tmp_path):
    path = tmp_path / "state.json"
    path.write_text("old")
    with atomic_write(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def test_a_file_on_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"), atomic_write(tmp_path / "a.npz") as file:
        file.write(b"x")
    assert left(tmp_path) == set()


def test_a_folder_replaces_another_and_keeps_what_is_named(tmp_path):
    target, made = tmp_path / "run", tmp_path / "made"
    for folder, name in ((target, "old.txt"), (target, "log"), (made, "new.txt")):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(name)
    replace_folder(made, target, keep=("log", "missing"))
    assert left(tmp_path) == {"run"}
    assert left(target) == {"new.txt", "log"}


def test_a_folder_that_cannot_be_moved_leaves_the_old_one_in_place(tmp_path):
    target = tmp_path / "run"
    target.mkdir()
    (target / "old.txt").write_text("old")
    with pytest.raises(FileNotFoundError):
        replace_folder(tmp_path / "missing", target)
    assert left(tmp_path) == {"run"}
    assert left(target) == {"old.txt"}


def aged(folder, **ages):
    for name, days in ages.items():
        (folder / f"{name}.npz").write_text("")
        os.utime(folder / f"{name}.npz", (time.time() - days * 86400,) * 2)


def left(folder):
    return {path.name for path in folder.iterdir()}


def test_old_files_go_but_the_newest_and_those_in_use_stay(tmp_path):
    aged(tmp_path, a=1, b=29, c=31, d=40, e=400)
    (tmp_path / "other.txt").write_text("")
    removed = drop_unused(tmp_path, "*.npz", kept=3)
    assert {path.name for path in removed} == {"d.npz", "e.npz"}
    assert left(tmp_path) == {"a.npz", "b.npz", "c.npz", "other.txt"}


def test_many_files_of_this_month_all_stay(tmp_path):
    aged(tmp_path, **{name: 20 for name in "abcdefgh"})
    assert drop_unused(tmp_path, "*.npz", kept=2) == []


def test_a_use_makes_a_file_new(tmp_path):
    aged(tmp_path, a=90, b=90)
    mark_used(tmp_path / "b.npz")
    drop_unused(tmp_path, "*.npz", kept=0)
    assert left(tmp_path) == {"b.npz"}


def test_what_is_not_there_is_no_matter(tmp_path):
    mark_used(tmp_path / "gone.npz")
    assert drop_unused(tmp_path / "nowhere", "*.npz") == []
    assert left(tmp_path) == set()


def test_folders_go_with_what_is_in_them(tmp_path):
    for name, days in (("k-new", 0), ("k-old", 3)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.nbi").write_text("")
        os.utime(tmp_path / name, (time.time() - days * 86400,) * 2)
    drop_unused(tmp_path, "k-*", kept=1, days=1)
    assert left(tmp_path) == {"k-new"}


def test_what_cannot_be_kept_is_not_lost_and_a_name_in_the_new_folder_wins(tmp_path):
    target, made = tmp_path / "run", tmp_path / "made"
    for folder, content in ((target, "old"), (made, "new")):
        folder.mkdir()
        (folder / "log").write_text(content)
    replace_folder(made, target, keep=("log",))
    assert (target / "log").read_text() == "new"
    assert left(tmp_path) == {"run"}
