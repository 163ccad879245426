"""Compute once, share with everybody: the one cache behind all sessions."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any


class Once:
    """Compute each key once, also when thirty sessions ask for it at the same moment."""

    def __init__(self) -> None:
        self._values: dict[Any, Any] = {}
        self._locks: dict[Any, Lock] = {}
        self._guard = Lock()

    def get(self, key: Any, make: Callable[[], Any]) -> Any:
        """The value of ``key``; ``make()`` runs the first time, and again after it raised."""
        with self._guard:
            lock = self._locks.setdefault(key, Lock())
        with lock:
            if key not in self._values:
                self._values[key] = make()
            return self._values[key]

    def known(self, key: Any) -> Any:
        """The value of ``key`` where it was computed before, else None."""
        return self._values.get(key)
