"""Every planted problem is found with its exact count; clean data have no findings."""

import dataclasses
import json
import re

import numpy as np
import pandas as pd
import pytest

from recsys_core.data.cleaning.clean import clean
from recsys_core.data.dataset import DatasetInfo
from recsys_core.data.health.checks import users_tied_at_border
from recsys_core.data.health.report import check_health
from recsys_core.data.readers.base import RawData
from recsys_core.data.split import split_by_time
from recsys_core.ui.text.words import Words

N_USERS, N_ITEMS, EACH = 120, 110, 20


def clean_tables():
    """Users step through the catalogue: items about equally popular, no ties, the last one liked."""
    rows = [
        (f"u{user}", f"i{(user * 11 + step * 7) % N_ITEMS}", str(rating), str(1000 + step))
        for user in range(N_USERS)
        for step, rating in enumerate([1 + (user + step) % 4 for step in range(EACH - 1)] + [5])
    ]  # fmt: skip
    interactions = pd.DataFrame(rows, columns=["user_id", "item_id", "rating", "timestamp"])
    items = pd.DataFrame(
        {
            "item_id": [f"i{n}" for n in range(N_ITEMS)],
            "title": [f"Story of the number {n}" for n in range(N_ITEMS)],
            "categories": ["even|number" if n % 2 == 0 else "odd|number" for n in range(N_ITEMS)],
        }
    )
    return interactions, items


def report(interactions, items, **options):
    interactions.index = pd.RangeIndex(2, len(interactions) + 2)
    raw = RawData("planted.csv", interactions, items=items, **options)
    return check_health(clean(raw, DatasetInfo("planted", "Planted")))


def sentences(finding):
    return [str(message) for message in (finding.found, finding.fix, finding.consequence)]


def found(health):
    return {finding.key: finding.count for finding in health.findings}


def test_clean_data_have_no_findings():
    health = report(*clean_tables())
    assert health.findings == ()
    assert health.counts["interactions"] == N_USERS * EACH
    assert health.counts["users"] == N_USERS and health.counts["items"] == N_ITEMS
    assert health.counts["evaluated_users"] == N_USERS
    assert health.counts["popularity_gini"] == pytest.approx(0, abs=0.1)


def add(interactions, *rows):
    extra = pd.DataFrame(rows, columns=interactions.columns)
    return pd.concat([interactions, extra], ignore_index=True)


def missing_ids(rows, items):
    return add(rows, ("", "i1", "3", "1"), ("u1", "", "3", "1")), items


def unreadable_ratings(rows, items):
    return add(rows, ("u1", "i1", "great", "1")), items


def out_of_range(rows, items):
    return add(rows, ("u1", "i1", "50", "1")), items


def unreadable_times(rows, items):
    return add(rows, ("u1", "i1", "3", "later")), items


def duplicates(rows, items):
    first = rows.iloc[0]
    return add(rows, (first["user_id"], first["item_id"], "3", "1")), items


def no_ratings(rows, items):
    return rows.drop(columns="rating"), items


def no_times(rows, items):
    return rows.drop(columns="timestamp"), items


def repeated_items(rows, items):
    return rows, pd.concat([items, items.iloc[:3]], ignore_index=True)


def no_catalogue(rows, items):
    return rows, None


def items_without_row(rows, items):
    return rows, items.iloc[2:]


def timestamp_ties(rows, items):
    rows = rows.copy()
    # user u0: the last four are tests, so these three tie across the border
    rows.loc[14:16, "timestamp"] = "1015"
    return rows, items


def items_without_text(rows, items):
    return rows, items.assign(
        title=items["title"].where(items.index > 1, ""),
        categories=items["categories"].where(items.index > 1, ""),
    )


def items_without_categories(rows, items):
    return rows, items.assign(categories=items["categories"].where(items.index > 4, ""))


def items_alike(rows, items):
    return rows, items.assign(title=items["title"].mask(items.index == 2, items["title"][0]))


def users_without_target(rows, items):
    rows = rows.copy()
    rows.loc[rows["user_id"].isin(["u3", "u4"]), "rating"] = "2"
    return rows, items


def popularity_skew(rows, items):
    extra = pd.DataFrame(
        {
            "item_id": [f"new{n}" for n in range(600)],
            "title": [f"New {n}" for n in range(600)],
            "categories": "new",
        }
    )
    return rows, pd.concat([items, extra], ignore_index=True)


def few_users(rows, items):
    return rows[rows["user_id"].isin([f"u{n}" for n in range(99)])].reset_index(drop=True), items


def few_items(rows, items):
    few = {f"i{n}" for n in range(N_ITEMS - 11)}
    kept = rows[rows["item_id"].isin(few) | (rows.index % EACH == EACH - 1)]
    kept = kept.assign(item_id=kept["item_id"].where(kept["item_id"].isin(few), "i0")).drop_duplicates(
        ["user_id", "item_id"], keep="last"
    )
    return kept.reset_index(drop=True), items[items["item_id"].isin(few)]


PLANTED = {
    missing_ids: 2, unreadable_ratings: 1, out_of_range: 1, unreadable_times: 1, duplicates: 1,
    no_ratings: N_USERS * EACH, no_times: N_USERS * EACH, repeated_items: 3, no_catalogue: N_ITEMS,
    items_without_row: 2, timestamp_ties: 3, items_without_text: 2, items_without_categories: 5,
    items_alike: 2, users_without_target: 2, popularity_skew: None, few_users: 99, few_items: N_ITEMS - 11,
}  # fmt: skip
# Findings that such a problem causes as well.
FOLLOWS = {
    no_catalogue: {"items_without_text", "items_without_categories"},
    items_without_row: {"items_without_text", "items_without_categories"},
    items_without_text: {"items_without_categories"},
    no_times: {"users_without_target"},  # the test part is drawn, and somebody's likes nothing
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_problem_is_found_alone_with_its_count(plant):
    health = report(*plant(*clean_tables()))
    findings = found(health)
    assert set(findings) == {plant.__name__} | FOLLOWS.get(plant, set())
    if PLANTED[plant] is not None:
        assert findings[plant.__name__] == PLANTED[plant]
    for finding in health.findings:
        for sentence in sentences(finding):
            assert sentence.endswith(".") and "{" not in sentence


def test_several_problems_at_once_are_all_found():
    plants = (
        missing_ids,
        unreadable_ratings,
        out_of_range,
        unreadable_times,
        duplicates,
        repeated_items,
        items_alike,
    )
    tables = clean_tables()
    for plant in plants:
        tables = plant(*tables)
    assert {plant.__name__: PLANTED[plant] for plant in plants} == found(report(*tables))


def test_idle_people_are_found():
    users = pd.DataFrame({"user_id": ["nobody", *(f"u{n}" for n in range(N_USERS))]})
    assert found(report(*clean_tables(), users=users)) == {"idle_people": 1}


def test_a_tie_across_the_test_border_names_the_users_affected():
    (finding,) = report(*timestamp_ties(*clean_tables())).findings
    assert f"For 1 of {N_USERS} users the test part begins inside a tie" in str(finding.consequence)


def test_ties_at_the_border_are_counted_by_user():
    interactions, items = timestamp_ties(*clean_tables())
    dataset = clean(RawData("planted.csv", interactions, items=items), DatasetInfo("planted", "Planted"))
    assert users_tied_at_border(split_by_time(dataset.interactions)) == 1


def test_report_is_plain_json():
    health = report(*timestamp_ties(*clean_tables()))
    plain = json.loads(json.dumps(health.to_dict()))
    assert list(plain) == ["name", "counts", "findings"] and plain["counts"]["users"] == N_USERS
    (finding,) = plain["findings"]
    assert list(finding) == [
        "what", "rows", "share", "severity", "sentence", "fix", "consequence", "figures", "examples",
    ]  # fmt: skip
    assert (finding["what"], finding["rows"]) == ("timestamp_ties", 3)
    assert finding["sentence"] == "3 interactions have the same time as another of the same user."


def test_what_cleaning_found_comes_first_and_the_counts_do_not_need_it():
    interactions, items = no_times(*missing_ids(*clean_tables()))
    dataset = clean(RawData("planted.csv", interactions, items=items), DatasetInfo("planted", "Planted"))
    assert [finding.key for finding in dataset.cleaning] == ["missing_ids", "no_times"]
    assert check_health(dataset).findings[:2] == dataset.cleaning
    assert np.isfinite(list(check_health(dataclasses.replace(dataset, cleaning=())).counts.values())).all()


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_the_chinese_report_has_every_number_of_the_english_one(plant):
    def numbers(sentence):
        return set(re.findall(r"\d[\d,]*", sentence))

    for finding in report(*plant(*clean_tables())).findings:
        for message in (finding.found, finding.fix, finding.consequence):
            english, chinese = (Words(lang).message(message) for lang in ("en", "zh"))
            assert english == str(message) != chinese
            assert numbers(chinese) >= numbers(english)
            assert "{" not in chinese
