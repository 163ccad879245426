import numpy as np
import pandas as pd
import pytest
import torch

from recsys_core import config as config_module
from recsys_core.data.dataset import Dataset
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.distill import distil
from recsys_core.training.language_model.fit_towers import fit_towers
from recsys_core.training.language_model.objective import Objective
from recsys_core.training.language_model.plan import distil_steps
from recsys_core.training.language_model.towers import Towers
from recsys_core.training.progress import Phase, ProgressTracker
from recsys_core.training.sequences import Sequences
from recsys_core.types import Interactions


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Small matrices are slower on many threads, and tests run in parallel."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path):
    """Keep the tests' text vectors out of the project's cache."""
    monkeypatch.setattr(config_module, "cache_root", lambda: tmp_path / "cache")


@pytest.fixture
def history():
    """Thirty users of two tastes over twenty items, ten interactions each, in random order."""
    rng = np.random.default_rng(1)
    user_idx = np.repeat(np.arange(30, dtype=np.int32), 10)
    items = [rng.permutation(np.arange(10) + 10 * (user % 2)) for user in range(30)]
    item_idx = np.concatenate(items).astype(np.int32)
    level = rng.integers(1, 6, len(item_idx)).astype(np.int8)
    level[item_idx % 10 < 7] = 5
    return Interactions(
        user_idx, item_idx, level.astype(np.float32), level, np.arange(300, dtype=float), 30, 20
    )


@pytest.fixture
def dataset(history):
    """The history above with titles that reveal the two tastes."""
    themes = ["crime of the night"] * 10 + ["love of the road"] * 10
    items = pd.DataFrame(
        {
            "title": themes,
            "year": pd.array([None] * 20, dtype="Int64"),
            "categories": [()] * 20,
            "creator": [""] * 20,
            "description": [""] * 20,
        }
    )
    ids = np.array([str(item) for item in range(20)])
    people = np.array([str(user) for user in range(30)])
    return Dataset("tiny", history, people, ids, items, pd.DataFrame(index=range(30)), "Tiny")


@pytest.fixture
def encoder_folder(tmp_path, save_encoder):
    """A BERT of two layers with random weights, saved as one would be published."""
    return save_encoder(tmp_path / "encoder", "crime love night road the of a . ( )")


@pytest.fixture
def config(encoder_folder):
    """A configuration that trains in seconds."""
    return TrainingConfig(
        encoder=str(encoder_folder),
        dimensions=8,
        hidden=12,
        factors=3,
        distil_epochs=2,
        distil_batch=10,
        epochs=6,
        check_every=2,
        stop_on="ndcg@10",
        patience=4,
        batch_users=16,
        wide_l2=5.0,
        met_l2=9.0,
    )


@pytest.fixture
def fit_tiny_towers():
    """Train towers on random text vectors; ``measure`` is given the towers."""

    def fit(history, config, *, measure=None, **options):
        torch.manual_seed(0)
        towers = Towers(torch.nn.functional.normalize(torch.randn(20, 16), dim=1), config, None)
        reports = []
        tracker = ProgressTracker([Phase("towers", "towers", config.epochs, 1.0)], reports.append)
        tracker.start_phase()
        objective = Objective(config, torch.nn.functional.normalize(torch.rand(20, 4), dim=1))
        if measure is not None:
            options["measure"] = lambda: measure(towers)
        fitted = fit_towers(towers, Sequences(history), config, tracker, objective=objective, **options)
        return towers, fitted, reports

    return fit


@pytest.fixture
def distil_texts():
    """Fine-tune an encoder on texts; returns the new vectors and the reports."""

    def run(encoder, tokens, teacher, config):
        reports = []
        phase = Phase("distil", "distil", distil_steps(len(teacher.items), config), 1.0)
        tracker = ProgressTracker([phase], reports.append)
        tracker.start_phase()
        return distil(encoder, tokens, teacher, config, tracker), reports

    return run
