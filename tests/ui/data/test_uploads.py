import io
import os

import numpy as np
import pandas as pd
import pytest

from recsys_core import data
from recsys_core.errors import DataError
from recsys_core.ui.data import uploads
from recsys_core.ui.data.safe_csv import safe_csv

COLUMNS = {"user_id": "who", "item_id": "what", "rating": "stars"}


@pytest.fixture(autouse=True)
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path / "datasets"))
    return tmp_path / "datasets"


def csv(rows=40, extra=""):
    lines = [f"p{row % 5},i{row // 5 % 8},{1 + row % 5},x{extra}" for row in range(rows)]
    return ("who,what,stars,note\n" + "\n".join(lines) + "\n").encode()


def parquet(frame):
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return buffer.getvalue()


def test_a_kept_upload_loads_by_its_name_with_the_mapped_columns(root):
    waiting = uploads.draft("My Ratings.csv", uploads.read("My Ratings.csv", csv()), COLUMNS)
    assert data.available() == ["sample"], "a draft is in no list"
    name = uploads.keep(waiting)
    assert name.startswith("My_Ratings-") and name in data.available()
    loaded = data.load(name)
    assert (len(loaded.user_ids), len(loaded.item_ids)) == (5, 8)
    assert loaded.fingerprint == waiting.dataset.fingerprint
    assert uploads.about(name)["file"] == "My Ratings.csv"
    assert not list(root.glob(".upload-*"))


def test_the_same_content_twice_is_one_data_set(root):
    names = {uploads.keep(uploads.draft("a.csv", uploads.read("a.csv", csv()), COLUMNS)) for _ in range(2)}
    assert len(names) == 1
    assert len(list(root.iterdir())) == 1


def test_data_are_called_as_people_named_them():
    made = [
        uploads.draft("a_b.csv", uploads.read("a_b.csv", csv()), COLUMNS, title=t) for t in ("", " Us  2 ")
    ]
    names = [uploads.keep(draft) for draft in made]
    assert [data.load(name).title for name in names] == ["a b", "Us 2"]
    assert [uploads.about(name)["title"] for name in names] == ["a b", "Us 2"]


def test_columns_that_are_not_mapped_are_not_kept(root):
    name = uploads.keep(uploads.draft("a.csv", uploads.read("a.csv", csv()), COLUMNS))
    assert pd.read_csv(root / name / "interactions.csv").columns.tolist() == list(COLUMNS)


def test_a_catalogue_gives_titles_and_categories():
    catalogue = uploads.read(
        "films.csv", b"id,name,kind\n" + b"".join(b"i%d,Film %d,A|B\n" % (i, i) for i in range(8))
    )
    parts = {"item_id": "id", "title": "name", "categories": "kind"}
    waiting = uploads.draft("a.csv", uploads.read("a.csv", csv()), COLUMNS, catalogue, parts)
    assert waiting.dataset.items["title"][0] == "Film 0"
    assert waiting.dataset.items["categories"][0] == ("A", "B")


def test_parquet_with_lists_and_numbers():
    rows = pd.DataFrame({"who": np.repeat(np.arange(5), 8), "what": np.tile(np.arange(8), 5), "stars": 4.5})
    waiting = uploads.draft("a.parquet", uploads.read("a.parquet", parquet(rows)), COLUMNS)
    films = pd.DataFrame({"what": np.arange(8), "kinds": [["A", "B"]] * 8})
    parts = {"item_id": "what", "categories": "kinds"}
    with_films = uploads.draft(
        "a.parquet",
        uploads.read("a.parquet", parquet(rows)),
        COLUMNS,
        uploads.read("f.parquet", parquet(films)),
        parts,
    )
    assert len(waiting.dataset.interactions) == 40
    assert with_films.dataset.items["categories"][3] == ("A", "B")


def test_messages_name_the_row_of_the_users_file(root):
    content = csv(20) + b"\n,,,\n" + b"p1,i1,bad,x\n" + csv(40).split(b"\n", 1)[1]
    waiting = uploads.draft("a.csv", uploads.read("a.csv", content), COLUMNS)
    said = " ".join(waiting.dataset.notes)
    assert "row 24 of interactions.csv, 'bad'" in said


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"who,what,stars\n", "no rows"),
        ("a.csv", b"who,what\n\xff\xfe,1\n", "UTF-8"),
        ("a.csv", b'who,what\n"never closed,1\n', "never closed"),
        ("a.csv", b"who,what\n1,2\n1,2,3,4\n", "row 3 has 4 values"),
        ("a.zip", b"PK", "kind"),
        ("a.parquet", b"PAR1 not at all", "not a readable Parquet"),
        ("a.parquet", b"", "empty"),
        ("../../etc/passwd", b"x", "kind"),
        ("a.csv", b"x" * (uploads.MOST_BYTES + 1), "at most 20 MB"),
    ],
)
def test_bad_files_are_one_sentence(file, content, said, root):
    with pytest.raises(DataError, match=said):
        uploads.read(file, content)


def test_a_small_file_with_a_huge_table_is_refused_unread(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_ROWS", 1000)
    content = parquet(pd.DataFrame({"who": np.zeros(5000, int), "what": np.zeros(5000, int)}))
    monkeypatch.setattr(uploads, "read_table", lambda path: pytest.fail("it was read"))
    with pytest.raises(DataError, match="5,000 rows"):
        uploads.read("a.parquet", content)


def test_unusable_or_too_large_data_leave_nothing_behind(root, monkeypatch):
    with pytest.raises(DataError, match="too few"):
        uploads.draft("a.csv", uploads.read("a.csv", csv(5)), COLUMNS)
    monkeypatch.setattr(uploads, "MOST_ITEMS", 3)
    with pytest.raises(DataError, match="8 items"):
        uploads.draft("a.csv", uploads.read("a.csv", csv()), COLUMNS)
    assert list(root.iterdir()) == []


def test_drafts_left_behind_are_swept_after_a_day(root):
    old, new = (uploads.draft("a.csv", uploads.read("a.csv", csv()), COLUMNS).folder for _ in range(2))
    os.utime(old, (0, 0))
    uploads.draft("a.csv", uploads.read("a.csv", csv()), COLUMNS)
    assert not old.exists() and new.exists()


def test_only_uploads_are_removed(root):
    name = uploads.keep(uploads.draft("a.csv", uploads.read("a.csv", csv()), COLUMNS))
    (root / "ml-100k").mkdir()
    for other in ("ml-100k", "..", "sample", "/etc", ""):
        with pytest.raises(DataError, match="not removed"):
            uploads.remove(other)
    uploads.remove(name)
    assert [path.name for path in root.iterdir()] == ["ml-100k"]


@pytest.mark.parametrize(
    "file", ["=cmd.csv", "..", "a/b\\c.csv", "\x00\n.csv", "名单.csv", "x" * 300 + ".csv", ".csv"]
)
def test_any_file_name_gives_a_plain_folder(file):
    stem = uploads._stem(file)
    assert stem and len(stem) <= 40 and not set(stem) & set("./\\\x00\n =")


def test_downloads_hold_no_formula():
    table = pd.DataFrame(
        {"=1+1": ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "plain"], "n": [-1, 2, 3, 4, 5, 6]}
    )
    lines = safe_csv(table).decode("utf-8-sig").splitlines()
    assert lines[0] == "'=1+1,n"
    assert [line.split(",")[0] for line in lines[1:]] == [
        "'=HYPERLINK(1)", "'+1", "'-1", "'@x", "'\tx", "plain",
    ]  # fmt: skip
    assert lines[1].endswith(",-1")
