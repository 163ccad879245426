"""Where a checkout and an installed copy store what they write."""

from pathlib import Path

import platformdirs
import pytest

from recsys_core import config

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    monkeypatch.delenv(config.DATA_VARIABLE, raising=False)
    monkeypatch.delenv(config.RUNS_VARIABLE, raising=False)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """This copy as if it came from a wheel; returns the folder that the wheel adds."""
    monkeypatch.setattr(config, "_PACKAGE", tmp_path / "recsys_core")
    project = tmp_path / "recsys_core" / "_project"
    project.mkdir(parents=True)
    return project


def test_a_checkout_keeps_everything_in_its_own_folder():
    assert not config.is_installed()
    assert config.project_root() == CHECKOUT
    assert config.sample_root() == CHECKOUT / "sample_data"
    assert config.data_root() == CHECKOUT / "datasets"
    assert config.runs_root() == CHECKOUT / "runs"
    assert config.cache_root() == CHECKOUT / ".cache"


def test_an_installed_copy_reads_from_the_package_and_writes_to_the_users_folders(installed):
    data = platformdirs.user_data_path("equipoise", appauthor=False)
    assert config.is_installed()
    assert config.project_root() == installed
    assert config.sample_root() == installed / "sample_data"
    assert config.data_root() == data / "datasets"
    assert config.runs_root() == data / "runs"
    assert config.cache_root() == platformdirs.user_cache_path("equipoise", appauthor=False)


@pytest.mark.parametrize("copy", ["checkout", "installed"])
def test_the_environment_wins(copy, request, monkeypatch, tmp_path):
    if copy == "installed":
        request.getfixturevalue("installed")
    monkeypatch.setenv(config.DATA_VARIABLE, str(tmp_path / "data"))
    monkeypatch.setenv(config.RUNS_VARIABLE, "~/runs")
    assert config.data_root() == tmp_path / "data"
    assert config.runs_root() == Path.home() / "runs"
    monkeypatch.setenv(config.DATA_VARIABLE, "  ")
    assert config.data_root().name == "datasets"  # blank counts as not set
