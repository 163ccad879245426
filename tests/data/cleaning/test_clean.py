from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pandas as pd
from hypothesis import given, settings

from recsys_core.data import load
from recsys_core.data.cleaning.clean import clean
from recsys_core.data.dataset import DatasetInfo
from recsys_core.data.readers.base import RawData

# Ten clean rows of users who appear in no other row, so that the data are never too small.
FILLER = [(f"u{n % 2}", f"x{n}", "3", str(n)) for n in range(10)]


def cleaned(rows, columns=("user_id", "item_id", "rating", "timestamp"), **options):
    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    items = frame[["item_id"]].dropna().drop_duplicates().assign(title="T")
    options = {"items": items} | options
    return clean(RawData("tiny.csv", frame, **options), DatasetInfo("tiny", "Tiny"))


def rows_of(dataset, user):
    """The rows of one user that are left, in order: (item, rating)."""
    rows = dataset.interactions
    mine = dataset.user_ids[rows.user_idx] == user
    return list(zip(dataset.item_ids[rows.item_idx[mine]], rows.rating[mine].tolist(), strict=True))


def test_clean_rows_have_no_findings():
    dataset = cleaned(FILLER)
    assert dataset.notes == () and dataset.cleaning == ()
    assert len(dataset.interactions) == 10


def test_rows_left_out_are_reported_with_count_place_and_value():
    bad = [(" ", "i", "1", "1"), ("a", None, "1", "1"), ("a", "i", "five", "1"), ("a", "i", "4", "soon"),
           ("a", "j", "nan", "2"), ("a", "k", "inf", "3"), ("a", "l", "2", "4")]  # fmt: skip
    dataset = cleaned(bad + FILLER)
    assert rows_of(dataset, "a") == [("l", 2.0)]
    assert dataset.notes == (
        "2 rows without a user or an item were left out (first: row 2 of tiny.csv).",
        "3 rows with an unreadable rating were left out (first: row 4 of tiny.csv, 'five').",
        "1 row with an unreadable time was left out (row 5 of tiny.csv, 'soon').",
    )
    assert [(finding.key, finding.count) for finding in dataset.cleaning] == [
        ("missing_ids", 2), ("unreadable_ratings", 3), ("unreadable_times", 1),
    ]  # fmt: skip


def test_last_of_repeated_pairs_counts_and_ties_go_to_the_last_in_the_file():
    rows = [("a", "i", "5", "9"), ("a", "i", "1", "3"), ("a", "j", "2", "4"), ("a", "j", "4", "4")]
    dataset = cleaned(rows + FILLER)
    assert rows_of(dataset, "a") == [("j", 4.0), ("i", 5.0)]
    assert dataset.notes == ("2 repeated rows (same user and item) were left out; the last one counts.",)


def test_ratings_out_of_order_are_sorted_and_ties_keep_file_order():
    rows = [("a", "p", "3", "30"), ("a", "q", "3", "10"), ("a", "r", "3", "20"), ("a", "b", "3", "20")]
    assert [item for item, _ in rows_of(cleaned(rows + FILLER), "a")] == ["q", "r", "b", "p"]


def test_stray_rating_outside_the_scale_is_left_out():
    rows = [("a", f"i{n}", str(1 + n % 5), str(n)) for n in range(199)] + [("a", "z", "50", "999")]
    dataset = cleaned(rows + FILLER)
    assert dataset.notes == ("1 row with a rating outside 1 to 5 was left out (row 201 of tiny.csv, '50').",)
    assert dataset.interactions.level.max() == 5


def test_the_scale_of_the_source_decides():
    rows = [("a", "i", "0", "1"), ("a", "j", "5", "2")]
    assert rows_of(cleaned(rows + FILLER, scale=(1.0, 5.0)), "a") == [("j", 5.0)]


def test_without_ratings_everything_is_liked_and_without_times_rows_are_in_order():
    rows = [("a", "z"), ("a", "b"), ("a", "m")] + [row[:2] for row in FILLER]
    dataset = cleaned(rows, ("user_id", "item_id"))
    assert [item for item, _ in rows_of(dataset, "a")] == ["z", "b", "m"]
    assert dataset.interactions.liked.all() and set(dataset.interactions.rating) == {1.0}
    assert [finding.key for finding in dataset.cleaning] == ["no_ratings", "no_times"]


def test_dates_give_the_order():
    times = ["2024-03-01", "2024-01-05T10:00:00Z", "2024-02-01 12:00"] + [
        f"2023-01-{n + 1:02d}" for n in range(10)
    ]
    rows = [("a", item, "3", time) for item, time in zip("xyz", times, strict=False)]
    filler = [(u, i, r, time) for (u, i, r, _), time in zip(FILLER, times[3:], strict=True)]
    dataset = cleaned(rows + filler)
    assert [item for item, _ in rows_of(dataset, "a")] == ["y", "z", "x"]
    assert dataset.notes == ()


def test_an_item_without_a_catalogue_row_has_its_id_as_title_and_one_without_interactions_stays():
    items = pd.DataFrame(
        {"item_id": [f"x{n}" for n in range(9)] + ["extra", "x0"], "title": ["T"] * 10 + ["again"]}
    )
    dataset = cleaned(FILLER, items=items)
    titles = dict(zip(dataset.item_ids, dataset.items["title"], strict=True))
    assert titles["x9"] == "x9" and titles["x0"] == "T" and titles["extra"] == "T"
    assert dataset.notes == (
        "1 catalogue row describes an item again; the first one counts.",
        "1 item is not in the catalogue, so its id serves as title (first: 'x9').",
    )


def test_without_a_catalogue_ids_serve_as_titles():
    dataset = cleaned(FILLER, items=None)
    assert dataset.items["title"].tolist() == list(dataset.item_ids)
    assert dataset.notes == ("There is no catalogue, so item ids serve as titles.",)


def test_users_come_in_the_order_of_the_interactions_and_idle_ones_are_left_out():
    users = pd.DataFrame({"user_id": ["idle", "u1", "u0"], "region": ["n", "s", "w"]})
    dataset = cleaned(FILLER, users=users)
    assert dataset.users["region"].tolist() == ["w", "s"]
    assert dataset.notes == ("1 person without interactions was left out.",)


def test_numeric_ids_are_in_numeric_order_and_others_in_text_order():
    rows = [(str(n), f"i{n}", "3", "1") for n in (10, 9, 100)] + [("9", str(n), "3", "2") for n in range(10)]
    dataset = cleaned(rows)
    assert list(dataset.user_ids) == ["9", "10", "100"]
    assert list(dataset.item_ids[-3:]) == ["i10", "i100", "i9"]


def test_row_numbers_count_blank_lines(tmp_path: Path):
    body = "".join(f"u{n % 2},x{n},3\n" for n in range(10))
    path = tmp_path / "r.csv"
    path.write_text("user,item,rating\n\n" + body + "\nu0,y,bad\n\n")
    assert "(row 14 of r.csv, 'bad')" in " ".join(load(path).notes)


pairs = st.tuples(st.sampled_from("abc"), st.sampled_from("pqrst"), st.integers(1, 5), st.integers(0, 4))


@settings(max_examples=30, deadline=None)
@given(st.lists(pairs, max_size=40))
def test_cleaning_equals_the_rule_written_out(rows):
    """Per user: sort stably by time, keep the last of each item; nothing else is lost."""
    dataset = cleaned([tuple(map(str, row)) for row in rows] + FILLER)
    for user in {row[0] for row in rows}:
        mine = sorted((row for row in rows if row[0] == user), key=lambda row: row[3])
        last = {item: place for place, (_, item, _, _) in enumerate(mine)}
        expected = [
            (item, float(rating)) for place, (_, item, rating, _) in enumerate(mine) if last[item] == place
        ]
        assert rows_of(dataset, user) == expected
    dropped = sum(finding.count for finding in dataset.cleaning if finding.key != "narrow_liking")
    assert len(dataset.interactions) + dropped == len(rows) + len(FILLER)
    assert np.all(np.diff(dataset.interactions.user_idx) >= 0)
