"""What all sessions share: opened data sets, trainings, and results kept for each data set and model."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from recsys_core import config, data
from recsys_core.jobs import Runs
from recsys_core.runtime.cache import KeyedCache
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench

PREFERRED = "ml-100k"
EMBEDDED = "sample"

P = ParamSpec("P")
R = TypeVar("R")

Shared = Callable[Concatenate[Workbench, P], R]

_OPENED = KeyedCache(4)  # data sets, each with a model


def open_workbench(name: str, model: str = "") -> Workbench:
    """Open a data set with the model of a training or the shipped one; shared by all visitors.

    Files that were replaced since are read anew.

    Raises:
        DataError: the data cannot be read.
        SettingError: there is no finished training of that id.
        CheckpointError: its model is damaged or was made for other data.
    """

    def opened() -> Workbench:
        return Workbench.open(name, checkpoint=runs().model(model) if model else None)

    found: Workbench = _OPENED.get((name, model, _stamp(name), _model_stamp(model)), opened)
    return found


def words_of(bench: Workbench, language: str) -> Words:
    """The language, in the manner in which these data can be spoken of."""
    if not bench.is_scored:
        return Words(language)
    return Words(language, ("scored",) if bench.has_outcomes else ("kept", "scored"))


def shared(max_size: int) -> Callable[[Shared[P, R]], Shared[P, R]]:
    """Cache a function of a workbench and hashable arguments, for each data set and model.

    Concurrent callers of one result block until it is there. Results are shared by all visitors: never change
    one in place.

    Args:
        max_size: number of results kept, the most recently used ones.
    """

    def decorate(function: Shared[P, R]) -> Shared[P, R]:
        results = KeyedCache(max_size)

        @wraps(function)
        def cached(bench: Workbench, *args: P.args, **kwargs: P.kwargs) -> R:
            key: Any = (bench.key, bench.level, args, tuple(sorted(kwargs.items())))
            found: R = results.get(key, lambda: function(bench, *args, **kwargs))
            return found

        return cached

    return decorate


@cache
def freeze_loaded_objects() -> None:
    """Exclude what the first page has loaded from garbage collection, once per server.

    Most of it stays as long as the server does; a full collection that looks through all of it holds every
    visitor up for a fifth of a second. Objects without references are still freed, except in cycles.
    """
    gc.collect()
    gc.freeze()


def _stamp(name: str) -> tuple[tuple[str, int, int], ...]:
    """Path, time and size of every file in a data set of this server, nested ones too; () for others."""
    if Path(name).name != name or name in ("", ".", ".."):
        return ()
    folder = config.data_root() / name
    try:
        found = [(path.relative_to(folder).as_posix(), path.stat()) for path in folder.rglob("*")]
    except (OSError, ValueError):  # removed just now, or no valid name: opening it reports that
        return ()
    return tuple(sorted((file, stat.st_mtime_ns, stat.st_size) for file, stat in found))


def _model_stamp(model: str) -> tuple[int, int] | None:
    """Time and size of the card of a training's model, which lists its files; None where there is none."""
    try:
        stat = (config.runs_root() / model / "model" / "card.json").stat()
    except (OSError, ValueError):  # opening it reports that
        return None
    return stat.st_mtime_ns, stat.st_size


def runs() -> Runs:
    """The trainings of this server."""
    return Runs(config.runs_root())


def available() -> list[str]:
    """Data sets on this server: the preferred one first, then the embedded one, then uploads."""
    names = data.available()
    return sorted(names, key=lambda name: (name != PREFERRED, name != EMBEDDED))
