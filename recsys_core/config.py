"""Where things lie on this machine."""

from __future__ import annotations

import os
from pathlib import Path

DATA_VARIABLE = "EQUIPOISE_DATA"
RUNS_VARIABLE = "EQUIPOISE_RUNS"
STATE_VARIABLE = "EQUIPOISE_STATE"
DATABASE_VARIABLE = "EQUIPOISE_DATABASE_URL"


def project_root() -> Path:
    """The folder that holds app.py and recsys_core/."""
    return Path(__file__).resolve().parent.parent


def data_root() -> Path:
    """Where fetched data sets live: the environment's EQUIPOISE_DATA, else datasets/ in the project."""
    chosen = os.environ.get(DATA_VARIABLE, "").strip()
    return Path(chosen).expanduser() if chosen else project_root() / "datasets"


def runs_root() -> Path:
    """Where trainings started from the dashboard live: EQUIPOISE_RUNS, else runs/ in the project."""
    chosen = os.environ.get(RUNS_VARIABLE, "").strip()
    return Path(chosen).expanduser() if chosen else project_root() / "runs"


def state_root() -> Path:
    """Where decisions and declared claims are stored: EQUIPOISE_STATE, else ``state`` in the project."""
    chosen = os.environ.get(STATE_VARIABLE, "").strip()
    return Path(chosen).expanduser() if chosen else project_root() / "state"


def database_url() -> str | None:
    """Address of the database: EQUIPOISE_DATABASE_URL; None means a SQLite file in ``state_root()``."""
    return os.environ.get(DATABASE_VARIABLE, "").strip() or None


def sample_root() -> Path:
    """Where the embedded data set lies."""
    return project_root() / "sample_data"


def cache_root() -> Path:
    """Where what can be made again is kept: .cache/ in the project."""
    return project_root() / ".cache"
