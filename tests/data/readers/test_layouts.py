import numpy as np
import pandas as pd
import pytest

from recsys_core.data import ColumnNames, load


def test_every_layout_gives_the_same_interactions(layouts):
    loaded = {name: load(folder) for name, folder in layouts.items()}
    assert len({dataset.fingerprint for dataset in loaded.values()}) == 1
    for dataset in loaded.values():
        assert list(dataset.user_ids) == ["1", "2", "10"]
        assert list(dataset.item_ids) == ["1", "2", "3", "10"]
        # user 1: times 10, 20, 20 (tie in file order: item 10 before item 2), 30
        assert dataset.interactions.item_idx[:4].tolist() == [0, 3, 1, 2]
        assert dataset.interactions.level[:4].tolist() == [1, 5, 4, 3]


@pytest.mark.parametrize("name", ["100k", "recbole", "1m", "latest"])
def test_every_layout_gives_the_same_titles_years_and_categories(layouts, name):
    items = load(layouts[name]).items
    assert items["title"].tolist() == ["La Lanterne (The Lantern)", "Café at Noon", "Ants, Ants", "10"]
    assert items["year"].tolist()[:3] == [1995, 1987, 1990]
    assert items["year"].isna().tolist() == [False, False, False, True]
    assert items["categories"].tolist() == [("Drama", "Sci-Fi"), ("Children's",), (), ()]


def test_two_copies_of_one_data_set_have_equal_tables(layouts):
    left, right = load(layouts["100k"]), load(layouts["recbole"])
    pd.testing.assert_frame_equal(left.items, right.items)
    pd.testing.assert_frame_equal(left.users, right.users)
    assert left.users["age"].tolist() == ["24", "53", "30"]


def test_a_file_of_a_known_layout_stands_for_its_folder(layouts):
    for name, file in (("100k", "u.data"), ("recbole", "ml-100k.inter"), ("1m", "ratings.dat")):
        assert load(layouts[name] / file).items["title"][1] == "Café at Noon"


def test_a_folder_that_only_holds_the_data_folder_is_entered(tmp_path, layouts):
    outer = tmp_path / "outer"
    outer.mkdir()
    layouts["100k"].rename(outer / "inner")
    assert len(load(outer).interactions) == 12


def test_parquet_equals_csv(tmp_path, csv_of, plain_rows):
    path = csv_of(plain_rows)
    frame = pd.read_csv(path).astype({"user_id": float})  # as pandas stores ids beside missing values
    frame.to_parquet(tmp_path / "table.parquet")
    assert load(tmp_path / "table.parquet").fingerprint == load(path).fingerprint


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_recognised(csv_of, plain_rows, separator):
    expected = load(csv_of(plain_rows)).fingerprint
    assert load(csv_of(plain_rows.replace(",", separator), "other.csv")).fingerprint == expected


def test_a_byte_order_mark_is_not_part_of_the_first_column(csv_of, plain_rows):
    assert len(load(csv_of(plain_rows, encoding="utf-8-sig")).interactions) == 12


def test_columns_can_be_named(csv_of, plain_rows):
    path = csv_of(plain_rows.replace("user_id,item_id,rating", "member no,film,joy"))
    (guessed,) = [finding for finding in load(path).cleaning if finding.key == "columns_guessed"]
    assert "user_id = 'member no'" in str(guessed.found)
    dataset = load(path, columns=ColumnNames(user_id="member no", item_id="film", rating="joy"))
    assert dataset.interactions.level[:4].tolist() == [1, 5, 4, 3]


def test_item_columns_beside_the_interactions_become_the_catalogue(csv_of):
    rows = "".join(
        f"{user},soup {item},Soup No {item},{'veg; hot' if item else ''}\n"
        for user in "ab"
        for item in range(5)
    )
    dataset = load(csv_of("user,item,title,category\n" + rows, "one.csv"))
    assert dataset.items["title"].tolist() == [f"Soup No {item}" for item in range(5)]
    assert dataset.items["categories"].tolist() == [()] + [("veg", "hot")] * 4


def test_catalogue_with_creator_description_and_listed_categories(tmp_path, csv_of, plain_rows):
    csv_of(plain_rows, "interactions.csv")
    pd.DataFrame(
        {"id": [1, 2, 3, 10], "name": list("abcd"), "author": ["Ines Vale", None, "", "N/A"],
         "description": ["Two  words", "x", "y", "z"], "categories": [["A, B", "C"], [], None, ["C"]]}
    ).to_parquet(tmp_path / "items.parquet")  # fmt: skip
    items = load(tmp_path).items
    assert items["creator"].tolist() == ["Ines Vale", "", "", ""]
    assert items["description"][0] == "Two words"
    assert items["categories"].tolist() == [("A, B", "C"), (), (), ("C",)]


def test_recbole_categories_with_commas_are_split_at_commas(tmp_path):
    rows = "".join(f"{user}\t{item}\n" for user in range(2) for item in range(5))
    (tmp_path / "shop.inter").write_text("user_id:token\titem_id:token\n" + rows)
    (tmp_path / "shop.item").write_text(
        "item_id:token\ttitle:token_seq\tcategories:token_seq\n0\tRope\t'Sports & Outdoors', 'Climbing'\n"
    )
    assert load(tmp_path).items["categories"][0] == ("Sports & Outdoors", "Climbing")


def test_interactions_have_the_documented_dtypes(layouts):
    rows = load(layouts["100k"]).interactions
    columns = (rows.user_idx, rows.item_idx, rows.rating, rows.level, rows.timestamp)
    assert [column.dtype for column in columns] == [np.int32, np.int32, np.float32, np.int8, np.float64]
