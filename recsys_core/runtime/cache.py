"""Compute once, share with everybody: the one cache behind all sessions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any


class _Entry:
    """One key: who waits for its value, and the value once it is made."""

    __slots__ = ("lock", "made", "value", "waiting")

    def __init__(self) -> None:
        self.lock = Lock()
        self.waiting = 0
        self.made = False
        self.value: Any = None


class Once:
    """Compute each key once, also when thirty sessions ask for it at the same moment.

    Args:
        most: values kept, the most recently asked for; None keeps all. One that somebody waits for is never
            dropped, and whoever holds a dropped one keeps it: it is only made anew for the next who asks.
    """

    def __init__(self, most: int | None = None) -> None:
        if most is not None and most < 1:
            raise ValueError(f"most must be at least 1, got {most}")
        self.most = most
        self._entries: OrderedDict[Any, _Entry] = OrderedDict()
        self._guard = Lock()

    def __len__(self) -> int:
        """Values kept, those being made included."""
        return len(self._entries)

    def get(self, key: Any, make: Callable[[], Any]) -> Any:
        """The value of ``key``; ``make()`` runs the first time, and again after it raised or was dropped."""
        with self._guard:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
            if entry.made:
                return entry.value
            entry.waiting += 1
        try:
            with entry.lock:
                if not entry.made:
                    entry.value = make()
                    entry.made = True
                return entry.value
        finally:
            with self._guard:
                entry.waiting -= 1
                if not entry.made and not entry.waiting:
                    del self._entries[key]
                self._drop()

    def known(self, key: Any) -> Any:
        """The value of ``key`` where it was computed before, else None."""
        with self._guard:
            entry = self._entries.get(key)
            if entry is None or not entry.made:
                return None
            self._entries.move_to_end(key)
            return entry.value

    def _drop(self) -> None:
        """Forget the values asked for longest ago; the caller holds the guard."""
        if self.most is None:
            return
        over = len(self._entries) - self.most
        idle = [key for key, entry in self._entries.items() if not entry.waiting] if over > 0 else []
        for key in idle[:over]:
            del self._entries[key]
