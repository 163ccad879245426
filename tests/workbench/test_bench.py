"""The facade on the embedded sample: each result is computed once, and every wrong name gets a sentence."""

import gc
import shutil
import weakref

import numpy as np
import pandas as pd
import pytest

from recsys_core.data.meaning import Meaning
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.errors import SettingError
from recsys_core.runtime.memory import Budget, BudgetedCache
from recsys_core.workbench import Workbench, shipping


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


def test_first_list_is_the_models_own_ranking(bench):
    scores = bench.fitted().score(bench.split.history("test"))
    history = bench.split.history("test").matrix().toarray() > 0
    masked = np.where(history, -np.inf, scores)
    expected = np.argsort(-masked, axis=1, kind="stable")[:, :10]
    assert np.array_equal(bench.trade_off().paths.at(0.0), expected)


def test_a_trade_off_is_computed_once(bench):
    assert bench.trade_off("mmr") is bench.trade_off("mmr")
    assert bench.trade_off("mmr") is not bench.trade_off("msd")


def test_trade_offs_are_kept_by_their_size_with_their_effects(bench, monkeypatch):
    sizes = {k: bench.trade_off("none", k=k).n_bytes for k in (3, 4, 5, 6)}
    room = sizes[5] + sizes[6]
    monkeypatch.setattr(bench, "_trade_offs", BudgetedCache(Budget(room), bench._trade_offs._bytes_of))
    first = bench.trade_off("none", k=3)
    effects = weakref.ref(bench.effects("none", k=3))
    for k in (4, 5, 6):
        bench.effects("none", k=k)
    assert [k for k in sizes if bench.kept_trade_off("none", k=k) is not None] == [5, 6]
    gc.collect()
    assert effects() is None  # or it would hold on to the lists
    assert bench.trade_off("none", k=6) is bench.effects("none", k=6).trade_off
    again = bench.trade_off("none", k=3)
    assert again is not first
    assert np.array_equal(again.paths.items, first.paths.items)


def test_the_size_of_a_trade_off_is_that_of_its_arrays(bench):
    trade_off = bench.trade_off("none", k=3)
    lists = trade_off.paths.items.nbytes + sum(values.nbytes for values in trade_off.per_list.values())
    assert lists < trade_off.n_bytes < 2 * lists


def test_a_scale_does_not_hold_on_to_a_whole_curve(bench):
    scale = bench.scale("mmr", k=5)
    curve = bench.trade_off("mmr", k=5).curve
    assert not any(held is curve or held is curve.values for held in gc.get_referents(vars(scale)))


def test_every_metric_is_finite_at_every_setting(bench):
    for values in bench.trade_off().curve.values.values():
        assert np.isfinite(values).all()


def test_ranking_has_the_rank_before(bench):
    user = str(bench.user_ids[3])
    before = bench.ranking(user, lambda_=0.0)
    after = bench.ranking(user, lambda_=0.9)
    assert before["rank_before"].tolist() == list(range(1, 11))
    places = dict(zip(before["item_id"], before["rank"], strict=True))
    assert len(after) == 10
    expected = [places.get(item) for item in after["item_id"]]
    assert [None if rank is pd.NA else rank for rank in after["rank_before"]] == expected
    assert None in expected


def test_ranking_never_shows_rated_items(bench):
    user = str(bench.user_ids[0])
    rated = set(bench.history(user)["item_id"])
    assert not rated & set(bench.ranking(user, lambda_=0.5)["item_id"])


def test_history_is_latest_first(bench):
    when = bench.history(str(bench.user_ids[0]))["when"]
    assert when.is_monotonic_decreasing


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda bench: bench.ranking("nobody", lambda_=0.1), "has the id 'nobody'"),
        (lambda bench: bench.ranking("S001", lambda_=1.5), "from 0"),
        (lambda bench: bench.trade_off("best"), "no reranker 'best'"),
        (lambda bench: bench.trade_off(model="gpt"), "no model 'gpt'"),
        (lambda bench: bench.trade_off(space="colour"), "no similarity space 'colour'"),
        (lambda bench: bench.trade_off(stage="train"), "no stage 'train'"),
        (lambda bench: bench.trade_off(k=0), "from 1 to 50 items, got 0"),
        (lambda bench: bench.ranking("S001", lambda_=0.1, k=51), "got 51"),
    ],
)
def test_wrong_names_are_named(bench, call, words):
    with pytest.raises(SettingError, match=words):
        call(bench)


def test_one_users_list_is_that_of_all_users_paths(bench):
    user = str(bench.user_ids[7])
    fresh = Workbench.open("sample")
    for lambda_ in (0.0, 0.31, 1.0):
        bench.trade_off("dpp")
        assert fresh.ranking(user, "dpp", lambda_=lambda_).equals(bench.ranking(user, "dpp", lambda_=lambda_))


def test_effects_are_computed_once_for_equal_settings(bench):
    assert bench.effects("mmr") is bench.effects("mmr", k=10, stage="test")


def rows():
    pairs = [(user, place) for user in range(12) for place in range(9)]
    return [f"u{user},i{(user * 7 + place * 3) % 20},{1 + place % 5},{place}" for user, place in pairs]


def test_another_catalogue_is_another_key(tmp_path):
    keys = set()
    for name, category in (("plain", None), ("drama", "drama"), ("war", "war")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "interactions.csv").write_text("\n".join(["user_id,item_id,rating,timestamp", *rows()]))
        if category:
            items = [f"i{item},Film {item},{category}" for item in range(20)]
            (folder / "items.csv").write_text("\n".join(["item_id,title,categories", *items]))
        opened = Workbench.open(str(folder))
        keys.add((opened.dataset.fingerprint, opened.key))
    assert len({fingerprint for fingerprint, _ in keys}) == 1
    assert len(keys) == 3


def test_a_model_in_use_survives_its_folder(tmp_path, bench):
    folder = tmp_path / "copy"
    shutil.copytree(bench.checkpoint, folder)
    opened = Workbench.open("sample", checkpoint=folder)
    opened.candidates()
    shutil.rmtree(folder)
    assert opened.candidates().items.shape == (300, 200)


def test_what_was_said_about_reading_is_part_of_the_protocol_and_opens_the_same_again(tmp_path):
    rows = [f"p{row % 12},i{row // 12 % 25},{1 + row % 5},{1_600_000_000 + row}" for row in range(300)]
    path = tmp_path / "ratings.csv"
    path.write_text("user_id,item_id,rating,timestamp\n" + "\n".join(rows) + "\n")
    usual = Workbench.open(str(path))
    said = Workbench.open(str(path), meaning=Meaning(liked_from=2.0), text=TextFormat(delimiter=","))
    card = said.protocol_card()
    assert card["reading"] == {"text": {"delimiter": ","}, "meaning": {"liked_from": 2.0}}
    assert "reading" not in usual.protocol_card()
    assert said.key != usual.key and said.dataset.fingerprint != usual.dataset.fingerprint
    again = shipping.open_again(str(path), None, {}, None, shipping.settings_in(card))
    assert again.key == said.key
