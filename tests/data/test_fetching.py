import dataclasses
import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest

from recsys_core.data import available, fetch, fetching, load
from recsys_core.data.catalog import KNOWN
from recsys_core.data.fetching import TERMS_FILE
from recsys_core.errors import DataError


def packed(folder, inside, target):
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{inside}/{file.name}")
    return target


@pytest.fixture
def world(tmp_path, monkeypatch, layouts):
    """A twelve-row ml-100k at both sources: an archive at a file:// address, a pip that copies a wheel."""
    archive_source, wheel_source = KNOWN["ml-100k"].sources
    archive = packed(layouts["100k"], archive_source.folder, tmp_path / "ml-100k.zip")
    wheel = packed(layouts["recbole"], wheel_source.folder, tmp_path / "recbole-1.2.1-py3-none-any.whl")
    commands = []

    def pip(command, **options):
        commands.append(command)
        place = Path(command[command.index("--dest") + 1])
        place.mkdir()
        (place / wheel.name).write_bytes(wheel.read_bytes())
        return subprocess.CompletedProcess(command, 0, "", "")

    def sources(archive_md5=None):
        return (
            dataclasses.replace(
                archive_source,
                url=archive.as_uri(),
                md5=archive_md5 or hashlib.md5(archive.read_bytes()).hexdigest(),
            ),
            dataclasses.replace(wheel_source, sha256=hashlib.sha256(wheel.read_bytes()).hexdigest()),
        )

    def set_up(**options):
        known = dataclasses.replace(KNOWN["ml-100k"], sources=sources(**options), n_interactions=12)
        monkeypatch.setitem(KNOWN, "ml-100k", known)
        return known

    monkeypatch.setattr(fetching.subprocess, "run", pip)
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path / "root"))
    set_up()
    return type(
        "World",
        (),
        {"archive": archive, "wheel": wheel, "commands": commands, "set_up": staticmethod(set_up)},
    )


def test_the_publisher_comes_first_and_terms_are_shown(world, tmp_path):
    lines = []
    folder = fetch("ml-100k", report=lines.append)
    assert folder == tmp_path / "root" / "ml-100k"
    assert sorted(file.name for file in folder.iterdir()) == [
        "README",
        TERMS_FILE,
        "u.data",
        "u.item",
        "u.user",
    ]
    assert world.commands == []
    text = "\n".join(lines)
    assert "no commercial use" in text and "Harper and Joseph A. Konstan" in text
    assert (
        "Harper" in (folder / TERMS_FILE).read_text()
        and world.archive.as_uri() in (folder / TERMS_FILE).read_text()
    )
    assert available()[0] == "ml-100k" and load("ml-100k").title == "MovieLens 100K"


def test_the_second_source_gives_the_same_data(world, tmp_path):
    first = load(fetch("ml-100k", root=tmp_path / "one"))
    world.archive.unlink()
    lines = []
    folder = fetch("ml-100k", root=tmp_path / "two", report=lines.append)
    assert sorted(file.name for file in folder.iterdir()) == [
        TERMS_FILE,
        "ml-100k.inter",
        "ml-100k.item",
        "ml-100k.user",
    ]
    assert "recbole==1.2.1" in world.commands[0] and "--no-deps" in world.commands[0]
    assert any("cannot be reached" in line for line in lines)
    assert load(folder).fingerprint == first.fingerprint


def test_a_second_call_downloads_nothing(world):
    folder = fetch("ml-100k")
    world.archive.unlink()
    lines = []
    assert fetch("ml-100k", report=lines.append) == folder
    assert world.commands == [] and lines[0] == f"MovieLens 100K is in {folder}."


def test_wrong_checksum_falls_through_to_the_next_source(world):
    world.set_up(archive_md5="0" * 32)
    lines = []
    folder = fetch("ml-100k", report=lines.append)
    assert (folder / "ml-100k.inter").exists()
    assert any("ml-100k.zip has the wrong checksum (md5" in line for line in lines)


def test_nothing_is_left_when_all_sources_fail(world, tmp_path):
    world.archive.unlink()
    world.wheel.write_bytes(b"damaged")
    with pytest.raises(
        DataError, match="MovieLens 100K could not be fetched: .*wrong checksum.* Check the network"
    ):
        fetch("ml-100k")
    assert list((tmp_path / "root").iterdir()) == []


def test_an_error_of_pip_is_quoted(world, monkeypatch):
    world.archive.unlink()
    failed = subprocess.CompletedProcess([], 1, "", "WARNING: retry\nERROR: No matching distribution found\n")
    monkeypatch.setattr(fetching.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(
        DataError, match=r"pip could not download recbole==1.2.1 \(ERROR: No matching distribution"
    ):
        fetch("ml-100k")


def test_a_copy_with_missing_rows_is_refused(world, monkeypatch):
    known = dataclasses.replace(world.set_up(), n_interactions=13)
    monkeypatch.setitem(KNOWN, "ml-100k", known)
    with pytest.raises(DataError, match="The copy has 12 interactions instead of 13"):
        fetch("ml-100k")


def test_an_incomplete_folder_is_replaced(world, tmp_path):
    broken = tmp_path / "root" / "ml-100k"
    broken.mkdir(parents=True)
    (broken / "u.data").write_text("")
    (broken / "other").write_text("leftover")
    folder = fetch("ml-100k")
    assert len(load("ml-100k").interactions) == 12 and not (folder / "other").exists()
    assert [entry.name for entry in (tmp_path / "root").iterdir()] == ["ml-100k"]


def test_unknown_name():
    with pytest.raises(
        DataError, match="No data set called 'netflix' can be fetched. Choose one of: ml-100k, ml-1m"
    ):
        fetch("netflix")


def test_a_root_that_cannot_be_created(world, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match="cannot be written .* EQUIPOISE_DATA"):
        fetch("ml-100k", root=tmp_path / "file")


def test_a_disk_that_is_full_is_not_blamed_on_the_network(world, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fetching.shutil, "copyfileobj", full)
    with pytest.raises(DataError, match="cannot be written .*No space left"):
        fetch("ml-100k")
    assert list((world.archive.parent / "root").iterdir()) == []
