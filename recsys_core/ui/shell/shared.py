"""Results that all visitors share, kept for each data set and model."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from recsys_core.runtime.cache import KeyedCache
from recsys_core.workbench import Workbench

P = ParamSpec("P")
R = TypeVar("R")

Shared = Callable[Concatenate[Workbench, P], R]


def shared(max_size: int) -> Callable[[Shared[P, R]], Shared[P, R]]:
    """Cache a function of a workbench and hashable arguments, for each data set and model.

    Concurrent callers of one result block until it is there. Results are shared by all visitors: never change
    one in place.

    Args:
        max_size: number of results kept, the most recently used ones.
    """

    def decorate(function: Shared[P, R]) -> Shared[P, R]:
        cache = KeyedCache(max_size)

        @wraps(function)
        def cached(bench: Workbench, *args: P.args, **kwargs: P.kwargs) -> R:
            key: Any = (bench.key, args, tuple(sorted(kwargs.items())))
            found: R = cache.get(key, lambda: function(bench, *args, **kwargs))
            return found

        return cached

    return decorate
