"""A cache shared by all sessions that computes each value once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any


class _Entry:
    """The value of one key once it is computed, and how many callers wait for it."""

    __slots__ = ("computed", "lock", "value", "waiting")

    def __init__(self) -> None:
        self.lock = Lock()
        self.waiting = 0
        self.computed = False
        self.value: Any = None


class KeyedCache:
    """A thread-safe cache that computes the value of each key once; concurrent callers block meanwhile.

    Args:
        max_size: number of values kept, the most recently used ones; None keeps all. A value that a caller
            waits for is never evicted. Evicting a value does not affect those who hold it.

    Raises:
        ValueError: max_size < 1.
    """

    def __init__(self, max_size: int | None = None) -> None:
        if max_size is not None and max_size < 1:
            raise ValueError(f"max_size must be at least 1, got {max_size}")
        self.max_size = max_size
        self._entries: OrderedDict[Any, _Entry] = OrderedDict()
        self._guard = Lock()

    def __len__(self) -> int:
        """Number of values kept, including those being computed."""
        return len(self._entries)

    def get(self, key: Any, compute: Callable[[], Any]) -> Any:
        """The value of ``key``.

        Args:
            key: hashable.
            compute: called when there is no value, also after an earlier call raised.

        Raises:
            Exception: whatever ``compute`` raises; nothing is stored then.
        """
        with self._guard:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
            if entry.computed:
                return entry.value
            entry.waiting += 1
        try:
            with entry.lock:
                if not entry.computed:
                    entry.value = compute()
                    entry.computed = True
                return entry.value
        finally:
            with self._guard:
                entry.waiting -= 1
                if not entry.computed and not entry.waiting:
                    del self._entries[key]
                self._evict()

    def peek(self, key: Any) -> Any:
        """The value of ``key`` if it has been computed, else None; counts as a use."""
        with self._guard:
            entry = self._entries.get(key)
            if entry is None or not entry.computed:
                return None
            self._entries.move_to_end(key)
            return entry.value

    def _evict(self) -> None:
        """Drop the least recently used values; the caller holds the guard."""
        if self.max_size is None:
            return
        excess = len(self._entries) - self.max_size
        idle = [key for key, entry in self._entries.items() if not entry.waiting] if excess > 0 else []
        for key in idle[:excess]:
            del self._entries[key]
