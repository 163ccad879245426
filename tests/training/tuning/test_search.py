import dataclasses
import json

import numpy as np
import pytest
import torch

from recsys_core.errors import DataError, NotFittedError, SettingError
from recsys_core.models import REGISTRY
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.wide import wide_matrices
from recsys_core.models.registry import RATING_REGISTRY
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.protocol import MeasurementProtocol
from recsys_core.training.baselines import TRAINED_REGISTRY
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.fit_stage import fit_stage
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.snapshots import Snapshots
from recsys_core.training.language_model.texts import encode_catalogue
from recsys_core.training.language_model.trainer import LanguageModelTrainer
from recsys_core.training.loop import TrainingError
from recsys_core.training.progress import Phase, ProgressTracker
from recsys_core.training.tuning import search as searching
from recsys_core.training.tuning.search import ranking_validation, rating_validation, search
from recsys_core.training.tuning.spaces import SPACES


def test_every_model_with_settings_has_a_search_space():
    known = set(REGISTRY) | set(RATING_REGISTRY) | set(TRAINED_REGISTRY) | {"language_model"}
    assert set(SPACES) == known - {"popularity"}


@pytest.mark.parametrize("name", sorted(name for name, space in SPACES.items() if space.prepare is None))
def test_a_search_starts_from_the_defaults(name):
    """The start of a space builds what the registry builds, so no search ends below the defaults."""
    default = (REGISTRY | RATING_REGISTRY | TRAINED_REGISTRY)[name]()
    started = SPACES[name].build(**SPACES[name].start)
    assert vars(started) == vars(default)


@pytest.mark.parametrize("name", ["ease", "item_knn_recency", "pure_svd", "als", "biased_mf"])
def test_the_result_is_at_least_as_good_as_the_defaults_and_is_recorded(name, dataset, tmp_path):
    reports = []
    result = search(dataset, name, 4, reports.append, runs=tmp_path)
    sign = -1 if name in RATING_REGISTRY else 1
    assert sign * result.value >= sign * result.start_value
    assert [(report.step, report.total) for report in reports] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    card = json.loads(result.card.read_text())
    assert card["settings"] == result.settings
    assert card["budget"] == len(card["trials"]) == 4
    assert [path.name for path in tmp_path.iterdir()] == [result.card.name]


def test_the_found_settings_reproduce_the_value(dataset, tmp_path):
    result = search(dataset, "als", 3, runs=tmp_path)
    history, value_of = ranking_validation(dataset, MeasurementProtocol())
    model = SPACES["als"].build(**result.settings).fit(history)
    assert value_of(model) == pytest.approx(result.value, abs=1e-9)


def test_the_same_seed_finds_the_same(dataset, tmp_path):
    protocol = MeasurementProtocol(seed=3)
    first, second = (search(dataset, "ease", 5, protocol=protocol, runs=tmp_path) for _ in range(2))
    assert first.settings == second.settings
    assert [trial["value"] for trial in first.trials] == [trial["value"] for trial in second.trials]


def test_the_test_part_is_not_used(dataset):
    """Each user has ten interactions: eight before the test part, of which two are tuned on."""
    history, _ = ranking_validation(dataset, MeasurementProtocol())
    assert set(history.counts) == {6}
    for user in range(30):
        everything = dataset.interactions.of_users(np.array([user])).item_idx
        assert history.of_users(np.array([user])).item_idx.tolist() == everything[:6].tolist()
    rated, _ = rating_validation(dataset, MeasurementProtocol(seed=0))
    before_test = dataset.interactions.where(np.arange(300) % 10 < 8)
    assert len(rated) < len(before_test)
    pairs = set(zip(before_test.user_idx.tolist(), before_test.item_idx.tolist(), strict=True))
    assert set(zip(rated.user_idx.tolist(), rated.item_idx.tolist(), strict=True)) <= pairs


def test_the_split_of_the_protocol_is_used(dataset):
    """Each user has ten interactions: six before a test part of 40%, of which three are tuned on."""
    history, _ = ranking_validation(dataset, MeasurementProtocol(test_share=0.4))
    assert set(history.counts) == {3}


def test_a_trial_that_falls_behind_is_pruned(dataset, tmp_path):
    result = search(dataset, "als", 12, runs=tmp_path)
    assert result.pruned == sum(trial["state"] == "pruned" for trial in result.trials)
    assert result.pruned > 0


def test_a_stopped_search_leaves_nothing(dataset, tmp_path):
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search(dataset, "ease", 3, stop, runs=tmp_path)
    assert not list(tmp_path.iterdir())


def test_settings_that_cannot_be_trained_are_skipped(dataset, tmp_path, monkeypatch):
    calls = []

    def sometimes(trial, *_, **__):
        calls.append(trial.number)
        trial.set_user_attr("settings", {})
        if trial.number == 0:
            raise TrainingError("the loss is nan")
        return 0.5

    monkeypatch.setattr(searching, "_run_trial", sometimes)
    result = search(dataset, "ease", 3, runs=tmp_path)
    assert calls == [0, 1, 2]
    assert result.start_value is None
    assert result.trials[0]["state"] == "fail"


def test_a_search_without_a_finished_trial_raises(dataset, tmp_path, monkeypatch):
    def never(*_, **__):
        raise TrainingError("the loss is nan")

    monkeypatch.setattr(searching, "_run_trial", never)
    with pytest.raises(TrainingError, match="None of the 2"):
        search(dataset, "ease", 2, runs=tmp_path)


def test_invalid_searches_are_rejected(dataset, tmp_path):
    with pytest.raises(SettingError, match="'popularity'; choose one of"):
        search(dataset, "popularity", 3, runs=tmp_path)
    with pytest.raises(SettingError, match="at least 1"):
        search(dataset, "ease", 0, runs=tmp_path)


def test_too_few_interactions_to_tune_on_raise(dataset, tmp_path):
    object.__setattr__(dataset, "interactions", dataset.interactions.where(np.arange(300) % 10 == 0))
    with pytest.raises(DataError, match="enough interactions"):
        search(dataset, "ease", 1, runs=tmp_path)


@pytest.fixture
def texts(monkeypatch, encoder_folder):
    """The search space of the language model on the tiny encoder; records when texts are encoded."""
    calls = []

    def vectors(dataset):
        calls.append(dataset.name)
        return encode_catalogue(dataset, TextEncoder.load(str(encoder_folder))).vectors

    space = SPACES["language_model"]

    def suggest(trial):
        return space.suggest(trial) | {"epochs": 12, "stop_after": 12, "check_every": 5}

    tiny = dataclasses.replace(space, prepare=vectors, check_every=4, suggest=suggest)
    monkeypatch.setitem(SPACES, "language_model", tiny)
    return calls


def test_the_language_model_is_searched_on_texts_encoded_once(dataset, tmp_path, texts):
    result = search(dataset, "language_model", 3, runs=tmp_path)
    assert texts == ["tiny"]
    assert result.value >= result.start_value > 0
    assert result.settings["stop_after"] in (4, 8, 12)
    assert json.loads(result.card.read_text())["settings"] == result.settings
    history, value_of = ranking_validation(dataset, MeasurementProtocol())
    model = LanguageModelTrainer(SPACES["language_model"].prepare(dataset), **result.settings).fit(history)
    assert value_of(model) == pytest.approx(result.value, abs=1e-9)


def test_its_search_starts_from_the_defaults(texts):
    started = LanguageModelTrainer(np.zeros((3, 4), np.float32), **SPACES["language_model"].start)
    assert started.config == TrainingConfig(strategy="frozen")


def test_the_trainer_fits_the_towers_of_a_training(dataset, config, encoder_folder):
    """It gives the same towers as a stage of the frozen configuration."""
    recipe = dataclasses.replace(config, strategy="frozen")
    texts = encode_catalogue(dataset, TextEncoder.load(str(encoder_folder)))
    tracker = ProgressTracker([Phase("towers", "towers", recipe.epochs, 1.0)], lambda progress: None)
    history = dataset.interactions
    objective = Objective(recipe, torch.from_numpy(texts.vectors))
    result = fit_stage(
        history, history, texts, objective, recipe, tracker, (4,), snapshots=Snapshots(None, {}), stage="x"
    )
    settings = {name: value for name, value in recipe.to_dict().items() if name != "strategy"}
    trainer = LanguageModelTrainer(texts.vectors, stop_after=4, **settings)
    with pytest.raises(NotFittedError):
        trainer.score(history)
    epochs = []
    trainer.fit(history, epochs.append)
    wide = wide_matrices(history, recipe.wide_l2s)
    expected = LanguageModelRecommender(result.weights, wide=wide).score(history)
    np.testing.assert_array_equal(trainer.score(history), expected)
    assert epochs == [1, 2, 3, 4]


def test_a_result_that_finds_no_room_is_kept_elsewhere(dataset, tmp_path, monkeypatch, caplog):
    write = searching.write_card

    def full(found, folder):
        if folder == tmp_path / "runs":
            raise OSError(28, "No space left on device")
        return write(found, folder)

    monkeypatch.setattr(searching, "write_card", full)
    monkeypatch.setattr(searching.tempfile, "mkdtemp", lambda prefix: str(tmp_path / "kept"))
    result = search(dataset, "ease", 1, runs=tmp_path / "runs")
    assert result.card.parent == tmp_path / "kept" and json.loads(result.card.read_text())["model"] == "ease"
    assert "No space left on device" in caplog.text and list((tmp_path / "runs").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told_before_the_search(dataset, tmp_path):
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(DataError, match="cannot be written .*Set EQUIPOISE_RUNS"):
        search(dataset, "ease", 1, lambda progress: pytest.fail("it searched"), runs=tmp_path / "runs")
