"""The order in which all users' lists change as λ rises."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.types import FloatArray, IndexArray


@dataclass(frozen=True)
class Events:
    """All list changes of a set of users, merged in λ order.

    Attributes:
        first: (n_users,) row of each user's list at λ = 0.
        old: (n_events,) row of the list that is replaced.
        new: (n_events,) row of the list that takes over.
        breakpoints: (m,) ascending distinct λ from 0.0; all but the first hold at least one event.
        ends: (m,) number of events up to and including the breakpoint.
    """

    first: IndexArray
    old: IndexArray
    new: IndexArray
    breakpoints: FloatArray
    ends: IndexArray


def merge_events(offsets: IndexArray, breakpoints: FloatArray, users: IndexArray) -> Events:
    """Merge the changes of ``users`` into one sequence; changes at one λ keep the order of the rows.

    Args:
        offsets: (n_all_users + 1,): the lists of user u are rows ``offsets[u]:offsets[u + 1]``, at least one.
        breakpoints: (n_lists,) λ at which each list takes over, ascending within a user, the first 0.0.
        users: (n_users,) distinct user indices.

    Raises:
        ValueError: a user has no list.
    """
    first, counts = offsets[users], np.diff(offsets)[users]
    if np.any(counts < 1):
        raise ValueError(f"every user needs a list, user {users[np.argmin(counts)]} has none")
    position = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = np.repeat(first, counts) + position
    later = rows[position > 0]
    later = later[np.argsort(breakpoints[later], kind="stable")]
    at = breakpoints[later]
    distinct = np.unique(np.concatenate([[0.0], at]))
    return Events(first, later - 1, later, distinct, np.searchsorted(at, distinct, side="right"))


def running_mean(values: FloatArray, events: Events) -> FloatArray:
    """(m,) mean of ``values`` (n_lists,) over users at each breakpoint, by cumulative sums of differences."""
    if not len(events.first):
        return np.zeros(len(events.breakpoints))
    changes = np.concatenate([[0.0], np.cumsum(values[events.new] - values[events.old])])
    return (values[events.first].sum() + changes[events.ends]) / len(events.first)
