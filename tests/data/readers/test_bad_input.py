"""Every mistake gets a message of one line that names the file, the place and the remedy."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recsys_core.data import ColumnNames, load
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.errors import DataError


def fails(path, *parts, **options):
    with pytest.raises(DataError) as caught:
        load(path, **options)
    message = str(caught.value)
    assert "\n" not in message
    for part in parts:
        assert part in message, message


def test_missing_column_names_the_flag(csv_of):
    fails(
        csv_of("user,thing\n1,2\n"),
        "ratings.csv has no column 'item_id' (found: user, thing)",
        "--item-column",
    )


def test_a_named_column_that_is_missing(csv_of, plain_rows):
    columns = ColumnNames(rating="joy")
    fails(csv_of(plain_rows), "ratings.csv", "no column 'joy'", "--rating-column", columns=columns)


def test_no_header(csv_of):
    fails(
        csv_of("196,242,3,881250949\n186,302,3,891717742\n"),
        "no column names in its first row",
        "--user-column 1",
        "user_id,item_id",
    )


def test_missing_file(tmp_path):
    fails(tmp_path / "absent.csv", "absent.csv", "Give a path, or one of: ml-100k")


def test_unknown_name():
    fails("no-such-data", "'no-such-data'", "sample")


def test_known_name_that_is_not_fetched(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path))
    fails("ml-100k", "ml-100k is not here yet", "python -m recsys_core data fetch ml-100k")


def test_folder_without_data(tmp_path):
    (tmp_path / "notes.md").write_text("nothing")
    fails(tmp_path, "has no interactions.csv", "found no table")


def test_empty_file(csv_of):
    fails(csv_of(""), "ratings.csv is empty")


def test_only_a_header(csv_of):
    fails(csv_of("user_id,item_id\n"), "ratings.csv has column names but no rows")


def test_empty_movielens_file(tmp_path):
    (tmp_path / "u.data").write_text("")
    fails(tmp_path, "u.data is empty")


def test_an_encoding_that_does_not_fit_names_the_row(csv_of):
    path = csv_of("user,item\n1,soup\n2,café\n", encoding="latin-1")
    fails(path, "ratings.csv is not utf-8 text", "row 3", "detected", text=TextFormat(encoding="utf-8"))


def test_too_many_values_name_the_row(csv_of):
    fails(
        csv_of("user,item\n1,2\n1,2,3\n"),
        "ratings.csv: row 3 has 3 values where 2 were expected",
        "quotation",
    )


def test_all_rows_longer_than_the_header(csv_of):
    fails(csv_of("user,item\n1,2,3\n4,5,6\n"), "ratings.csv: row 2 has 3 values where 2 were expected")


def test_open_quotation_mark(csv_of):
    fails(csv_of('user,item\n1,2\n1,"3\n4,5\n'), "ratings.csv", "row 3", "never closed")


def test_no_readable_rating(csv_of):
    rows = "".join(f"{n},{n},good\n" for n in range(12))
    fails(
        csv_of("user,item,rating\n" + rows),
        "ratings.csv",
        "column 'rating'",
        "row 2 holds 'good'",
        "--rating-column",
    )


def test_no_readable_time(csv_of):
    rows = "".join(f"{n},{n},5,soon\n" for n in range(12))
    fails(csv_of("user,item,rating,date\n" + rows), "column 'date'", "row 2 holds 'soon'", "--time-column")


def test_too_few_rows(csv_of):
    fails(
        csv_of("user,item\n1,2\n1,3\n2,2\n"),
        "ratings.csv",
        "it has 3, 2 and 2",
        "at least 10 interactions, 2 users and 2 items are needed",
    )


def test_one_user_is_too_few(csv_of):
    rows = "".join(f"1,{n}\n" for n in range(20))
    fails(csv_of("user,item\n" + rows), "it has 20, 1 and 20")


def test_another_kind_of_file(csv_of):
    fails(csv_of("x", "ratings.xlsx"), "ratings.xlsx", ".parquet")


def test_a_repeated_column_is_named(tmp_path, csv_of):
    remedy = "more than one column called 'item_id'. Rename one of them"
    fails(csv_of("user_id, item_id,item_id\n1,2,3\n"), "ratings.csv", remedy)
    (tmp_path / "a.inter").write_text("user_id:token\titem_id:token\titem_id:float\n1\t2\t3\n")
    fails(tmp_path / "a.inter", "a.inter", remedy)


def test_a_repeated_column_of_a_parquet_file_is_named(tmp_path):
    table = pa.Table.from_arrays([pa.array([1])] * 3, names=["user_id", "7", "7"])
    pq.write_table(table, tmp_path / "ratings.parquet")
    fails(tmp_path / "ratings.parquet", "ratings.parquet has more than one column called '7'")


def test_damaged_parquet(csv_of):
    fails(csv_of("not parquet", "ratings.parquet"), "ratings.parquet is not a readable Parquet file")


def test_two_inter_files(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.inter").write_text("user_id:token\titem_id:token\n1\t2\n")
    fails(tmp_path, "a.inter, b.inter", "Give the path of one")


def test_catalogue_without_item_ids_names_that_file(tmp_path, csv_of, plain_rows):
    csv_of(plain_rows)
    (tmp_path / "items.csv").write_text("label,title\nA1,x\nA2,y\n")
    fails(tmp_path, "items.csv has no column that holds the items", "label, title", "--catalogue-key-column")
