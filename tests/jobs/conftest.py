import sys
import time
from pathlib import Path

import pytest

from recsys_core import config, data
from recsys_core.jobs import Runs
from recsys_core.jobs.presets import recipe

QUICK = Path(__file__).with_name("quick_trainer.py")


@pytest.fixture(scope="session")
def sample():
    return data.load("sample")


@pytest.fixture
def runs(tmp_path, monkeypatch, sample):
    """A registry of its own whose workers train for a moment; ended with the test."""
    monkeypatch.setenv("QUICK_FINGERPRINT", sample.fingerprint)
    monkeypatch.setenv("PYTHONPATH", str(config.project_root()))
    made = Runs(tmp_path / "runs", [sys.executable, str(QUICK)])
    yield made
    for run in made.all():
        made.cancel(run)


@pytest.fixture
def ask(runs, sample):
    """Ask for a training on the sample."""

    def ask(strategy="frozen", *, twin=False):
        return runs.submit(sample, "sample", preset="quick", recipe=recipe("quick", strategy), twin=twin)

    return ask


@pytest.fixture
def until(runs):
    """Wait until a run is in one of the states, and return the look that saw it."""

    def until(run, *states, seconds=20):
        deadline = time.monotonic() + seconds
        while (seen := runs.get(run.id)).state not in states:
            assert time.monotonic() < deadline, f"still {seen.state}: {seen.message}"
            time.sleep(0.05)
        return seen

    return until
