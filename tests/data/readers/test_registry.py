import dataclasses
import json

import pandas as pd
import pytest

from recsys_core.data import available, load
from recsys_core.data.readers.base import RawData, Reader
from recsys_core.data.readers.registry import READERS, read, recognise


def read_json_lines(path, options):
    """A tiny reader: one JSON object a line, in a file or in the only file of a folder."""
    (file,) = [path] if path.is_file() else path.glob("*.visits")
    rows = pd.DataFrame(map(json.loads, file.read_text().splitlines()))
    rows = rows.rename(columns={options.columns.user_id or "who": "user_id", "what": "item_id"})
    return RawData(file.name, rows)


JSON_LINES = Reader(
    "json-lines",
    "JSON lines",
    lambda path: path.suffix == ".visits" if path.is_file() else any(path.glob("*.visits")),
    read_json_lines,
)


@pytest.fixture
def json_lines(tmp_path):
    folder = tmp_path / "club"
    folder.mkdir()
    lines = [json.dumps({"who": f"u{n % 3}", "what": f"i{n // 3}"}) for n in range(12)]
    (folder / "club.visits").write_text("\n".join(lines))
    return folder / "club.visits"


def test_a_reader_is_one_entry_in_the_registry(json_lines, monkeypatch):
    assert recognise(json_lines) is None
    monkeypatch.setitem(READERS, JSON_LINES.name, JSON_LINES)
    dataset = load(json_lines)
    assert (dataset.name, len(dataset.user_ids), len(dataset.item_ids)) == ("club", 3, 4)
    assert load(json_lines.parent).fingerprint == dataset.fingerprint
    assert [finding.key for finding in dataset.cleaning] == ["no_ratings", "no_times", "no_catalogue"]


def test_its_data_sets_are_listed(json_lines, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(json_lines.parent.parent))
    assert available() == ["sample"]
    monkeypatch.setitem(READERS, JSON_LINES.name, JSON_LINES)
    assert available() == ["club", "sample"]


def test_readers_are_filed_under_their_names():
    for name, reader in READERS.items():
        assert name == reader.name and reader.title


@pytest.mark.parametrize(
    ("layout", "file", "reader"),
    [
        ("100k", "u.data", "movielens-100k"),
        ("1m", "ratings.dat", "movielens-1m"),
        ("recbole", "ml-100k.inter", "recbole"),
        ("latest", "ratings.csv", "named-columns"),
    ],
)
def test_a_folder_and_its_interactions_file_are_recognised_alike(layouts, layout, file, reader):
    for path in (layouts[layout], layouts[layout] / file):
        assert recognise(path) is READERS[reader]


def test_the_first_reader_that_recognises_a_path_reads_it(layouts, monkeypatch):
    (layouts["100k"] / "interactions.csv").write_text("user,item\n1,2\n")
    assert recognise(layouts["100k"]).name == "movielens-100k"
    never = dataclasses.replace(READERS["movielens-100k"], recognises=lambda path: False)
    monkeypatch.setitem(READERS, never.name, never)
    assert recognise(layouts["100k"]).name == "named-columns"


def test_a_folder_with_several_folders_is_not_entered(layouts):
    outer = layouts["100k"].parent
    with pytest.raises(Exception, match="has no interactions.csv"):
        read(outer, None)
