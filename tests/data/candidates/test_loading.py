"""Scored candidates as they come: formats, names, findings, refusals."""

import gzip

import numpy as np
import pandas as pd
import pytest

from recsys_core.data import load
from recsys_core.data.candidates.dataset import ScoredDataset
from recsys_core.data.candidates.report import candidate_counts, scores_read_as, understood
from recsys_core.errors import DataError


def keys(dataset):
    return {finding.key: finding for finding in dataset.cleaning}


def only(dataset):
    (candidates,) = dataset.systems.values()
    return candidates


def test_a_plain_folder_works_alone(shop, write):
    dataset = load(write(shop))
    assert isinstance(dataset, ScoredDataset)
    assert dataset.user_ids.tolist() == [f"u{u}" for u in range(6)]
    assert dataset.item_ids.tolist() == [f"0{i}" for i in range(8)], "leading zeros stay"
    candidates = only(dataset)
    assert candidates.items.shape == (6, 8) and (np.diff(candidates.scores, axis=1) <= 0).all()
    best = (
        shop["candidates"].query("user_id == 'u3'").sort_values("score", ascending=False)["item_id"].iloc[0]
    )
    assert dataset.item_ids[candidates.items[3, 0]] == best
    assert dataset.items["categories"].iloc[0] == ("Kitchen", "Toys")
    assert len(dataset.outcomes) == 6 and dataset.outcomes.liked.all() and not dataset.has_history
    assert candidate_counts(dataset) == {
        "users": 6, "items": 8, "systems": 1, "candidates": 48, "candidates_each": 8.0, "outcomes": 6,
        "people_with_outcomes": 6,
    }  # fmt: skip
    assert "chose it later" in str(understood(dataset)) and "probabilities" in str(scores_read_as(dataset))


@pytest.mark.parametrize("kind", ["tsv", "csv.gz", "parquet", "jsonl", "parts"])
def test_every_format_gives_the_same(shop, write, tmp_path, kind):
    table = shop["candidates"]
    expected = only(load(write({"candidates": table}, folder=tmp_path / "csv")))
    folder = tmp_path / "other"
    folder.mkdir()
    if kind == "tsv":
        table.to_csv(folder / "candidates.tsv", sep="\t", index=False)
    elif kind == "csv.gz":
        with gzip.open(folder / "candidates.csv.gz", "wt") as file:
            table.to_csv(file, index=False)
    elif kind == "parquet":
        table.to_parquet(folder / "candidates.parquet", index=False)
    elif kind == "jsonl":
        table.to_json(folder / "candidates.jsonl", orient="records", lines=True)
    else:
        (folder / "candidates").mkdir()
        table.iloc[:20].to_csv(folder / "candidates" / "part-0.csv", index=False)
        table.iloc[20:].to_csv(folder / "candidates" / "part-1.csv", index=False)
    found = only(load(folder))
    assert np.array_equal(found.items, expected.items) and np.allclose(found.scores, expected.scores)


def test_numbers_as_ids_keep_their_digits(tmp_path):
    big = 2**53 + 1
    users = pd.array([big, big, big + 2, None], "Int64")
    table = pd.DataFrame({"user_id": users, "item_id": [1, 2, 1, 2], "score": [0.3, 0.2, 1.0, 1.0]})
    table.to_parquet(tmp_path / "candidates.parquet")
    assert load(tmp_path).user_ids.tolist() == [str(big), str(big + 2)]


def test_a_file_is_told_from_ratings_by_its_values(shop, tmp_path):
    shop["candidates"].to_csv(tmp_path / "export.csv", index=False)
    assert isinstance(load(tmp_path / "export.csv"), ScoredDataset)
    stars = shop["candidates"].assign(score=lambda rows: np.arange(len(rows)) % 5 + 1)
    stars.to_csv(tmp_path / "stars.csv", index=False)
    assert not isinstance(load(tmp_path / "stars.csv"), ScoredDataset)


@pytest.mark.parametrize(
    ("names", "note", "turned"),
    [
        (["user", "sku", "distance"], None, True),
        (["user", "sku", "distance"], {"scores": "higher"}, False),
        (["user", "sku", "score"], {"scores": "lower"}, True),
        (["customer_id", "product_id", "p_click"], None, False),
    ],
)
def test_whether_smaller_is_better(shop, write, names, note, turned):
    table = shop["candidates"].set_axis(names, axis="columns")
    dataset = load(write({"candidates": table}, note))
    first = (
        shop["candidates"].query("user_id == 'u0'").sort_values("score", ascending=turned)["item_id"].iloc[0]
    )
    assert dataset.item_ids[only(dataset).items[0, 0]] == first
    assert ("smaller_is_better" in keys(dataset)) == (turned and note is None)


def test_a_rank_beside_the_score_tells_the_direction(shop, write):
    table = shop["candidates"]
    table = table.assign(rank=table.groupby("user_id")["score"].rank(ascending=True))
    dataset = load(write({"candidates": table}))
    lowest = table.query("user_id == 'u0'").sort_values("score")["item_id"].iloc[0]
    assert dataset.item_ids[only(dataset).items[0, 0]] == lowest and "smaller_is_better" in keys(dataset)


def test_ranks_alone_fall_evenly(shop, write):
    table = shop["candidates"]
    table = table.assign(rank=table.groupby("user_id").cumcount() + 1).drop(columns="score")
    dataset = load(write({"candidates": table}))
    assert np.allclose(only(dataset).relevance[0], np.linspace(1, 0, 8)) and "ranks_only" in keys(dataset)


def test_findings_count_and_name_an_example(shop, write):
    table = shop["candidates"].astype(object)
    table.loc[3, "score"] = "NaN"
    table.loc[4, "score"] = "n/a"
    table.loc[5, "item_id"] = None
    table = pd.concat([table, table.iloc[[8, 9]].assign(score=-5.0)])
    table.loc[table["user_id"] == "u5", "score"] = 0.5
    dataset = load(write({"candidates": table, "items": shop["items"]}))
    found = keys(dataset)
    assert found["unreadable_scores"].count == 2 and "row 5 of candidates.csv" in str(
        found["unreadable_scores"].found
    )
    assert found["candidates_without_id"].count == 1
    assert found["repeated_candidates"].count == 2 and "u1 with 00" in str(found["repeated_candidates"].found)
    assert only(dataset).scores[1, -1] > -5, "the best score of a repeated pair counts"
    assert found["equal_scores"].count == 1 and "u5" in str(found["equal_scores"].found)
    assert dataset.item_ids[only(dataset).items[5]].tolist() == [f"0{i}" for i in range(8)], "file order"
    assert found["few_candidates"].count == 6 and "no_outcomes" in found


def test_clean_candidates_raise_nothing(write):
    rng = np.random.default_rng(1)
    rows = [(u, i, rng.normal()) for u in range(30) for i in rng.permutation(50)[:20]]
    shown = pd.DataFrame(rows, columns=["user_id", "item_id", "score"])
    items = pd.DataFrame({"item_id": range(50), "title": "A thing", "categories": ["a", "b"] * 25})
    outcomes = shown.groupby("user_id").head(1)[["user_id", "item_id"]]
    folder = write({"candidates": shown, "items": items, "outcomes": outcomes}, {"outcomes": "random"})
    assert load(folder).cleaning == ()


def test_systems_by_file_and_by_column(shop, write, tmp_path):
    day, night = shop["candidates"], shop["candidates"].query("user_id != 'u2'").assign(score=1.0)
    files = load(write({"candidates_day": day, "candidates_night": night}, folder=tmp_path / "files"))
    both = pd.concat([day.assign(model="day"), night.assign(model="night")])
    column = load(write({"candidates": both}, folder=tmp_path / "column"))
    for dataset in (files, column):
        assert list(dataset.systems) == ["day", "night"]
        assert dataset.systems["night"].counts.tolist() == [8, 8, 0, 8, 8, 8]
        assert keys(dataset)["people_without_candidates"].count == 1


def test_outcomes_of_strangers_labels_and_history(shop, write):
    outcomes = pd.concat([shop["outcomes"].assign(clicked=[1, 0, 1, 1, 1, 1]), pd.DataFrame([{
        "user_id": "somebody", "item_id": "01", "clicked": 1}])])  # fmt: skip
    history = shop["outcomes"].assign(item_id="07", rating=5)
    dataset = load(write({**shop, "outcomes": outcomes, "history": history}))
    assert dataset.outcomes.liked.tolist() == [True, False, True, True, True, True]
    assert keys(dataset)["people_without_lists"].count == 1 and "somebody" in str(
        keys(dataset)["people_without_lists"].found
    )
    assert dataset.has_history and dataset.interactions.counts.tolist() == [1] * 6


@pytest.mark.parametrize("as_column", [False, True])
def test_own_vectors(shop, write, tmp_path, as_column):
    vectors = np.random.default_rng(2).normal(size=(8, 3))
    vectors[5] = 0
    folder = write({"candidates": shop["candidates"]})
    shuffled = shop["items"].iloc[::-1]
    if as_column:
        shuffled.assign(embedding=list(vectors[::-1])).to_parquet(folder / "items.parquet")
    else:
        shuffled.to_csv(folder / "items.csv", index=False)
        np.save(folder / "vectors.npy", vectors[::-1])
    dataset = load(folder)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    assert np.allclose(dataset.vectors, vectors / np.where(length > 0, length, 1), atol=1e-6)
    assert "05" in str(keys(dataset)["items_without_vector"].found)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.drop(columns="score"), r"no column for score \(found: user_id, item_id\)"),
        (lambda t: t.drop(columns="user_id"), "no column for user_id"),
        (lambda t: t.assign(score="high"), r"no value of score is a number \(row 2 holds 'high'\)"),
        (lambda t: t.iloc[:1], "at least 2 of each"),
        (lambda t: t.iloc[:0], "has no rows"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(shop, write, change, says):
    with pytest.raises(DataError, match=says):
        load(write({"candidates": change(shop["candidates"])}))


def test_vectors_that_do_not_fit_the_items_are_refused(shop, write):
    folder = write(shop)
    np.save(folder / "vectors.npy", np.ones((3, 2)))
    with pytest.raises(DataError, match=r"expected 8 rows, got \(3, 2\)"):
        load(folder)


def test_a_note_that_says_something_else_is_refused(shop, write):
    with pytest.raises(DataError, match=r"candidates\.json may say"):
        load(write(shop, {"scores": "sideways"}))


def test_outcomes_of_other_ids_only_are_refused(shop, write):
    outcomes = shop["outcomes"].assign(user_id="x")
    with pytest.raises(DataError, match="no outcome that counts as liked"):
        load(write({**shop, "outcomes": outcomes}))


def test_the_halves_do_not_depend_on_outcomes(shop, write, tmp_path):
    with_, without = (
        load(write(shop, folder=tmp_path / "a")),
        load(write({"candidates": shop["candidates"]}, folder=tmp_path / "b")),
    )
    assert np.array_equal(with_.chooses, without.chooses) and with_.chooses.sum() == 3
    assert with_.fingerprint != without.fingerprint or with_.content != without.content
