import os
import time

from recsys_core.runtime.files import drop_unused, mark_used


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
