"""Planted defects are all found, with exact counts; clean data give no finding."""

import dataclasses
import json
import re

import numpy as np
import pandas as pd
import pytest

from recsys_core.data.cleaning.clean import About, clean
from recsys_core.data.health.cleaning import CONSEQUENCES
from recsys_core.data.health.report import check
from recsys_core.data.readers.raw import RawData
from recsys_core.ui.data.health import told
from recsys_core.ui.text.words import Words

N_USERS, N_ITEMS, EACH = 120, 110, 20


def clean_tables():
    """Users walk around the catalogue: items about equally popular, no ties, the last one liked."""
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
    return check(clean(raw, About("planted", "Planted")))


def found(health):
    return {finding.what: finding.rows for finding in health.findings}


def test_clean_data_give_no_finding():
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
    return add(rows, ("u1", "i1", "99", "1")), items


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
# What else such a defect cannot help causing.
FOLLOWS = {
    no_catalogue: {"items_without_text", "items_without_categories"},
    items_without_row: {"items_without_text", "items_without_categories"},
    items_without_text: {"items_without_categories"},
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_planted_defect_is_found_alone_with_its_count(plant):
    health = report(*plant(*clean_tables()))
    findings = found(health)
    assert set(findings) == {plant.__name__} | FOLLOWS.get(plant, set())
    if PLANTED[plant] is not None:
        assert findings[plant.__name__] == PLANTED[plant]
    for finding in health.findings:
        assert (
            finding.sentence.endswith(".") and finding.fix.endswith(".") and finding.consequence.endswith(".")
        )


def test_several_defects_at_once_are_all_found():
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


def test_a_tie_across_the_test_border_says_how_many_users_it_touches():
    (finding,) = report(*timestamp_ties(*clean_tables())).findings
    assert f"For 1 of {N_USERS} users the border of the test part falls inside a tie" in finding.consequence


def test_report_is_plain_json():
    health = report(*timestamp_ties(*clean_tables()))
    plain = json.loads(json.dumps(health.to_dict()))
    assert plain["findings"][0]["what"] == "timestamp_ties" and plain["counts"]["users"] == N_USERS


def test_every_cleaning_step_has_a_consequence(monkeypatch):
    raw_rows, items = clean_tables()
    rows, _ = no_times(*missing_ids(raw_rows, items))
    raw = RawData("planted.csv", rows, items=items)
    dataset = clean(raw, About("planted", "Planted"))
    assert {step.what for step in dataset.cleaning} <= set(CONSEQUENCES)
    assert np.isfinite(list(check(dataclasses.replace(dataset, cleaning=())).counts.values())).all()


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_the_chinese_report_has_every_number_of_the_english_one(plant):
    def numbers(told):
        return set(re.findall(r"\d[\d,]*", " ".join(told)))

    for finding in report(*plant(*clean_tables())).findings:
        english, chinese = (told(finding, Words(lang)) for lang in ("en", "zh"))
        assert english == (finding.sentence, finding.fix, finding.consequence)
        assert numbers(chinese) >= numbers(english) - {"0"}
        assert "{" not in "".join(chinese)
