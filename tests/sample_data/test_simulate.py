"""The simulated people: reproducible bytes, plausible histories, and patterns that can be learned."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.data.split import split_by_time
from recsys_core.types import Interactions
from sample_data import simulate

NAMES = ("items.csv", "users.csv", "interactions.csv")


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return {name: pd.read_csv(simulate.FOLDER / name, keep_default_na=False) for name in NAMES}


def test_generating_again_gives_the_committed_bytes(tmp_path):
    simulate.write(simulate.simulate(), tmp_path)
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == (simulate.FOLDER / name).read_bytes(), name
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES), "a temporary file was left"


def test_another_seed_gives_other_people():
    few, others = (simulate.simulate(seed=seed, n_people=5)["interactions.csv"] for seed in (1, 2))
    assert not few.equals(others)


def test_columns_and_counts(tables):
    assert list(tables["items.csv"]) == ["item_id", "title", "year", "categories", "creator", "description"]
    assert list(tables["users.csv"]) == ["user_id", "age_group", "region", "taste_breadth"]
    assert list(tables["interactions.csv"]) == ["user_id", "item_id", "rating", "timestamp"]
    assert len(tables["users.csv"]) == 300
    assert set(tables["users.csv"]["taste_breadth"]) == {"broad", "narrow"}
    assert sum((simulate.FOLDER / name).stat().st_size for name in (*NAMES, "catalogue.tsv")) < 1_000_000


def test_histories_are_complete(tables):
    interactions = tables["interactions.csv"]
    by_person = interactions.groupby("user_id")
    assert set(interactions["user_id"]) == set(tables["users.csv"]["user_id"])
    assert set(interactions["item_id"]) == set(tables["items.csv"]["item_id"])
    assert by_person.size().between(15, 120).all()
    assert not interactions.duplicated(["user_id", "item_id"]).any()
    assert (by_person["timestamp"].diff().dropna() > 0).all()


def test_nobody_watches_a_film_before_its_year(tables):
    seen = tables["interactions.csv"].merge(tables["items.csv"], on="item_id")
    assert (pd.to_datetime(seen["timestamp"], unit="s").dt.year >= seen["year"]).all()


def test_ratings_use_the_whole_scale_and_lean_upwards(tables):
    share = tables["interactions.csv"]["rating"].value_counts(normalize=True)
    assert set(share.index) == {1, 2, 3, 4, 5}
    assert share.min() > 0.03
    assert 0.45 < share[4] + share[5] < 0.7


def test_narrow_tastes_are_narrower(tables):
    seen = tables["interactions.csv"].merge(tables["items.csv"], on="item_id")
    seen = seen.assign(category=seen["categories"].str.split("|")).explode("category")
    share = pd.crosstab(seen["user_id"], seen["category"], normalize="index").to_numpy()
    entropy = -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=1)
    narrow = tables["users.csv"].sort_values("user_id")["taste_breadth"].to_numpy() == "narrow"
    assert entropy[~narrow].mean() > entropy[narrow].mean() + 0.15


def test_learning_from_the_history_beats_popularity(tables):
    split = split_by_time(_interactions(tables))
    history = split.history("test").matrix().toarray().astype(float)
    target = split.target("test")
    liked = target.where(target.liked).matrix().toarray() > 0
    popularity = np.tile(history.sum(axis=0), (len(history), 1))
    assert _ndcg(history @ _ease(history, 200.0), history, liked) > 1.3 * _ndcg(popularity, history, liked)


def test_recent_films_predict_better_than_early_ones(tables):
    split = split_by_time(_interactions(tables))
    history, target = split.history("test"), split.target("test")
    place = (np.arange(len(history)) - history.offsets[history.user_idx]) / history.counts[history.user_idx]
    liked = target.where(target.liked).matrix().toarray() > 0
    seen = history.matrix().toarray().astype(float)
    weights = _ease(seen, 200.0)
    early, late = (history.where(half).matrix().toarray() @ weights for half in (place < 0.5, place >= 0.5))
    assert _ndcg(late, seen, liked) > 1.1 * _ndcg(early, seen, liked)


def _interactions(tables: dict[str, pd.DataFrame]) -> Interactions:
    rows, items = tables["interactions.csv"], tables["items.csv"]
    user_idx = pd.factorize(rows["user_id"], sort=True)[0].astype(np.int32)
    item_idx = pd.Index(items["item_id"]).get_indexer(rows["item_id"]).astype(np.int32)
    rating = rows["rating"].to_numpy()
    return Interactions(
        user_idx,
        item_idx,
        rating.astype(np.float32),
        rating.astype(np.int8),
        rows["timestamp"].to_numpy(float),
        len(tables["users.csv"]),
        len(items),
    )


def _ease(history: np.ndarray, ridge: float) -> np.ndarray:
    inverse = np.linalg.inv(history.T @ history + ridge * np.eye(history.shape[1]))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return weights


def _ndcg(scores: np.ndarray, seen: np.ndarray, liked: np.ndarray, k: int = 10) -> float:
    """Mean NDCG@k over the people with a liked film in the target, without films already seen."""
    lists = np.argsort(-np.where(seen > 0, -np.inf, scores), axis=1, kind="stable")[:, :k]
    discount = 1.0 / np.log2(np.arange(2, k + 2))
    ideal = np.cumsum(discount)[np.minimum(liked.sum(axis=1), k) - 1]
    gained = (np.take_along_axis(liked, lists, axis=1) * discount).sum(axis=1)
    evaluated = liked.any(axis=1)
    return float((gained / ideal)[evaluated].mean())
