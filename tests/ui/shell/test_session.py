import os

import pytest

from recsys_core.ui.shell import session


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path))
    return tmp_path


def test_the_stamp_of_data_changes_with_files_in_nested_folders(root):
    nested = root / "club" / "ml-100k"
    nested.mkdir(parents=True)
    (nested / "u.item").write_text("1|Heat")
    before = session._stamp("club")
    assert [name for name, *_ in before] == ["ml-100k", "ml-100k/u.item"]
    (nested / "u.item").write_text("1|Ronin")
    os.utime(nested / "u.item", ns=(1, 1))
    assert session._stamp("club") != before


@pytest.mark.parametrize("name", ["..", "../..", "/", "a/b", "", "\x00"])
def test_no_other_folder_is_looked_through(root, name):
    assert session._stamp(name) == ()


def test_the_stamp_of_a_model_is_that_of_its_card(root, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_RUNS", str(root))
    assert (
        session._model_stamp("")
        is session._model_stamp("\x00")
        is session._model_stamp("1128-0300-ab")
        is None
    )
    folder = root / "1128-0300-ab" / "model"
    folder.mkdir(parents=True)
    (folder / "card.json").write_text("{}")
    assert session._model_stamp("1128-0300-ab") is not None
