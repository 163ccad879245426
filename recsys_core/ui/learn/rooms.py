"""The live classes of this server: one open store, and short-lived copies of what everybody looks at.

Sixty students ask twice a second whether anything has changed. All of them share one look into the database.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Thread
from typing import Any

from recsys_core import config
from recsys_core.errors import StoreError
from recsys_core.runtime.cache import KeyedCache
from recsys_core.store import Classes, LiveClass, Tally
from recsys_core.store.database import FILE

logger = logging.getLogger(__name__)

FRESH_SECONDS = 0.5

_STORES = KeyedCache(4)
_LOOKS = KeyedCache(256)
_CLEANED, _STARTED = KeyedCache(1), KeyedCache(1)
_changes: defaultdict[str, int] = defaultdict(int)


def classes() -> Classes:
    """The store of live classes; classes older than 30 days are deleted once a day.

    Raises:
        StoreError: the database cannot be used.
    """
    where = (config.database_url(), str(config.state_root()))
    store: Classes = _STORES.get(where, Classes.open)
    _CLEANED.get((where, _today()), store.delete_old)
    return store


def live(code: str) -> LiveClass:
    """A class as it was at most FRESH_SECONDS ago; changes made on this server show at once.

    Raises:
        StoreError: there is no such class, or the database cannot be used.
    """
    found: LiveClass = _look("class", code, lambda: classes().get(code))
    return found


def tallies(code: str) -> dict[str, Tally]:
    """Counted answers, as fresh as ``live``."""
    found: dict[str, Tally] = _look("tallies", code, lambda: classes().tallies(code))
    return found


def changed(code: str) -> None:
    """Look anew at a class: something in it was changed here."""
    _changes[code] += 1


def clean_up() -> None:
    """Delete old classes, once a day and in a thread, whoever opens the lessons; no visitor waits for it."""
    if config.database_url() is None and not (config.state_root() / FILE).exists():
        return  # nobody has opened a class yet
    _STARTED.get((config.database_url(), str(config.state_root()), _today()), _start_cleaning)


def _start_cleaning() -> Thread:
    thread = Thread(target=_clean, name="old classes", daemon=True)
    thread.start()
    return thread


def _clean() -> None:
    try:
        classes()
    except StoreError as error:  # the next one to enter a class is told; here nobody is concerned
        logger.warning("old classes could not be deleted: %s", error)


def _look(kind: str, code: str, read: Callable[[], Any]) -> Any:
    slot = int(time.monotonic() / FRESH_SECONDS)
    return _LOOKS.get((kind, code, _changes[code], slot, str(config.database_url())), read)


def _today() -> date:
    return datetime.now(UTC).date()
