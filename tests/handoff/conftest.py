import pytest

from recsys_core.handoff import deciding, saved
from recsys_core.store import Store
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits

LIMITS = Limits(0.1, 0.1)


@pytest.fixture(scope="session")
def bench():
    return Workbench.open("sample")


@pytest.fixture(scope="session")
def record(bench):
    """The recommended setting within wide limits, so that it is beyond relevance only."""
    chosen = deciding.recommended(bench, LIMITS, 10)
    return deciding.record_of(bench, "sample", chosen, LIMITS, 10)


@pytest.fixture
def store(tmp_path):
    return Store.open(f"sqlite:///{tmp_path / 'decisions.db'}")


@pytest.fixture
def autumn(store, record):
    """A saved decision."""
    saved.save(store, "autumn", record, "Ada", reason="more variety")
    return saved.load(store, "autumn")
