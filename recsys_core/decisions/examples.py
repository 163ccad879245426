"""What to show of many, selected by rule: groups at both ends, and three people who stand for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from recsys_core.decisions.explain.outcome import Outcome
from recsys_core.decisions.impact import LOSES_MUCH, GroupEffect
from recsys_core.evaluation.curves import TradeOff
from recsys_core.metrics.hits import hits
from recsys_core.types import BoolArray, FloatArray, IndexArray


def clearest(groups: Sequence[GroupEffect], most: int) -> tuple[list[GroupEffect], list[GroupEffect]]:
    """At most ``most`` groups from both ends; those without accuracy before are left out.

    Args:
        groups: from ``group_effects``.
        most: number of places; of an odd one the larger half goes to the first end.

    Returns:
        Those that most clearly do badly, the lowest upper end first; of the others those that most clearly do
        well, the highest lower end last.
    """
    order = [group for group in groups if group.has_share]
    n_worst = (most + 1) // 2
    best = sorted(order[n_worst:], key=lambda group: -group.accuracy_percent.low)[: most // 2]
    return order[:n_worst], best[::-1]


Kind = Literal["typical", "gainer", "loser"]


@dataclass(frozen=True, eq=False)
class Example:
    """One person who stands for others.

    Attributes:
        kind: for whom: "typical" for everybody whose list changes, "gainer" and "loser" for those who gain or
            lose more than ``LOSES_MUCH`` of their accuracy.
        user: user_idx.
        n_alike: number of those people.
        n_new: items in the list at the setting that the list before does not hold.
        outcome: both lists, compared with what the person liked later.
        accuracy: the person's accuracy before and at the setting; without outcomes the relevance kept.
    """

    kind: Kind
    user: int
    n_alike: int
    n_new: int
    outcome: Outcome
    accuracy: tuple[float, float]


def examples(trade_off: TradeOff, lambda_: float, *, reference: float = 0.0) -> tuple[Example, ...]:
    """A typical person, a clear gainer and a clear loser; those that do not exist are left out.

    Each is the middle one of the people for whom it stands, ordered by the change of accuracy as a share of
    their own, then by the number of new items: neither the most extreme nor a favourable one. A gain from
    nothing is larger than any share. Of an even number the lower of the two middle ones; of several with the
    same change and number the one with the lowest index. One person may stand for two kinds.

    Args:
        trade_off: measured on these users.
        lambda_: the setting.
        reference: the setting that it is compared with.
    """
    key = trade_off.accuracy
    before, now = trade_off.per_user(key, reference), trade_off.per_user(key, lambda_)
    first, lists = trade_off.lists(reference), trade_off.lists(lambda_)
    n_new = n_not_in(lists, first)
    change = np.where(now > before, np.inf, 0.0)  # from nothing
    np.divide(now - before, before, out=change, where=before > 0)
    people: dict[Kind, BoolArray] = {
        "typical": (lists != first).any(axis=1),
        "gainer": now > before * (1 + LOSES_MUCH),
        "loser": now < before * (1 - LOSES_MUCH),
    }
    found = []
    for kind, concerned in people.items():
        if not concerned.any():
            continue
        row = _middle(change, n_new, concerned)
        user = int(trade_off.users[row])
        outcome = Outcome(trade_off.ground_truth.liked_by(user), first[row], lists[row])
        accuracy = float(before[row]), float(now[row])
        found.append(Example(kind, user, int(concerned.sum()), int(n_new[row]), outcome, accuracy))
    return tuple(found)


def n_not_in(lists: IndexArray, others: IndexArray) -> IndexArray:
    """(n,) how many items of each list, padded with -1, its counterpart among ``others`` does not hold."""
    missing = (lists[:, :, None] != others[:, None, :]).all(axis=2)
    return np.asarray((missing & (lists >= 0)).sum(axis=1))


def n_liked_shown(trade_off: TradeOff, users: IndexArray, lambda_: float) -> IndexArray:
    """(n,) how many items of each user's list they liked later."""
    lists = trade_off.paths.at(lambda_)[users]
    return np.asarray(hits(lists, users, trade_off.ground_truth.relevant_matrix).sum(axis=1))


def _middle(change: FloatArray, n_new: IndexArray, concerned: BoolArray) -> int:
    rows = np.flatnonzero(concerned)
    order = rows[np.lexsort((n_new[rows], change[rows]))]
    middle = order[(len(order) - 1) // 2]
    return int(rows[(change[rows] == change[middle]) & (n_new[rows] == n_new[middle])][0])
