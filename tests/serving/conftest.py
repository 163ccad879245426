import pytest
from starlette.testclient import TestClient

from recsys_core.handoff import deciding, saved
from recsys_core.handoff.deciding import Chosen
from recsys_core.serving.app import create_app
from recsys_core.serving.served import Holder, prepare
from recsys_core.store import Store
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits


@pytest.fixture(scope="session")
def bench():
    return Workbench.open("sample")


@pytest.fixture(scope="session")
def approve(bench):
    """Approve a decision in a store; the recommended setting within wide limits unless told otherwise."""

    def make(store, name="autumn", chosen=None, rules=None):
        limits = Limits(0.1, 0.1)
        chosen = chosen or deciding.recommended(bench, limits, 10)
        record = deciding.record_of(bench, "sample", chosen, limits, 10, rules=rules)
        saved.save(store, name, record, "Ada")
        store.approve(name, "Grace", version=1, reason="trial", second="Mary")
        return saved.load(store, name)

    return make


@pytest.fixture(scope="session")
def holder_of(approve, tmp_path_factory):
    """What serves a decision, with the store behind it."""

    def make(name="autumn", **how):
        path = tmp_path_factory.mktemp("served") / "decisions.db"
        store = Store.open(f"sqlite:///{path}")
        holder = Holder(store, prepare(approve(store, name, **how)))
        holder.store, holder.path = store, path
        return holder

    return make


@pytest.fixture(scope="session")
def holder(holder_of):
    return holder_of()


@pytest.fixture(scope="session")
def client(holder):
    return TestClient(create_app(holder))


@pytest.fixture(scope="session")
def chosen():
    return lambda method, lambda_: Chosen(method, lambda_, 0.5)
