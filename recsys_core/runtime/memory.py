"""One bound on the memory of all the process's caches; what was not used for longest goes first."""

from __future__ import annotations

import os
import sys
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from recsys_core.runtime.cache import KeyedCache

VARIABLE = "EQUIPOISE_MEMORY_GB"
SHARE = 0.5
"""Of what the machine or its container has, where ``VARIABLE`` names nothing."""

_CONTAINER_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")

_CONTAINER_USE = ("/sys/fs/cgroup/memory.current", "/sys/fs/cgroup/memory/memory.usage_in_bytes")


@dataclass
class _Kept:
    n_bytes: int
    drop: Callable[[], bool]


class Budget:
    """What is kept by all caches that share it, in the order of its last use.

    Args:
        limit: bytes. What was used last stays, whatever its size.

    Raises:
        ValueError: limit < 1.
    """

    def __init__(self, limit: int) -> None:
        if limit < 1:
            raise ValueError(f"limit must be at least 1 byte, got {limit}")
        self.limit = limit
        self._kept: OrderedDict[tuple[int, Hashable], _Kept] = OrderedDict()
        self._used = 0
        self._guard = RLock()  # a cache may be collected, and forgotten here, while another one is used

    @property
    def used(self) -> int:
        """Bytes kept now."""
        return self._used

    def use(self, owner: int, key: Hashable, n_bytes: int, drop: Callable[[], bool]) -> None:
        """Note that a value was used just now, and drop others until the rest fits.

        Args:
            owner: of the cache, unique in the process.
            key: in that cache.
            n_bytes: of the value.
            drop: removes it from its cache; False where somebody waits for it, so that it stays.
        """
        with self._guard:
            before = self._kept.pop((owner, key), None)
            self._used += n_bytes - (before.n_bytes if before else 0)
            self._kept[(owner, key)] = _Kept(n_bytes, drop)
            for token, kept in list(self._kept.items())[:-1] if self._used > self.limit else ():
                if self._used <= self.limit:
                    break
                if kept.drop() and self._kept.pop(token, None) is not None:
                    self._used -= kept.n_bytes

    def forget(self, owner: int) -> None:
        """Count nothing of a cache any more: it has been deleted."""
        with self._guard:
            for token in [token for token in self._kept if token[0] == owner]:
                self._used -= self._kept.pop(token).n_bytes


class BudgetedCache(KeyedCache):
    """A ``KeyedCache`` whose values count towards a budget that other caches share.

    Args:
        budget: the process's by default.
        size_of: bytes of a value.
    """

    def __init__(self, budget: Budget | None = None, size_of: Callable[[Any], int] | None = None) -> None:
        super().__init__()
        self._budget = budget or process_budget()
        self._bytes_of = size_of or n_bytes
        self._drop = weakref.WeakMethod(self._drop_idle)  # the budget must not keep a cache alive
        weakref.finalize(self, self._budget.forget, id(self))

    def get(self, key: Any, compute: Callable[[], Any]) -> Any:
        """See ``KeyedCache.get``."""
        value = super().get(key, compute)
        self._note(key, value)
        return value

    def peek(self, key: Any) -> Any:
        """See ``KeyedCache.peek``."""
        value = super().peek(key)
        if value is not None:
            self._note(key, value)
        return value

    def _note(self, key: Any, value: Any) -> None:
        drop = self._drop

        def drop_this() -> bool:
            method = drop()
            return True if method is None else method(key)

        self._budget.use(id(self), key, self._bytes_of(value), drop_this)

    def _drop_idle(self, key: Any) -> bool:
        with self._guard:
            entry = self._entries.get(key)
            if entry is not None and entry.waiting:
                return False
            self._entries.pop(key, None)
            return True


@cache
def process_budget() -> Budget:
    """The budget of this process: EQUIPOISE_MEMORY_GB, else half of what there is.

    Raises:
        ValueError: the variable is not a number above 0.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if not named:
        return Budget(int(SHARE * available_memory()))
    try:
        gigabytes = float(named)
    except ValueError:
        gigabytes = 0.0
    if not 0 < gigabytes < float("inf"):
        raise ValueError(f"{VARIABLE} must be a number of gigabytes above 0, got {named!r}")
    return Budget(max(1, int(gigabytes * 1e9)))


def available_memory(limits: tuple[str, ...] = _CONTAINER_LIMITS) -> int:
    """Bytes of the machine, or of its container where that has less.

    Args:
        limits: files in which the system states a container's bound.
    """
    found = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for file in limits:
        try:
            text = Path(file).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if text.isdigit():  # "max": no bound
            found.append(int(text))
    return min(found)


def free_memory() -> int:
    """Bytes that can be taken now: of the machine, or of its container where that has less."""
    found = [available_memory()]
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        found += [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    except OSError:  # another system than Linux
        pass
    for limit, used in zip(_CONTAINER_LIMITS, _CONTAINER_USE, strict=True):
        try:
            bound, taken = (Path(file).read_text(encoding="ascii").strip() for file in (limit, used))
        except OSError:
            continue
        if bound.isdigit() and taken.isdigit():
            found.append(int(bound) - int(taken))
    return max(0, min(found))


def n_bytes(value: Any) -> int:
    """Bytes of the arrays in a value: in dataclasses, objects, tuples, lists and dicts; each array once."""
    seen: set[int] = set()

    def size(part: Any) -> int:
        if part is None or isinstance(part, str | int | float | bool | type) or id(part) in seen:
            return 0
        seen.add(id(part))
        if isinstance(part, np.ndarray):
            return size(part.base) if isinstance(part.base, np.ndarray) else int(part.nbytes)
        if isinstance(part, dict):
            return sum(map(size, part.values()))
        if isinstance(part, list | tuple | set | frozenset):
            return sum(map(size, part))
        if is_dataclass(part):
            inner = [getattr(part, field.name) for field in fields(part)]
            return sum(map(size, [*inner, *vars(part).values()] if hasattr(part, "__dict__") else inner))
        if type(part).__module__.startswith(("recsys_core", "scipy.sparse")) and hasattr(part, "__dict__"):
            return sum(map(size, vars(part).values()))
        return sys.getsizeof(part, 0)

    return size(value)
