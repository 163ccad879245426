import json

import numpy as np
import pytest

from recsys_core.errors import DataError, SettingError
from recsys_core.models import REGISTRY
from recsys_core.models.registry import RATING_REGISTRY
from recsys_core.training import search as searching
from recsys_core.training.finite import TrainingError
from recsys_core.training.registry import TRAINED_REGISTRY
from recsys_core.training.search import ranking_judge, rating_judge, search
from recsys_core.training.search_spaces import SPACES


def test_every_model_with_settings_can_be_searched():
    assert set(SPACES) == (set(REGISTRY) | set(RATING_REGISTRY) | set(TRAINED_REGISTRY)) - {"popularity"}


@pytest.mark.parametrize("name", sorted(SPACES))
def test_a_search_starts_from_the_defaults(name):
    """What a space calls its start builds what the registry builds, so no search ends below the defaults."""
    default = (REGISTRY | RATING_REGISTRY | TRAINED_REGISTRY)[name]()
    started = SPACES[name].build(**SPACES[name].start)
    assert vars(started) == vars(default)


@pytest.mark.parametrize("name", ["ease", "item_knn_recency", "pure_svd", "als", "biased_mf"])
def test_it_is_never_worse_than_the_defaults_and_says_what_it_did(name, dataset, tmp_path):
    seen = []
    result = search(dataset, name, 4, seen.append, runs=tmp_path)
    sign = -1 if name in RATING_REGISTRY else 1
    assert sign * result.value >= sign * result.start_value
    assert [(report.step, report.total) for report in seen] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    card = json.loads(result.card.read_text())
    assert card["settings"] == result.settings
    assert card["budget"] == len(card["trials"]) == 4
    assert [path.name for path in tmp_path.iterdir()] == [result.card.name]


def test_found_settings_give_the_stated_value(dataset, tmp_path):
    result = search(dataset, "als", 3, runs=tmp_path)
    history, value_of = ranking_judge(dataset)
    model = SPACES["als"].build(**result.settings).fit(history)
    assert value_of(model) == pytest.approx(result.value, abs=1e-9)


def test_the_same_seed_finds_the_same(dataset, tmp_path):
    first, second = (search(dataset, "ease", 5, seed=3, runs=tmp_path) for _ in range(2))
    assert first.settings == second.settings
    assert [trial["value"] for trial in first.trials] == [trial["value"] for trial in second.trials]


def test_the_test_period_takes_no_part(dataset):
    """Each person has ten interactions: eight before the test, of which two are tuned on."""
    history, _ = ranking_judge(dataset)
    assert set(history.counts) == {6}
    for user in range(30):
        everything = dataset.interactions.of_users(np.array([user])).item_idx
        assert history.of_users(np.array([user])).item_idx.tolist() == everything[:6].tolist()
    rated, _ = rating_judge(dataset, 0)
    before_test = dataset.interactions.where(np.arange(300) % 10 < 8)
    assert len(rated) < len(before_test)
    pairs = set(zip(before_test.user_idx.tolist(), before_test.item_idx.tolist(), strict=True))
    assert set(zip(rated.user_idx.tolist(), rated.item_idx.tolist(), strict=True)) <= pairs


def test_a_trial_that_falls_behind_is_given_up(dataset, tmp_path):
    result = search(dataset, "als", 12, runs=tmp_path)
    assert result.pruned == sum(trial["state"] == "pruned" for trial in result.trials)
    assert result.pruned > 0


def test_a_search_can_be_stopped_and_leaves_nothing(dataset, tmp_path):
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search(dataset, "ease", 3, stop, runs=tmp_path)
    assert not list(tmp_path.iterdir())


def test_settings_that_cannot_be_trained_are_passed_over(dataset, tmp_path, monkeypatch):
    calls = []

    def sometimes(trial, *_, **__):
        calls.append(trial.number)
        trial.set_user_attr("settings", {})
        if trial.number == 0:
            raise TrainingError("the loss is nan")
        return 0.5

    monkeypatch.setattr(searching, "_try", sometimes)
    result = search(dataset, "ease", 3, runs=tmp_path)
    assert calls == [0, 1, 2]
    assert result.start_value is None
    assert result.trials[0]["state"] == "fail"


def test_nothing_could_be_trained(dataset, tmp_path, monkeypatch):
    def never(*_, **__):
        raise TrainingError("the loss is nan")

    monkeypatch.setattr(searching, "_try", never)
    with pytest.raises(TrainingError, match="None of the 2"):
        search(dataset, "ease", 2, runs=tmp_path)


def test_what_cannot_be_searched_is_said(dataset, tmp_path):
    with pytest.raises(SettingError, match="'popularity'; choose one of"):
        search(dataset, "popularity", 3, runs=tmp_path)
    with pytest.raises(SettingError, match="at least 1"):
        search(dataset, "ease", 0, runs=tmp_path)


def test_too_little_to_tune_on_is_said(dataset, tmp_path):
    object.__setattr__(dataset, "interactions", dataset.interactions.where(np.arange(300) % 10 == 0))
    with pytest.raises(DataError, match="enough interactions"):
        search(dataset, "ease", 1, runs=tmp_path)
