"""Files as exports, spreadsheets and logs really write them: read right, and what was done is said."""

import bz2
import gzip
import json
import lzma
import zipfile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recsys_core.data import ColumnNames, load
from recsys_core.data.meaning import Meaning
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.errors import DataError

N_USERS, N_ITEMS, EACH = 12, 10, 8
START = 1_600_000_000


def table(**changed):
    """Twelve people with eight interactions each, a day apart; ``changed`` replaces columns."""
    rows = [(user, (user * 3 + step) % N_ITEMS, step) for user in range(N_USERS) for step in range(EACH)]
    users, items, steps = np.array(rows).T
    columns = {
        "user_id": [f"u{user}" for user in users],
        "item_id": [f"i{item}" for item in items],
        "rating": 1 + (users + steps) % 5,
        "timestamp": START + steps * 86_400 + users,
    }
    return pd.DataFrame(columns | changed)


@pytest.fixture
def written(tmp_path):
    def write(content, name="ratings.csv", encoding="utf-8"):
        path = tmp_path / name
        if isinstance(content, pd.DataFrame):
            content = content.to_csv(index=False)
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return path

    return write


def keys(dataset):
    return {finding.key: finding.count for finding in dataset.cleaning if finding.key != "no_catalogue"}


def lines(dataset):
    return " ".join(map(str, dataset.reading.lines))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    path = tmp_path_factory.mktemp("plain") / "ratings.csv"
    table().to_csv(path, index=False)
    return load(path)


def same_rows(left, right):
    return left.fingerprint == right.fingerprint and np.array_equal(
        left.interactions.timestamp, right.interactions.timestamp
    )


# --- how a file is written --------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compression_is_seen_in_the_content_whatever_the_name_says(written, plain, pack):
    packed = pack(table().to_csv(index=False).encode())
    assert same_rows(load(written(packed, "ratings.csv")), plain)
    assert same_rows(load(written(packed, "other.csv.gz")), plain)


def test_a_zip_with_one_table_is_read_and_one_with_two_refused(tmp_path, plain):
    for n in (1, 2):
        path = tmp_path / "ratings.csv.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(n):
                archive.writestr(f"r{number}.csv", table().to_csv(index=False))
        if n == 1:
            assert same_rows(load(path), plain)
        else:
            with pytest.raises(
                DataError, match="must hold one table and nothing else .found: r0.csv, r1.csv"
            ):
                load(path)


def test_a_gzip_bomb_is_refused_while_it_unpacks(written, monkeypatch):
    from recsys_core.data.readers import plain_copy

    monkeypatch.setattr(plain_copy, "_ALWAYS_ALLOWED", 1_000_000)
    bomb = gzip.compress(b"u1,i1,3\n" * 4_000_000)
    with pytest.raises(DataError, match="far more than a table does"):
        load(written(bomb, "ratings.csv.gz"))


def test_a_cut_off_archive_is_one_sentence(written):
    packed = gzip.compress(table().to_csv(index=False).encode())
    with pytest.raises(DataError, match=r"cannot be unpacked .*cut off"):
        load(written(packed[: len(packed) // 2]))


@pytest.mark.parametrize(
    ("encoding", "title", "name"),
    [
        ("latin-1", "Café de Flore", "Windows-1252"),
        ("gbk", "活着", "GB 18030"),
        ("utf-16", "活着", "UTF-16"),
        ("utf-8-sig", "Café", "UTF-8"),
    ],
)
def test_encodings_are_found_and_said(written, encoding, title, name):
    titled = table(title=[title if item == "i0" else "Soup" for item in table()["item_id"]])
    dataset = load(written(titled, encoding=encoding))
    assert dataset.items["title"][0] == title and f"{name} text" in lines(dataset)


def test_decimal_commas_between_semicolons(written):
    text = "user_id;item_id;rating;timestamp\n" + "".join(
        f"{row.user_id};{row.item_id};{row.rating},5;{row.timestamp}\n" for row in table().itertuples()
    )
    dataset = load(written(text))
    assert set(dataset.interactions.rating.tolist()) == {1.5, 2.5, 3.5, 4.5, 5.5}
    assert "decimal commas" in lines(dataset) and "“;” between values" in lines(dataset)


def test_a_double_colon_file_without_names_is_guessed_and_said(written, plain):
    text = "".join("::".join(map(str, row)) + "\n" for row in table().itertuples(index=False))
    dataset = load(written(text, "ratings_export.dat"))
    assert same_rows(dataset, plain)
    assert "columns_guessed" in keys(dataset) and "no row of column names" in lines(dataset)


def test_a_file_without_names_keeps_its_first_row_when_columns_are_named_by_number(written):
    text = "".join(f"{2 + n % 7},{51 + n % 5},{n}\n" for n in range(35))
    names = ColumnNames(user_id="1", item_id="2", timestamp="3")
    dataset = load(written(text), columns=names)
    assert len(dataset.interactions) == 35 and "2" in dataset.user_ids


@pytest.mark.parametrize("lead", ["sep=;\n", "# exported by a tool\n# on a day\n"])
def test_lines_before_the_table_are_skipped(written, plain, lead):
    mark = ";" if lead.startswith("sep") else ","
    assert same_rows(load(written(lead + table().to_csv(index=False, sep=mark))), plain)


def test_lone_quotation_marks_between_tabs_swallow_no_row(written):
    odd = table()
    odd.loc[20, "item_id"] = '"heroes'
    odd.loc[50, "item_id"] = '7" single"'
    dataset = load(written(odd.to_csv(index=False, sep="\t", quoting=3), "ratings.tsv"))
    assert len(dataset.interactions) == len(odd) and keys(dataset)["lone_quotes"] == 2
    assert {'"heroes', '7" single"'} <= set(dataset.item_ids)


def test_text_format_can_be_said(written):
    text = "user_id|item_id;x\n" + "".join(f"u{n % 3}|i{n // 3};y\n" for n in range(12))
    said = load(written(text), text=TextFormat(delimiter="|"), columns=ColumnNames(item_id="item_id;x"))
    assert len(said.item_ids) == 4 and said.item_ids[0] == "i0;y"


def test_json_lines_and_arrays(written, plain):
    records = table().to_dict("records")
    assert same_rows(load(written("\n".join(map(json.dumps, records)), "ratings.jsonl")), plain)
    assert same_rows(load(written(json.dumps(records), "ratings.json")), plain)
    with pytest.raises(DataError, match="not readable JSON"):
        load(written('{"user_id": 1\n{"user_id"', "ratings.jsonl"))


def test_a_file_that_is_not_what_its_name_says(written):
    with pytest.raises(DataError, match="ratings.csv holds PNG and not text"):
        load(written(b"\x89PNG\r\n\x1a\n" + bytes(50)))
    with pytest.raises(DataError, match="not a readable Parquet file"):
        load(written("user,item\n1,2\n", "ratings.parquet"))


def test_a_parquet_file_called_csv_is_read_as_what_it_is(written, plain):
    path = written("x")
    pq.write_table(pa.Table.from_pandas(table()), path)
    assert same_rows(load(path), plain)


def test_too_many_columns_are_refused_with_their_number(written):
    names = ",".join(f"c{n}" for n in range(5000))
    with pytest.raises(DataError, match="5,000 columns; at most 2,000"):
        load(written(names + "\n" + ",".join(["1"] * 5000) + "\n"))


def test_folders_of_parts_and_partitions(tmp_path, plain):
    rows = table()
    folder = tmp_path / "interactions"
    for number, part in enumerate(np.array_split(np.arange(len(rows)), 3)):
        target = folder / f"country={'NO' if number else 'SE'}"
        target.mkdir(parents=True, exist_ok=True)
        rows.iloc[part].to_parquet(target / f"part-{number:05}.parquet", index=False)
    (folder / "_SUCCESS").write_text("")
    assert len(load(folder).interactions) == len(rows)
    assert len(load(tmp_path).interactions) == len(rows)
    rows.iloc[:5, :3].to_parquet(folder / "country=NO" / "part-00009.parquet", index=False)
    with pytest.raises(DataError, match=r"part-00009.parquet in interactions has no column 'timestamp'"):
        load(folder)


def test_a_header_of_any_width_is_one_sentence(written):
    names = "user_id,item_id," + ",".join(f"c{n}" for n in range(40_000))
    with pytest.raises(DataError, match="40,002 columns; at most 2,000"):
        load(written(names + "\n" + ",".join(["1"] * 40_002) + "\n"))


@pytest.mark.parametrize("nested", [[["a"]] * 96, [{"a": 1}] * 96])
@pytest.mark.parametrize("role", ["user_id", "item_id", "rating", "timestamp"])
def test_lists_and_objects_where_one_value_belongs_are_refused(written, role, nested):
    path = written("x", "r.parquet")
    columns = {name: pa.array(list(values)) for name, values in table().items()}
    pq.write_table(pa.table(columns | {role: pa.array(nested)}), path)
    with pytest.raises(DataError, match=f"column '{role}' holds lists or objects"):
        load(path)


def test_a_packed_file_damaged_in_the_middle_is_one_sentence(written):
    packed = bytearray(gzip.compress(table().to_csv(index=False).encode()))
    packed[40:60] = b"\xff" * 20
    with pytest.raises(DataError, match=r"cannot be unpacked|cannot be read"):
        load(written(bytes(packed), "ratings.csv.gz"))


# --- ids --------------------------------------------------------------------------------------------------


def test_large_ids_beside_a_missing_one_keep_every_digit(written):
    ids = [1_582_218_195_625_938_944 + int(item[1:]) for item in table()["item_id"]]
    frame = pa.table({
        "user_id": [*table()["user_id"], "u1"],
        "item_id": pa.array([*ids, None], pa.int64()),
        "rating": [3.0] * (len(ids) + 1),
    })  # fmt: skip
    path = written("x", "r.parquet")
    pq.write_table(frame, path)
    dataset = load(path)
    assert len(dataset.item_ids) == N_ITEMS and dataset.item_ids[0] == "1582218195625938944"
    assert keys(dataset)["missing_ids"] == 1


def test_ids_of_thousands_of_digits_are_sorted_by_value(written):
    ids = ["9" * 5_000 + item[1:] for item in table()["item_id"]]
    ids[0] = "12"
    dataset = load(written(table(item_id=ids)))
    assert dataset.item_ids[0] == "12" and len(dataset.item_ids) == N_ITEMS + 1


@pytest.mark.parametrize("role", ["title", "categories"])
def test_nullable_whole_numbers_may_be_titles_and_categories(tmp_path, role):
    table().to_csv(tmp_path / "interactions.csv", index=False)
    values = pa.array([None if n % 3 == 0 else n for n in range(N_ITEMS)], pa.int64())
    items = pa.table({"item_id": [f"i{n}" for n in range(N_ITEMS)], role: values})
    pq.write_table(items, tmp_path / "items.parquet")
    dataset = load(tmp_path)
    expected = {"title": ["i0", "1", "2"], "categories": [(), ("1",), ("2",)]}[role]
    assert dataset.items[role][:3].tolist() == expected


def test_bytes_are_ids(written):
    raw = [bytes([65, 66, 67, 9 + int(item[1:])]) for item in table()["item_id"]]  # whitespace among them
    uuids = [bytes([int(item[1:])] * 15) + b"\xff" for item in table()["item_id"]]
    for values, first in ((raw, "41424309"), (uuids, "00000000-0000-0000-0000-0000000000ff")):
        frame = pa.table({"user_id": table()["user_id"], "item_id": pa.array(values, pa.binary())})
        path = written("x", "r.parquet")
        pq.write_table(frame, path)
        dataset = load(path)
        assert len(dataset.item_ids) == N_ITEMS and dataset.item_ids[0] == first


def test_ids_that_a_spreadsheet_rounded_are_named(written):
    ids = [f"1.58{item[1:]}218E+18" for item in table()["item_id"]]
    (finding,) = [one for one in load(written(table(item_id=ids))).cleaning if one.key == "ids_lost_digits"]
    assert finding.severity == "warn" and finding.count == N_ITEMS and finding.examples


def test_whole_numbers_with_a_point_zero_are_whole(written):
    dataset = load(written(table(user_id=[f"{n % 12 + 17000}.0" for n in range(96)])))
    assert dataset.user_ids[0] == "17000"


# --- values -----------------------------------------------------------------------------------------------


def test_counts_are_no_ratings(written):
    plays = [10 ** (n % 5) for n in range(96)]
    dataset = load(written(table(rating=plays)))
    assert keys(dataset)["counts"] == 96 and dataset.interactions.liked.all()
    assert dataset.reading.values == "counts" and dataset.reading.liked_from == 1
    often = load(written(table(rating=plays)), meaning=Meaning(liked_from=100))
    assert often.interactions.liked.mean() == pytest.approx(0.6, abs=0.02)
    as_said = load(written(table(rating=plays)), meaning=Meaning(values="ratings"))
    assert as_said.reading.values == "ratings"


def test_returns_are_taken_off_and_are_no_likes(written):
    rows = table().rename(columns={"rating": "Quantity"})
    rows["Quantity"] = 3
    rows.loc[0, "Quantity"] = -4  # more than was bought
    back = rows.iloc[[5]].assign(Quantity=-1, timestamp=START + 10**6)
    dataset = load(written(pd.concat([rows, back])))
    (finding,) = [one for one in dataset.cleaning if one.key == "returns"]
    assert finding.count == 2 and "1 pair with nothing left" in str(finding.fix)
    assert len(dataset.interactions) == 95
    assert sorted(set(dataset.interactions.rating.tolist())) == [2.0, 3.0]


@pytest.mark.parametrize(
    ("code", "every"), [(0, 96), (99, 3), (-1, 4), (0, 2)], ids=["rare 0", "99", "-1", "many 0"]
)
def test_codes_for_not_rated_are_left_out_of_the_scale(written, code, every):
    ratings = table()["rating"].where(np.arange(96) % every != 0, code)
    dataset = load(written(table(rating=ratings)))
    assert keys(dataset)["not_rated"] == (np.arange(96) % every == 0).sum()
    assert dataset.reading.scale == (1.0, 5.0)
    kept = load(written(table(rating=ratings)), meaning=Meaning(not_rated=()))
    assert "not_rated" not in keys(kept)


def test_zero_as_the_lowest_of_a_scale_is_a_rating(written):
    dataset = load(written(table(rating=np.arange(96) % 6)))
    assert "not_rated" not in keys(dataset) and dataset.reading.scale == (0.0, 5.0)


def test_what_counts_as_liked_is_said_and_can_be_set(written):
    ratings = [(0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4)[n % 8] for n in range(96)]
    dataset = load(written(table(rating=ratings)))
    assert dataset.reading.liked_from == 4 and "at least 4 on a scale from 0.5 to 4" in lines(dataset)
    assert keys(dataset)["narrow_liking"] == 12
    lower = load(written(table(rating=ratings)), meaning=Meaning(liked_from=3))
    assert lower.interactions.liked.mean() == pytest.approx(3 / 8) and "narrow_liking" not in keys(lower)


def test_events_get_weights_and_what_takes_back_is_no_like(written):
    kinds = ["view", "addtocart", "purchase", "remove_from_cart"]
    rows = table().drop(columns="rating").assign(event=[kinds[n % 4] for n in range(96)])
    dataset = load(written(rows))
    assert dataset.reading.values == "events" and keys(dataset)["ignored_events"] == 24
    assert len(dataset.interactions) == 72
    by_weight = {1.0: False, 3.0: True, 5.0: True}
    for weight, liked in zip(dataset.interactions.rating, dataset.interactions.liked, strict=True):
        assert by_weight[weight] == liked
    said = load(written(rows), meaning=Meaning(events=(("view", 3.0), ("remove_from_cart", 1.0))))
    assert len(said.interactions) == 96 and said.interactions.liked.mean() == pytest.approx(0.75)


def test_of_several_events_with_one_item_the_strongest_counts(written):
    rows = table().drop(columns="rating").assign(event="purchase")
    later_view = rows.assign(event="view", timestamp=rows["timestamp"] + 5)
    dataset = load(written(pd.concat([rows, later_view])))
    assert len(dataset.interactions) == 96 and (dataset.interactions.rating == 5).all()
    assert keys(dataset)["joined_rows"] == 96


def test_a_rating_and_an_event_column_cannot_both_be_named(written):
    path = written(table(event="view"))
    with pytest.raises(DataError, match="Name one of them"):
        load(path, columns=ColumnNames(rating="rating", event="event"))


def test_short_histories_and_a_time_window(written):
    rows = table().iloc[:-5]
    dataset = load(written(rows), meaning=Meaning(min_history=5))
    assert len(dataset.user_ids) == 11 and keys(dataset)["short_histories"] == 1
    window = load(written(rows), meaning=Meaning(since="2020-09-14", until="2020-09-16"))
    assert keys(window)["outside_window"] == len(rows) - len(window.interactions) > 0
    days = pd.to_datetime(window.interactions.timestamp, unit="s").strftime("%Y-%m-%d")
    assert set(days) == {"2020-09-14", "2020-09-15", "2020-09-16"}
    with pytest.raises(DataError, match="“soon” is no date"):
        load(written(rows), meaning=Meaning(since="soon"))


# --- times ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [1, 10**3, 10**6, 10**9])
def test_the_unit_of_times_is_found_from_their_size(written, plain, factor):
    times = table()["timestamp"] * factor
    assert np.allclose(
        load(written(table(timestamp=times))).interactions.timestamp, plain.interactions.timestamp
    )


def test_mixed_units_are_read_row_by_row_and_said(written, plain):
    times = table()["timestamp"].where(np.arange(96) % 2 == 0, table()["timestamp"] * 1000)
    dataset = load(written(table(timestamp=times)))
    assert same_rows(dataset, plain) and keys(dataset)["mixed_time_units"] == 48


def test_spelled_out_times(written, plain):
    spelled = pd.to_datetime(table()["timestamp"], unit="s").dt.strftime("%Y%m%d%H%M%S")
    assert same_rows(load(written(table(timestamp=spelled))), plain)


@pytest.mark.parametrize("nothing", ["0", "0001-01-01", "9999-12-31", "1970-01-01"])
def test_times_that_mean_no_time_are_missing_and_counted(written, nothing):
    dates = pd.to_datetime(table()["timestamp"], unit="s").dt.strftime("%Y-%m-%d")
    times = (dates if "-" in nothing else table()["timestamp"].astype(str)).where(
        np.arange(96) % 8 != 0, nothing
    )
    dataset = load(written(table(timestamp=times)))
    assert keys(dataset)["placeholder_times"] == 12 and len(dataset.interactions) == 84


def day_first(rows):
    steps = np.arange(len(rows)) % EACH  # months in order, days up and down, none above 12
    return [f"{1 + step * 5 % 8:02}/{1 + step:02}/2024" for step in steps]


def test_dates_that_can_be_read_in_two_ways_are_said_to_be(written):
    dataset = load(written(table(timestamp=day_first(table()))))
    (finding,) = [one for one in dataset.cleaning if one.key == "ambiguous_dates"]
    assert finding.severity == "note" and "so each user's rows are in order" in str(finding.fix)
    assert dataset.interactions.timestamp[:2].tolist() == [1704067200.0, 1707177600.0]
    mixed = table(timestamp=day_first(table())).sample(frac=1, random_state=1)
    (finding,) = [one for one in load(written(mixed)).cleaning if one.key == "ambiguous_dates"]
    assert finding.severity == "warn" and "month first" in str(finding.fix)
    said = load(written(mixed), meaning=Meaning(date_order="day"))
    assert "ambiguous_dates" not in keys(said)
    assert np.array_equal(said.interactions.timestamp, dataset.interactions.timestamp)


def test_one_day_above_twelve_decides_the_order(written):
    dates = day_first(table())
    dates[3] = "31/01/2024"
    dataset = load(written(table(timestamp=dates)))
    assert "ambiguous_dates" not in keys(dataset) and "day first" in lines(dataset)


# --- items ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("[{'id': 28, 'name': 'Action'}, {'id': 12, 'name': 'Drama'}]", ("Action", "Drama")),
        ('["Rock|Pop", "Action"]', ("Rock|Pop", "Action")),
        ('{"Action","Drama"}', ("Action", "Drama")),
        ("{Action,Drama}", ("Action", "Drama")),
        ("{'Action': 1, 'Drama': 0}", ("Action",)),
        ("Action|Drama", ("Action", "Drama")),
        ("Animation > Comedy", ("Animation", "Comedy")),
        ("[]", ()),
        ("(no genres listed)", ()),
    ],
)
def test_categories_are_parsed_before_they_are_split(tmp_path, written, cell, expected):
    written(table(), "interactions.csv")
    items = pd.DataFrame({"item_id": [f"i{n}" for n in range(N_ITEMS)], "categories": cell})
    items.to_csv(tmp_path / "items.csv", index=False)
    assert load(tmp_path).items["categories"][0] == expected


def test_nested_categories_of_parquet(written):
    structs = pa.array([[{"id": 1, "name": "Drama"}]] * 96)
    maps = pa.array([[("Drama", 1), ("War", 0)]] * 96, pa.map_(pa.string(), pa.int32()))
    for categories in (structs, maps):
        path = written("x", "r.parquet")
        columns = {name: table()[name].tolist() for name in ("user_id", "item_id", "rating")}
        pq.write_table(pa.table(columns | {"categories": categories}), path)
        assert load(path).items["categories"][0] == ("Drama",)


def test_headlines_of_reviews_are_not_titles_of_items(written):
    headlines = [("Love it", "Meh", "Five stars")[n % 3] for n in range(96)]
    dataset = load(written(table(title=headlines)))
    assert dataset.items["title"].tolist() == dataset.item_ids.tolist()
    assert "not_of_item" in keys(dataset)


def test_a_catalogue_whose_key_has_another_name_is_joined_by_its_values(tmp_path, written):
    written(table(), "interactions.csv")
    items = pd.DataFrame({"Anime_Key": [f"i{n}" for n in range(N_ITEMS)], "title": "A title"})
    items.to_csv(tmp_path / "items.csv", index=False)
    assert load(tmp_path).items["title"][0] == "A title"
    named = load(tmp_path, columns=ColumnNames(item_id="item_id", catalogue_id="Anime_Key"))
    assert named.items["title"][0] == "A title"


def test_a_catalogue_without_a_common_key_is_said_to_be_absent(tmp_path, written):
    written(table(), "interactions.csv")
    items = pd.DataFrame({"item_id": [f"{n:05}" for n in range(N_ITEMS)], "title": "A title"})
    items.to_csv(tmp_path / "items.csv", index=False)
    dataset = load(tmp_path)
    (finding,) = [one for one in dataset.cleaning if one.key == "catalogue_unmatched"]
    assert "'00000'" in str(finding.found) and "'i0'" in str(finding.found) and finding.severity == "warn"
    assert len(dataset.item_ids) == N_ITEMS, "items of the foreign catalogue are no candidates"
