"""Locks that the operating system releases when their process ends, even if it is killed."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

_TRIES, _PAUSE = 20, 0.01  # is_held holds a lock for an instant, so acquire retries


def acquire(path: Path) -> int | None:
    """Acquire a lock, held as long as the returned file descriptor or a child's copy of it stays open.

    Returns:
        The descriptor, or None if another process holds the lock.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    for _ in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        else:
            return descriptor
    os.close(descriptor)
    return None


def is_held(path: Path) -> bool:
    """Whether a process holds the lock; concurrent calls do not affect each other."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
