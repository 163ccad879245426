"""Work that no caller waits for: a few threads of the process compute it, and whoever asks again finds it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from threading import Condition
from typing import Any, Generic, TypeVar

from recsys_core.errors import RecsysError

logger = logging.getLogger(__name__)

WORKERS = 2
"""Tasks computed at a time; the visitors' own requests need the processors, too."""

MOST_ERRORS = 256
"""Errors remembered, the latest ones: the task of a forgotten one is tried again when it is asked for."""

T = TypeVar("T")


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What is known of a task.

    Attributes:
        value: None while there is none.
        error: what the task raised, without its traceback, which would keep large arrays alive.
        number: of the log entry of an error that nobody expected, "" of a ``RecsysError``.
    """

    value: T | None = None
    error: Exception | None = None
    number: str = ""

    @property
    def pending(self) -> bool:
        """Whether the task waits or runs."""
        return self.value is None and self.error is None


class Background:
    """Tasks by key, each computed once in a thread.

    Values are not kept here: a task leaves its value in a cache that ``peek`` looks into. What a task raises
    is kept, of the latest ``MOST_ERRORS``, and the task is not tried again before ``forget_errors``.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._running: set[Any] = set()
        self._failed: dict[Any, Answer[Any]] = {}

    def look(self, key: Any, peek: Callable[[], T | None], compute: Callable[[], object]) -> Answer[T]:
        """What became of the task; starts it where there is neither a value nor an error.

        Args:
            key: hashable; names the task.
            peek: its value if it has been computed, else None; called in this thread.
            compute: computes the value and leaves it where ``peek`` finds it; called in another thread.
        """
        value = peek()
        if value is not None:
            return Answer(value)
        with self._changed:
            if key in self._failed:
                return self._failed[key]
            if key not in self._running:
                self._running.add(key)
                _threads().submit(self._run, key, compute)
        return Answer()

    def forget_errors(self) -> None:
        """Drop every error, so that the next look starts those tasks again."""
        with self._changed:
            self._failed.clear()

    def wait(self) -> None:
        """Block until every task started so far has ended, well or not."""
        with self._changed:
            self._changed.wait_for(lambda: not self._running)

    def _run(self, key: Any, compute: Callable[[], object]) -> None:
        failed: Answer[Any] | None = None
        try:
            if not _is_ending():
                compute()
        except Exception as error:  # whatever it is: whoever looks next is told
            if _is_ending():  # nobody looks any more, and the task may have asked for threads, too
                return
            number = "" if isinstance(error, RecsysError) else secrets.token_hex(3)
            if number:
                logger.exception("error %s: %s could not be computed", number, key)
            failed = Answer(error=_bare(error), number=number)
        with self._changed:
            self._running.discard(key)
            if failed is not None:
                self._failed[key] = failed
                if len(self._failed) > MOST_ERRORS:
                    del self._failed[next(iter(self._failed))]
            self._changed.notify_all()


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(WORKERS, thread_name_prefix="background")


def _is_ending() -> bool:
    """Whether the process ends: Python then takes no more tasks, and those that wait are in its way."""
    try:
        _threads().submit(int)
    except RuntimeError:
        return True
    return False


def _bare(error: Exception) -> Exception:
    """The error without tracebacks and causes."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
