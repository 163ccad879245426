import json

import numpy as np
import pytest

from recsys_core.data import load
from recsys_core.data.loading import SOURCE_FILE
from recsys_core.data.parts import TEST, TRAIN, VALID
from recsys_core.data.split import split
from recsys_core.data.split_rule import SplitRule
from recsys_core.errors import DataError
from recsys_core.workbench import Workbench

ROWS = [(user, item) for item in range(20) for user in range(30)]


def write(path, rows, head="user_id,item_id"):
    path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n")
    return path


def test_a_file_without_times_that_is_sorted_by_item_is_split_at_random_and_says_so(tmp_path):
    dataset = load(write(tmp_path / "log.csv", ROWS))
    assert dataset.split_rule == SplitRule("random")
    tested = split(dataset).target("test").item_idx
    assert len(np.unique(tested)) == 20, "in the order of the rows everybody would be tested on the last four"
    assert any("drawn at random" in str(finding.fix) for finding in dataset.cleaning)


def test_a_column_gives_the_split_and_pairs_in_two_parts_are_removed_and_counted(tmp_path):
    rows = [(user, item, "train" if item < 16 else "TEST") for user, item in ROWS]
    rows += [(user, 0, "test") for user in range(7)]
    dataset = load(write(tmp_path / "log.csv", rows, "user_id,item_id,split"))
    assert dataset.split_rule == SplitRule("given")
    parts = split(dataset).part
    assert np.bincount(parts).tolist() == [30 * 14, 30 * 2, 30 * 4]
    assert set(dataset.interactions.item_idx[parts == TEST]) == set(range(16, 20))
    found = {finding.key: finding.count for finding in dataset.cleaning}
    assert found["in_two_parts"] == 7


def test_two_files_give_the_split(tmp_path):
    write(tmp_path / "train.csv", [row for row in ROWS if row[1] < 12])
    write(tmp_path / "valid.csv", [row for row in ROWS if 12 <= row[1] < 16])
    write(tmp_path / "test.csv", [row for row in ROWS if row[1] >= 15])
    write(tmp_path / "items.csv", [(item, f"Film {item}") for item in range(20)], "item_id,title")
    dataset = load(tmp_path)
    parts = split(dataset).part
    assert [set(dataset.interactions.item_idx[parts == part]) for part in (TRAIN, VALID, TEST)] == [
        set(range(12)), set(range(12, 16)), set(range(16, 20)),
    ]  # fmt: skip
    assert {finding.key: finding.count for finding in dataset.cleaning}["in_two_parts"] == 30
    assert dataset.items["title"][3] == "Film 3"


def test_a_column_called_split_that_names_no_parts_is_left_alone(tmp_path):
    dataset = load(write(tmp_path / "log.csv", [(*row, "A") for row in ROWS], "user_id,item_id,split"))
    assert dataset.given_part is None and dataset.split_rule.way == "random"


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (SplitRule("date", "2020-01-01"), "has no times"),
        (SplitRule("person"), "has no times"),
        (SplitRule("given"), "names no parts"),
    ],
)
def test_a_rule_that_the_data_cannot_serve_is_refused(tmp_path, rule, sentence):
    with pytest.raises(DataError, match=sentence):
        load(write(tmp_path / "log.csv", ROWS), split=rule)


def test_no_rule_is_made_of_words_or_dates_that_mean_nothing():
    with pytest.raises(DataError, match="no way to split"):
        SplitRule("sideways")
    with pytest.raises(DataError, match="no date to split at"):
        SplitRule("date", "31.31.2024")
    with pytest.raises(DataError, match="needs the split"):
        SplitRule("random", "2024-05-31")


def test_the_rule_is_part_of_the_protocol_and_of_every_key():
    usual, by_date = (Workbench.open("sample", split=rule) for rule in (None, SplitRule("date")))
    assert "split" not in usual.protocol_card()
    assert by_date.protocol_card()["split"] == {"way": "date", "date": None}
    assert usual.key != by_date.key and usual.test_period != by_date.test_period
    assert by_date.checkpoint is None, "a model trained on another split has seen some of the test part"


def test_the_rule_stored_with_an_upload_is_used_when_it_is_opened(tmp_path):
    write(tmp_path / "interactions.csv", [(*row, 1_600_000_000 + n) for n, row in enumerate(ROWS)],
          "user_id,item_id,timestamp")  # fmt: skip
    source = {"file": "log.csv", "first_row": 2, "columns": {}, "split": {"way": "random", "seed": 4}}
    (tmp_path / SOURCE_FILE).write_text(json.dumps(source))
    assert load(tmp_path).split_rule == SplitRule("random", seed=4)
    (tmp_path / SOURCE_FILE).write_text(json.dumps(source | {"split": {"way": "random", "seed": "x"}}))
    with pytest.raises(DataError):
        load(tmp_path)
