"""Every mistake gets one sentence that names the file, the place and the remedy."""

import pandas as pd
import pytest

from recsys_core.data import ColumnNames, load
from recsys_core.errors import DataError


def says(path, *parts, **options):
    with pytest.raises(DataError) as caught:
        load(path, **options)
    message = str(caught.value)
    assert "\n" not in message
    for part in parts:
        assert part in message, message


def test_missing_column_names_the_flag(csv_of):
    says(
        csv_of("user,movie\n1,2\n"),
        "ratings.csv has no column 'item_id' (found: user, movie)",
        "--item-column",
    )


def test_named_column_that_is_absent(csv_of, plain_rows):
    columns = ColumnNames(rating="joy")
    says(csv_of(plain_rows), "ratings.csv", "no column 'joy'", "--rating-column", columns=columns)


def test_no_header(csv_of):
    says(
        csv_of("196,242,3,881250949\n186,302,3,891717742\n"),
        "no column names in its first row",
        "user_id,item_id",
    )


def test_missing_file(tmp_path):
    says(tmp_path / "absent.csv", "absent.csv", "Give a path, or one of: ml-100k")


def test_unknown_name():
    says("no-such-data", "'no-such-data'", "sample")


def test_known_name_that_is_not_fetched(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path))
    says("ml-100k", "ml-100k is not here yet", "python -m recsys_core data fetch ml-100k")


def test_folder_without_data(tmp_path):
    (tmp_path / "notes.md").write_text("nothing")
    says(tmp_path, "has no interactions.csv", "found no table")


def test_empty_file(csv_of):
    says(csv_of(""), "ratings.csv is empty")


def test_header_alone(csv_of):
    says(csv_of("user_id,item_id\n"), "ratings.csv has column names but no rows")


def test_empty_movielens_file(tmp_path):
    (tmp_path / "u.data").write_text("")
    says(tmp_path, "u.data is empty")


def test_unreadable_encoding_names_the_row(csv_of):
    says(csv_of("user,item\n1,soup\n2,café\n", encoding="latin-1"), "ratings.csv", "row 3", "0xe9", "UTF-8")


def test_too_many_values_name_the_row(csv_of):
    says(
        csv_of("user,item\n1,2\n1,2,3\n"),
        "ratings.csv: row 3 has 3 values where 2 were expected",
        "quotation",
    )


def test_all_rows_longer_than_the_header(csv_of):
    says(csv_of("user,item\n1,2,3\n4,5,6\n"), "ratings.csv", "more values than the first row")


def test_open_quotation_mark(csv_of):
    says(csv_of('user,item\n1,2\n1,"3\n4,5\n'), "ratings.csv", "row 3", "never closed")


def test_no_rating_readable(csv_of):
    rows = "".join(f"{n},{n},good\n" for n in range(12))
    says(
        csv_of("user,item,rating\n" + rows),
        "ratings.csv",
        "column 'rating'",
        "row 2 holds 'good'",
        "--rating-column",
    )


def test_no_time_readable(csv_of):
    rows = "".join(f"{n},{n},5,soon\n" for n in range(12))
    says(csv_of("user,item,rating,date\n" + rows), "column 'date'", "row 2 holds 'soon'", "--time-column")


def test_too_few_rows(csv_of):
    says(
        csv_of("user,item\n1,2\n1,3\n2,2\n"),
        "ratings.csv",
        "3 interactions, 2 users, 2 items",
        "at least 10",
    )


def test_one_user_is_too_few(csv_of):
    rows = "".join(f"1,{n}\n" for n in range(20))
    says(csv_of("user,item\n" + rows), "20 interactions, 1 users, 20 items")


def test_foreign_kind_of_file(csv_of):
    says(csv_of("x", "ratings.xlsx"), "ratings.xlsx", ".parquet")


def test_a_repeated_column_is_named(tmp_path, csv_of):
    remedy = "more than one column called 'item_id'. Rename one of them"
    says(csv_of("user_id, item_id,item_id\n1,2,3\n"), "ratings.csv", remedy)
    (tmp_path / "a.inter").write_text("user_id:token\titem_id:token\titem_id:float\n1\t2\t3\n")
    says(tmp_path / "a.inter", "a.inter", remedy)


def test_a_number_and_its_text_are_one_column_name(tmp_path, monkeypatch):
    frame = pd.DataFrame([[1, 2, 3]], columns=["user_id", 7, "7"])
    monkeypatch.setattr(pd, "read_parquet", lambda path: frame)
    (tmp_path / "ratings.parquet").write_bytes(b"PAR1")
    says(tmp_path / "ratings.parquet", "ratings.parquet has more than one column called '7'")


def test_damaged_parquet(csv_of):
    says(csv_of("not parquet", "ratings.parquet"), "ratings.parquet is not a readable Parquet file")


def test_two_inter_files(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.inter").write_text("user_id:token\titem_id:token\n1\t2\n")
    says(tmp_path, "a.inter, b.inter", "Give the path of one")


def test_catalogue_without_item_ids_names_that_file(tmp_path, csv_of, plain_rows):
    csv_of(plain_rows)
    (tmp_path / "items.csv").write_text("label,title\n1,x\n")
    says(tmp_path, "items.csv has no column 'item_id' (found: label, title)")
