"""Does the variety transfer: does it exist outside the space that was optimised?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import TradeOff
from recsys_core.metrics.registry import METRICS
from recsys_core.protocol import STANDARD, MeasurementProtocol
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray

LEAST_TRANSFER = 0.2
"""Share of the optimised gain that some other space must show, see ``Transfer.flagged``."""


@dataclass(frozen=True)
class SpaceTransfer:
    """How much of the gain another space shows.

    Attributes:
        space: its name.
        gain: variety gained there beyond chance, in standard deviations between users.
        share: that over the gain in the optimised space, in the same unit.
    """

    space: str
    gain: float
    share: Interval[float]


@dataclass(frozen=True)
class Transfer:
    """What other spaces show of the gain in the optimised one.

    Attributes:
        optimised: name of the optimised space.
        gain: variety gained there, in standard deviations between users.
        others: one entry for each other space; empty where the gain itself is not clear.
    """

    optimised: str
    gain: float
    others: tuple[SpaceTransfer, ...]

    @property
    def best_share(self) -> Interval[float]:
        """The largest share of the gain that another space shows, below 0 counted as 0.

        Raises:
            ValueError: there is no other space.
        """
        share = max((space.share for space in self.others), key=lambda share: share.value)
        return Interval(*(max(0.0, end) for end in (share.value, share.low, share.high)))

    @property
    def flagged(self) -> bool:
        """Whether the gain is clear but every other space shows less than ``LEAST_TRANSFER`` of it.

        Upper ends of the intervals included; without another space nothing is flagged.
        """
        return bool(self.others) and all(space.share.high < LEAST_TRANSFER for space in self.others)


def transfers(
    trade_off: TradeOff,
    lambdas: Sequence[float],
    *,
    optimised: str,
    chance: TradeOff,
    reference: float = 0.0,
    accuracy: str | None = None,
    protocol: MeasurementProtocol = STANDARD,
) -> tuple[Transfer, ...]:
    """Compare the gain in the optimised space with the gains that the same lists make in the others.

    Any list that gives up relevance becomes somewhat more varied. So what counts in another space is the gain
    beyond ``chance``: random reranking of the same candidates, at the setting that costs as much accuracy.
    Noise in the vectors that is too weak to steer the lists is not flagged, because their variety is real.

    Args:
        trade_off: of the reranker.
        lambdas: the settings; all of them cost little more than one, because the same users are drawn.
        optimised: name of the space that the reranker used.
        chance: of the random reranker over the same candidates and users.
        reference: the setting compared to.
        accuracy: key that measures the cost, NDCG by default.
        protocol: of the resampling.

    Returns:
        One for each setting.

    Raises:
        SettingError: the optimised space is not among those that are measured.
        ValueError: the two sides are measured on different users.
    """
    spaces = list(trade_off.ground_truth.spaces)
    if optimised not in spaces:
        raise SettingError(f"No space named {optimised}. Choose from: {', '.join(spaces)}.")
    if not np.array_equal(trade_off.users, chance.users):
        raise ValueError("both sides must be measured on the same users")
    cost_key = accuracy or trade_off.accuracy
    ordered = [optimised, *(space for space in spaces if space != optimised)]
    gains = []
    for lambda_ in lambdas:
        equal_cost = _equal_cost(chance, cost_key, trade_off.curve.at(lambda_)[cost_key])
        gains.append(_gains(trade_off, ordered, (reference, lambda_), chance, equal_cost))
    if not gains:
        return ()
    values = np.stack(gains)  # (settings, spaces, users)
    resampling = Resampling.under(protocol, values.shape[2])
    resampled = resampling.means(values.reshape(-1, values.shape[2]).T)
    resampled = resampled.reshape(resampling.n_resamples, *values.shape[:2])
    return tuple(_transfer(ordered, values[at], resampled[:, at]) for at in range(len(values)))


def _gains(
    trade_off: TradeOff,
    ordered: list[str],
    between: tuple[float, float],
    chance: TradeOff,
    equal_cost: float,
) -> FloatArray:
    """(spaces, n) each user's gain between two settings, over the spread of users at the first.

    In all spaces but the first, the gain that chance makes at the λ ``equal_cost`` is subtracted.
    """
    reference, lambda_ = between
    gains = []
    for space in ordered:
        key = f"{METRICS['ild'].variant(space)}@{trade_off.k}"
        before = trade_off.per_user(key, reference)
        gain = trade_off.per_user(key, lambda_) - before
        if space != ordered[0]:
            gain = gain - (chance.per_user(key, equal_cost) - chance.per_user(key, 0.0))
        gains.append(gain / max(float(before.std()), 1e-12))
    return np.stack(gains)


def _transfer(ordered: list[str], gains: FloatArray, resampled: FloatArray) -> Transfer:
    """Summarise gains (spaces, n) and their resampled means (n_resamples, spaces)."""
    means = gains.mean(axis=1)
    own = percentile_interval(means[:1], resampled[:, :1])[0]
    if not own.above_zero:  # no gain is claimed, so none can fail to transfer
        return Transfer(ordered[0], own.value, ())
    # Of few users, some of the 2.5% of resamples below the interval may gain nothing: no share of nothing.
    gained = resampled[resampled[:, 0] > 0]
    shares = percentile_interval(means[1:] / own.value, gained[:, 1:] / gained[:, :1])
    others = tuple(
        SpaceTransfer(space, float(means[i + 1]), shares[i]) for i, space in enumerate(ordered[1:])
    )
    return Transfer(ordered[0], own.value, others)


def _equal_cost(chance: TradeOff, key: str, accuracy: float) -> float:
    """The first λ at which chance has lost as much accuracy; its end where it never does."""
    lost = np.flatnonzero(chance.curve.values[key] <= accuracy)
    # At an accuracy that is not below the start, chance has nothing to give up either.
    return float(chance.curve.breakpoints[lost[0] if len(lost) else -1])
