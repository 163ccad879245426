"""A cache shared by all sessions that computes each value once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any


class _Entry:
    """The value of one key once it is computed, its size, and how many callers wait for it."""

    __slots__ = ("computed", "lock", "size", "value", "waiting")

    def __init__(self) -> None:
        self.lock = Lock()
        self.waiting = 0
        self.size = 0
        self.computed = False
        self.value: Any = None


class KeyedCache:
    """A thread-safe cache that computes the value of each key once; concurrent callers block meanwhile.

    Args:
        max_size: sum of the sizes of the values kept, the most recently used ones; None keeps all. The value
            used last stays whatever its size, and one that a caller waits for is never evicted. Evicting a
            value does not affect those who hold it.
        size_of: size of a value, as a whole number; without it each counts as 1.

    Raises:
        ValueError: max_size < 1.
    """

    def __init__(self, max_size: int | None = None, size_of: Callable[[Any], int] = lambda value: 1) -> None:
        if max_size is not None and max_size < 1:
            raise ValueError(f"max_size must be at least 1, got {max_size}")
        self.max_size, self._size_of = max_size, size_of
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
                    entry.size = self._size_of(entry.value)
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
        excess = sum(entry.size for entry in self._entries.values()) - self.max_size
        for key, entry in list(self._entries.items())[:-1] if excess > 0 else ():
            if excess <= 0:
                break
            if not entry.waiting:
                excess -= entry.size
                del self._entries[key]
