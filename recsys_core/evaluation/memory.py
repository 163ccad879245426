"""How much memory a trade-off will take, estimated from a few people before anything large is made."""

from __future__ import annotations

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.evaluation.paths import exact_paths
from recsys_core.messages import message
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.method import Reranker
from recsys_core.runtime.memory import free_memory

FEW_PEOPLE = 5_000
"""Up to here nothing is estimated: the lists of so many people fit any machine."""

_SAMPLE = 200
_NUMBERS_A_METRIC = 2  # of 8 bytes: the list's value and the curve's
_OTHER_NUMBERS = 16  # of 8 bytes: breakpoint, owner, and the order of changes while curves are merged


def bytes_of_lists(inputs: RerankInputs, reranker: Reranker, k: int, n_metrics: int) -> int:
    """Bytes that measuring every list of every person will take at its peak.

    Args:
        inputs: all users.
        reranker: which gain.
        k: list length.
        n_metrics: metrics measured of each list.
    """
    step = max(1, inputs.n_users // _SAMPLE)
    some = np.arange(0, inputs.n_users, step)
    lists = float(exact_paths(inputs.of_users(some), reranker, k).n_lists.mean()) * inputs.n_users
    return round(lists * (4 * k + 8 * (_NUMBERS_A_METRIC * n_metrics + _OTHER_NUMBERS)))


def check_memory(inputs: RerankInputs, reranker: Reranker, k: int, n_metrics: int) -> None:
    """Refuse a trade-off that the free memory does not hold, before it is computed.

    Raises:
        SettingError: it does not.
    """
    if inputs.n_users <= FEW_PEOPLE:
        return
    needed, free = bytes_of_lists(inputs, reranker, k, n_metrics), free_memory()
    if needed > free:
        raise SettingError(
            message(
                "errors.trade_off_memory",
                "The lists of {people:,} people at every setting take about {needed:.1f} GB of memory; "
                "{free:.1f} GB are free. Choose shorter lists, or bring fewer people.",
                people=inputs.n_users,
                needed=needed / 1e9,
                free=free / 1e9,
            )
        )
