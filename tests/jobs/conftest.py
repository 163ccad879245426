import sys
import time
from pathlib import Path

import pytest

from recsys_core import config, data
from recsys_core.jobs import Runs
from recsys_core.jobs.presets import recipe

QUICK = Path(__file__).with_name("quick_trainer.py")
TIMEOUT = 240  # seconds; only a failure takes this long


@pytest.fixture(scope="session")
def sample():
    return data.load("sample")


@pytest.fixture
def runs(tmp_path, monkeypatch, sample):
    """Runs in a folder of their own whose workers train for a moment; cancelled after the test."""
    monkeypatch.setenv("QUICK_FINGERPRINT", sample.fingerprint)
    monkeypatch.setenv("QUICK_CONTENT", sample.content)
    monkeypatch.setenv("PYTHONPATH", str(config.project_root()))
    created = Runs(tmp_path / "runs", [sys.executable, str(QUICK)])
    yield created
    for run in created.all():
        created.cancel(run)


@pytest.fixture
def submit(runs, sample):
    """Submit a training on the sample."""

    def submit(strategy="frozen", *, twin=False):
        return runs.submit(sample, "sample", preset="quick", recipe=recipe("quick", strategy), twin=twin)

    return submit


@pytest.fixture
def hold(monkeypatch):
    """Make the trainings submitted from now on wait at their first step until they are released."""

    def hold(at="model:1"):
        monkeypatch.setenv("QUICK_HOLD", at)

    return hold


@pytest.fixture
def release():
    """Let a held training continue."""
    return lambda run: (run.folder.path / "release").touch()


@pytest.fixture
def wait_for():
    """Wait until a condition is true; returns its value."""

    def wait_for(condition, what="the condition"):
        deadline = time.monotonic() + TIMEOUT
        while not (value := condition()):
            assert time.monotonic() < deadline, f"still waiting for {what}"
            time.sleep(0.02)
        return value

    return wait_for


@pytest.fixture
def until(runs, wait_for):
    """Wait until a run is in one of the states; returns the run as it was then."""

    def until(run, *states):
        def reached():
            current = runs.get(run.id)
            return current if current.state in states else None

        return wait_for(reached, f"run {run.id} to be {' or '.join(states)}")

    return until
