import io
import os

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recsys_core import data
from recsys_core.data import uploads
from recsys_core.data.loading import SOURCE_FILE, load
from recsys_core.data.meaning import Meaning
from recsys_core.data.read_settings import ReadSettings
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.errors import DataError

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


def drafted(file="a.csv", content=None, **options):
    """A draft of the rows above, or of another file."""
    return uploads.create_draft(file, uploads.read(file, content or csv()), COLUMNS, **options)


def test_a_kept_upload_loads_by_its_name_with_the_mapped_columns(root):
    draft = drafted("My Ratings.csv")
    assert data.available() == ["sample"], "a draft is not listed"
    name = uploads.keep(draft)
    assert name.startswith("My_Ratings-") and name in data.available()
    loaded = data.load(name)
    assert (len(loaded.user_ids), len(loaded.item_ids)) == (5, 8)
    assert loaded.fingerprint == draft.dataset.fingerprint
    assert uploads.manifest(name)["file"] == "My Ratings.csv"
    assert not list(root.glob(".upload-*"))


def test_the_same_content_twice_is_one_data_set(root):
    names = {uploads.keep(drafted()) for _ in range(2)}
    assert len(names) == 1
    assert len(list(root.iterdir())) == 1


def test_data_have_the_title_that_was_given():
    names = [uploads.keep(drafted("a_b.csv", title=title)) for title in ("", " Us  2 ")]
    assert [data.load(name).title for name in names] == ["a b", "Us 2"]
    assert [uploads.manifest(name)["title"] for name in names] == ["a b", "Us 2"]


def test_columns_that_are_not_mapped_are_not_kept(root):
    name = uploads.keep(drafted())
    assert pd.read_csv(root / name / "interactions.csv").columns.tolist() == list(COLUMNS)


def test_a_catalogue_gives_titles_and_categories():
    catalogue = uploads.read(
        "films.csv", b"id,name,kind\n" + b"".join(b"i%d,Film %d,A|B\n" % (i, i) for i in range(8))
    )
    roles = {"item_id": "id", "title": "name", "categories": "kind"}
    draft = drafted(items=catalogue, item_columns=roles)
    assert draft.dataset.items["title"][0] == "Film 0"
    assert draft.dataset.items["categories"][0] == ("A", "B")


def test_parquet_with_lists_and_numbers():
    rows = pd.DataFrame({"who": np.repeat(np.arange(5), 8), "what": np.tile(np.arange(8), 5), "stars": 4.5})
    films = pd.DataFrame({"what": np.arange(8), "kinds": [["A", "B"]] * 8})
    draft = drafted("a.parquet", parquet(rows))
    with_films = drafted(
        "a.parquet",
        parquet(rows),
        items=uploads.read("f.parquet", parquet(films)),
        item_columns={"item_id": "what", "categories": "kinds"},
    )
    assert len(draft.dataset.interactions) == 40
    assert with_films.dataset.items["categories"][3] == ("A", "B")


def test_messages_name_the_row_of_the_users_file(root):
    content = csv(20) + b"\n,,,\n" + b"p1,i1,bad,x\n" + csv(40).split(b"\n", 1)[1]
    draft = drafted(content=content)
    assert "row 24 of a.csv, 'bad'" in " ".join(draft.dataset.notes)


@pytest.mark.parametrize(
    ("file", "content", "text"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"who,what,stars\n", "no rows"),
        ("a.csv", b'who,what\n"never closed,1\n', "never closed"),
        ("a.csv", b"who,what\n1,2\n1,2,3,4\n", "row 3 has 4 values"),
        ("a.zip", b"PK", "kind"),
        ("a.parquet", b"PAR1 not at all", "not a readable Parquet"),
        ("a.parquet", b"", "empty"),
        ("../../etc/passwd", b"x", "kind"),
        ("a.csv", b"x" * (uploads.MAX_BYTES + 1), "at most 20 MB"),
    ],
)
def test_a_bad_file_is_one_sentence(file, content, text, root):
    with pytest.raises(DataError, match=text):
        uploads.read(file, content)


def test_a_small_file_with_a_huge_table_is_refused_without_reading_it(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_ROWS", 1000)
    content = parquet(pd.DataFrame({"who": np.zeros(5000, int), "what": np.zeros(5000, int)}))
    monkeypatch.setattr(uploads, "read_table_limited", lambda path: pytest.fail("it was read"))
    with pytest.raises(DataError, match="5,000 rows"):
        uploads.read("a.parquet", content)


def test_unusable_data_leave_nothing_behind(root):
    with pytest.raises(DataError, match="too few"):
        drafted(content=csv(5))
    assert list(root.iterdir()) == []


def test_abandoned_drafts_are_deleted_after_a_day(root):
    old, new = (drafted().folder for _ in range(2))
    os.utime(old, (0, 0))
    drafted()
    assert not old.exists() and new.exists()


def test_only_uploads_are_removed(root):
    name = uploads.keep(drafted())
    (root / "ml-100k").mkdir()
    for other in ("ml-100k", "..", "sample", "/etc", ""):
        with pytest.raises(DataError, match="not removed"):
            uploads.remove(other)
    uploads.remove(name)
    assert [path.name for path in root.iterdir()] == ["ml-100k"]


@pytest.mark.parametrize(
    "file", ["=cmd.csv", "..", "a/b\\c.csv", "\x00\n.csv", "名单.csv", "x" * 300 + ".csv", ".csv"]
)
def test_any_title_gives_a_plain_folder_name(file):
    stem = uploads._folder_stem(file)
    assert stem and len(stem) <= 40 and not set(stem) & set("./\\\x00\n =")


def uploaded(file, content, **columns):
    return uploads.create_draft(file, uploads.read(file, content), columns).dataset


def lines(header, last):
    rows = [f"u{n % 5},i{n // 5},{last(n)}" for n in range(40)]
    return "\n".join([header, *rows] if header else rows).encode()


def test_the_users_name_of_a_column_still_says_what_it_holds():
    shop = lines("who,what,Quantity", lambda n: -2 if n == 7 else 3)
    dataset = uploaded("shop.csv", shop, user_id="who", item_id="what", rating="Quantity")
    assert dataset.reading.values == "counts" and len(dataset.interactions) == 39
    (counts,) = [finding for finding in dataset.cleaning if finding.key == "counts"]
    assert "'Quantity'" in str(counts.found)


def test_events_of_an_upload_are_weighed():
    content = lines("who,what,kind", lambda n: ("purchase", "remove_from_cart")[n % 2])
    dataset = uploaded("log.csv", content, user_id="who", item_id="what", event="kind")
    assert dataset.reading.values == "events" and len(dataset.interactions) == 20


def test_a_file_without_column_names_keeps_its_first_row_and_numbers():
    table = uploads.read("a.csv", lines("", lambda n: "bad" if n == 2 else 1 + n % 5))
    user, item, rating = table.columns
    columns = {"user_id": user, "item_id": item, "rating": rating}
    dataset = uploads.create_draft("a.csv", table, columns).dataset
    assert len(dataset.interactions) == 39
    assert "row 3 of a.csv, 'bad'" in " ".join(dataset.notes)


def test_categories_in_maps_are_kept():
    maps = pa.array([[("Drama", 1), ("War", 0)]] * 40, pa.map_(pa.string(), pa.int32()))
    ids = {"who": [f"u{n % 5}" for n in range(40)], "what": [f"i{n // 5}" for n in range(40)]}
    buffer = io.BytesIO()
    pq.write_table(pa.table(ids | {"kinds": maps}), buffer)
    dataset = uploaded("a.parquet", buffer.getvalue(), user_id="who", item_id="what", categories="kinds")
    assert dataset.items["categories"][0] == ("Drama",)


def test_a_damaged_note_of_the_names_is_one_sentence(root):
    name = uploads.keep(drafted())
    (root / name / SOURCE_FILE).write_text("{")
    with pytest.raises(DataError, match="Upload the data again"):
        load(name)


def test_what_was_said_about_the_values_is_stored_and_read_again():
    said = ReadSettings(TextFormat(encoding="cp1252"), Meaning(liked_from=2.0, min_history=2))
    name = uploads.keep(drafted(settings=said))
    loaded = data.load(name)
    assert loaded.reading.settings.meaning == said.meaning
    assert loaded.reading.liked_from == 2.0
    assert loaded.reading.settings.text == TextFormat(), "the stored file is no longer written so"
    other = data.load(name, meaning=Meaning(liked_from=5.0))
    assert other.reading.liked_from == 5.0
    assert other.fingerprint != loaded.fingerprint
    assert name != uploads.keep(drafted()), "the same rows read otherwise are other data"


@pytest.mark.parametrize("stored", ['{"meaning": [1]}', '{"meaning": {"liked_from": {}}}', "[]", "{"])
def test_a_damaged_source_file_is_one_sentence(stored, root):
    name = uploads.keep(drafted())
    (root / name / SOURCE_FILE).write_text(stored)
    with pytest.raises(DataError, match="upload_source.json is damaged"):
        data.load(name)
