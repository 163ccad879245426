"""Importing the interface, and what its first page needs, before anybody visits it."""

from __future__ import annotations

import importlib
import pkgutil

from recsys_core import ui

# Imported where they are used, which on a server is a visitor's time; the last at the first check of a table.
_LATER = ("pandera.pandas", "duckdb", "pandera.backends.pandas.builtin_checks")


def load_all() -> None:
    """Import every module of the interface, in one thread.

    Two sessions that import the same modules at once, on a fresh server, can meet a package that is half
    loaded: each waits for what the other one holds, and Python lets one of them through.
    """
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
    for name in _LATER:
        importlib.import_module(name)
