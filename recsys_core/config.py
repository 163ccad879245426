"""Where the project's files, data sets, runs and caches live.

A checkout keeps everything in its own folder. An installed copy writes to the user's data and cache folders,
which differ between operating systems. The variables EQUIPOISE_DATA and EQUIPOISE_RUNS override both.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

DATA_VARIABLE = "EQUIPOISE_DATA"
RUNS_VARIABLE = "EQUIPOISE_RUNS"
STATE_VARIABLE = "EQUIPOISE_STATE"
DATABASE_VARIABLE = "EQUIPOISE_DATABASE_URL"
ENCODERS_VARIABLE = "EQUIPOISE_ENCODERS"
FOLDERS_VARIABLE = "EQUIPOISE_FOLDERS"

_PACKAGE = Path(__file__).resolve().parent
_APPLICATION = "equipoise"


def is_installed() -> bool:
    """Whether this copy was installed from a wheel; a checkout and an editable install are not."""
    return _packaged_project().is_dir()


def project_root() -> Path:
    """The folder that holds app.py, pages/ and sample_data/, in a checkout and in an installed copy."""
    return _packaged_project() if is_installed() else _PACKAGE.parent


def state_root() -> Path:
    """Where decisions and declared claims are stored: EQUIPOISE_STATE, else ``state``."""
    return _from_environment(STATE_VARIABLE) or _writable_root() / "state"


def database_url() -> str | None:
    """Address of the database: EQUIPOISE_DATABASE_URL; None means a SQLite file in ``state_root()``."""
    return os.environ.get(DATABASE_VARIABLE, "").strip() or None


def encoders_root() -> Path:
    """Where text encoders are placed, a folder each: EQUIPOISE_ENCODERS, else ``encoders``."""
    return _from_environment(ENCODERS_VARIABLE) or _writable_root() / "encoders"


def listed_folders() -> list[Path]:
    """Folders whose data everybody is offered: EQUIPOISE_FOLDERS, several written as in PATH; else none."""
    named = os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep)
    return [Path(folder.strip()).expanduser().resolve() for folder in named if folder.strip()]


def sample_root() -> Path:
    """The folder of the sample data set."""
    return project_root() / "sample_data"


def data_root() -> Path:
    """Where data sets are stored: EQUIPOISE_DATA, else ``datasets`` in the checkout or the user's folder."""
    return _from_environment(DATA_VARIABLE) or _writable_root() / "datasets"


def runs_root() -> Path:
    """Where trainings are stored: EQUIPOISE_RUNS, else ``runs`` in the checkout or the user's folder."""
    return _from_environment(RUNS_VARIABLE) or _writable_root() / "runs"


def cache_root() -> Path:
    """Where reproducible files are stored: ``.cache`` in the checkout, else the user's cache folder."""
    if is_installed():
        return platformdirs.user_cache_path(_APPLICATION, appauthor=False)
    return project_root() / ".cache"


def _packaged_project() -> Path:
    """Where the wheel puts what a checkout has beside the package (see pyproject.toml)."""
    return _PACKAGE / "_project"


def _writable_root() -> Path:
    if is_installed():
        return platformdirs.user_data_path(_APPLICATION, appauthor=False)
    return project_root()


def _from_environment(variable: str) -> Path | None:
    value = os.environ.get(variable, "").strip()
    return Path(value).expanduser() if value else None
