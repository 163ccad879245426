import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.runtime import array_store
from recsys_core.runtime.array_store import ArrayStore, code_fingerprint

KEY = ("data", "10")
MADE = {"b": np.arange(6.0).reshape(2, 3), "a": np.array([True, False]), "c": np.array(7)}


def get(store, key=KEY, make=lambda: MADE):
    return store.get(key, make, dict, dict)


def fail():
    raise AssertionError("must come from disk")


def assert_same(found, expected):
    assert list(found) == list(expected)
    for name, values in expected.items():
        assert found[name].dtype == values.dtype
        np.testing.assert_array_equal(found[name], values)


@pytest.fixture
def stored(tmp_path):
    store = ArrayStore(tmp_path, kept=3)
    get(store)
    (file,) = tmp_path.iterdir()
    return store, file


def test_what_is_read_is_what_was_made_in_its_order(stored):
    assert_same(get(stored[0], make=fail), MADE)


def test_another_key_is_another_file(stored):
    assert_same(get(stored[0], ("data", "1", "0"), lambda: {"x": np.ones(2)}), {"x": np.ones(2)})
    assert_same(get(stored[0], make=fail), MADE)


@given(st.data())
def test_no_flipped_bit_is_believed(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("store")
    store = ArrayStore(folder, kept=3)
    get(store)
    (file,) = folder.iterdir()
    whole = bytearray(file.read_bytes())
    at = data.draw(st.integers(0, 8 * len(whole) - 1))
    whole[at // 8] ^= 1 << at % 8
    file.write_bytes(whole)
    newer = {"b": np.zeros(1)}
    found = get(store, make=lambda: newer)
    assert_same(found, newer if "a" not in found else MADE)


def test_what_its_reader_refuses_is_made_again(stored):
    def refuse(arrays):
        raise ValueError("not what is needed")

    assert_same(stored[0].get(KEY, lambda: MADE, dict, refuse), MADE)


def test_a_folder_that_cannot_be_read_is_ignored(stored, monkeypatch):
    def denied(path):
        raise PermissionError(13, "denied")

    monkeypatch.setattr(array_store.Path, "exists", denied)
    assert_same(get(stored[0]), MADE)


def test_only_the_most_recent_of_the_unused_files_are_kept(tmp_path):
    store = ArrayStore(tmp_path, kept=3)
    for name in "abcde":
        get(store, (name,))
    for file in tmp_path.iterdir():
        os.utime(file, (0, 0))
    get(store, ("new",))
    assert len(list(tmp_path.iterdir())) == 3


def test_any_change_of_any_file_is_other_code(tmp_path, monkeypatch):
    monkeypatch.setattr(array_store, "_PACKAGE", tmp_path)
    (tmp_path / "stats" / "deep").mkdir(parents=True)
    file, leaf = tmp_path / "stats" / "deep" / "part.py", tmp_path / "types.py"
    codes = set()
    for change in (
        lambda: leaf.write_text("x = 1\n"),
        lambda: file.write_text("x = 1\n"),
        lambda: file.write_text("x = 2\n"),
        lambda: file.rename(file.with_name("moved.py")),
        lambda: leaf.write_text("x = 2\n"),
    ):
        change()
        codes.add(code_fingerprint.__wrapped__("stats", "types.py"))
    assert len(codes) == 5


def test_the_code_is_that_of_the_project():
    assert code_fingerprint("stats") != code_fingerprint("types.py")
    assert code_fingerprint("stats") != code_fingerprint("a folder without code")
