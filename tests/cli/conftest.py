import pytest


@pytest.fixture(autouse=True)
def own_claims(tmp_path, monkeypatch):
    """Each test declares into a database of its own."""
    monkeypatch.setenv("EQUIPOISE_STATE", str(tmp_path / "state"))
