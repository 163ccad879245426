"""Keep the linear algebra library to one thread where our own threads, or another library's, do the work.

Its idle threads do not sleep at once: they spin for tens of milliseconds and take the processors from whoever
computes next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from threadpoolctl import threadpool_limits

_LOCK = RLock()  # the limit is the process's: two that overlap would restore each other's


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """One thread of linear algebra inside; who comes at the same moment waits."""
    with _LOCK, threadpool_limits(1, "blas"):
        yield
