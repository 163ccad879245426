"""Relevance is what the model thinks, accuracy what people later did: both for the same lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.curves import TradeOff
from recsys_core.types import Candidates, FloatArray


@dataclass(frozen=True)
class LaterLikes:
    """The lists of all evaluated people at one setting.

    Attributes:
        relevance: mean relevance of a listed item, in [0, 1].
        liked: mean share of listed items that the person liked later, in [0, 1].
        nobody: share of people who later liked no item of their list, in [0, 1].
    """

    relevance: float
    liked: float
    nobody: float


def later_likes(trade_off: TradeOff, candidates: Candidates, lambda_: float) -> LaterLikes:
    """Compare what the model promised with what became of it.

    Args:
        trade_off: measured with precision.
        candidates: what its lists were made from.
        lambda_: the setting.

    Returns:
        Means over the evaluated people; a rank left empty counts as a miss of relevance 0.
    """
    lists = trade_off.lists(lambda_)
    relevance = list_relevance(
        lists, candidates.items[trade_off.users], candidates.relevance[trade_off.users]
    )
    liked = trade_off.per_user(f"precision@{trade_off.k}", lambda_)
    return LaterLikes(float(relevance.mean()), float(liked.mean()), float((liked == 0).mean()))


def list_relevance(lists: np.ndarray, items: np.ndarray, relevance: FloatArray) -> FloatArray:
    """(n, k) relevance of each listed item; 0 for padding and for what is no candidate.

    Args:
        lists: (n, k) item indices, padded with -1.
        items: (n, c) candidates of the same people, padded with -1.
        relevance: (n, c) of the candidates.

    >>> list_relevance(np.array([[7, 5, -1]]), np.array([[5, 7]]), np.array([[1.0, 0.25]])).tolist()
    [[0.25, 1.0, 0.0]]
    """
    out = np.zeros(lists.shape)
    for rank in range(lists.shape[1]):
        same = (items == lists[:, rank, None]) & (items >= 0)
        out[:, rank] = np.where(same, relevance, 0.0).sum(axis=1)
    return out
