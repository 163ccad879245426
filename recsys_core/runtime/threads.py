"""Work on many people at once: plain threads around kernels that let go of the interpreter.

Not numba's own parallel loops: those compile far longer, and its simplest threading layer aborts the process
when two sessions compute at the same moment.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import RLock

from threadpoolctl import threadpool_limits

# --- Keep the linear algebra library to one thread where our own threads, or another library's, do the wo

_LOCK = RLock()  # the limit is the process's: two that overlap would restore each other's


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """One thread of linear algebra inside; who comes at the same moment waits."""
    with _LOCK, threadpool_limits(1, "blas"):
        yield


AT_ONCE = 32
"""People a thread takes at a time: few enough that all threads end together."""


_limit: int | None = None


def limit_threads(n: int) -> None:
    """Let this process use at most ``n`` processors from now on, for one of several worker processes."""
    global _limit
    _limit = n


def n_threads() -> int:
    """Processors this process may use."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return own if _limit is None else min(own, _limit)


def for_all(n_users: int, work: Callable[[int, int], None], at_once: int = AT_ONCE) -> None:
    """Call ``work(first, stop)`` for ranges of ``at_once`` that cover ``n_users`` people, on all processors.

    Whatever ``work`` raises is raised here.
    """
    workers = min(n_threads(), (n_users + at_once - 1) // at_once)
    if workers <= 1:
        if n_users:
            work(0, n_users)
        return
    with ThreadPoolExecutor(workers) as pool:
        starts = range(0, n_users, at_once)
        for _ in pool.map(lambda first: work(first, min(n_users, first + at_once)), starts):
            pass
