"""Is the variety real, or only on paper: does it exist outside the space that was optimised?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import TradeOff
from recsys_core.stats.bootstrap import N_RESAMPLES, Resampling, percentile_interval
from recsys_core.types import FloatArray

LEAST_CARRIED = 0.2
"""Share of the optimised gain that some other space must show, see ``OnPaper``."""


@dataclass(frozen=True)
class Carried:
    """How much of the gain another space shows.

    Attributes:
        space: its name.
        gain: variety gained there beyond chance, in standard deviations between people.
        share: that over the gain in the optimised space, in the same unit.
        low: lower end of the 95% bootstrap interval of ``share``.
        high: upper end.
    """

    space: str
    gain: float
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class OnPaper:
    """The warning and what it rests on.

    Attributes:
        flagged: whether the gain is clear in the optimised space while every other space shows less than
            ``LEAST_CARRIED`` of it, upper ends of the intervals included.
        optimised: name of the optimised space.
        gain: variety gained there, in standard deviations between people.
        carried: one entry for every other space; without another space nothing can be flagged.
    """

    flagged: bool
    optimised: str
    gain: float
    carried: tuple[Carried, ...]


def on_paper(
    trade_off: TradeOff,
    lambdas: Sequence[float],
    *,
    optimised: str,
    chance: TradeOff,
    reference: float = 0.0,
    accuracy: str | None = None,
    n_resamples: int = N_RESAMPLES,
) -> tuple[OnPaper, ...]:
    """Compare the gain in the optimised space with the gains that the same lists make in the others.

    Any list that gives up relevance becomes somewhat more varied. So what counts in another space is the gain
    beyond ``chance``: random reranking of the same candidates, at the setting that costs as much accuracy.
    Noise in the vectors that is too weak to steer the lists is not flagged, for their variety is real.

    Args:
        trade_off: of the reranker.
        lambdas: the settings; all of them cost little more than one, for the same people are drawn for each.
        optimised: name of the space that the reranker used.
        chance: of the random reranker over the same candidates and people.
        reference: the setting compared to.
        accuracy: key that tells the cost, NDCG by default.
        n_resamples: bootstrap resamples over people.

    Returns:
        A finding for each setting.

    Raises:
        SettingError: the optimised space is not among those that are measured.
        ValueError: the two sides are measured on other people.
    """
    spaces = list(trade_off.yardstick.spaces)
    if optimised not in spaces:
        raise SettingError(f"No space named {optimised}. Choose from: {', '.join(spaces)}.")
    if not np.array_equal(trade_off.users, chance.users):
        raise ValueError("both sides must be measured on the same people")
    cost_key = accuracy or f"ndcg@{trade_off.k}"
    ordered = [optimised, *(space for space in spaces if space != optimised)]
    gains = []
    for lambda_ in lambdas:
        as_dear = _as_dear(chance, cost_key, trade_off.curve.at(lambda_)[cost_key])
        gains.append(_gains(trade_off, ordered, (reference, lambda_), chance, as_dear))
    if not gains:
        return ()
    values = np.stack(gains)  # (settings, spaces, people)
    resampled = Resampling(values.shape[2], n_resamples).means(values.reshape(-1, values.shape[2]).T)
    resampled = resampled.reshape(n_resamples, *values.shape[:2])
    return tuple(_finding(ordered, values[at], resampled[:, at]) for at in range(len(values)))


def _gains(
    trade_off: TradeOff, ordered: list[str], between: tuple[float, float], chance: TradeOff, as_dear: float
) -> FloatArray:
    """(spaces, n) each person's gain between two settings, over the spread of people at the first.

    In all spaces but the first, what chance gives where it is ``as_dear`` is taken off.
    """
    reference, lambda_ = between
    gains = []
    for space in ordered:
        key = f"ild_{space.replace('-', '_')}@{trade_off.k}"
        before = trade_off.per_user(key, reference)
        gain = trade_off.per_user(key, lambda_) - before
        if space != ordered[0]:
            gain = gain - (chance.per_user(key, as_dear) - chance.per_user(key, 0.0))
        gains.append(gain / max(float(before.std()), 1e-12))
    return np.stack(gains)


def _finding(ordered: list[str], gains: FloatArray, resampled: FloatArray) -> OnPaper:
    """What gains (spaces, n) and their resampled means (n_resamples, spaces) say."""
    means = gains.mean(axis=1)
    optimised, own = ordered[0], float(means[0])
    own_low, _ = percentile_interval(resampled[:, :1])
    if own_low[0] <= 0:  # nothing is claimed, so nothing can be on paper only
        return OnPaper(False, optimised, own, ())
    low, high = percentile_interval(resampled[:, 1:] / resampled[:, :1])
    carried = tuple(
        Carried(space, float(means[i + 1]), float(means[i + 1] / own), float(low[i]), float(high[i]))
        for i, space in enumerate(ordered[1:])
    )
    flagged = bool(carried) and all(space.high < LEAST_CARRIED for space in carried)
    return OnPaper(flagged, optimised, own, carried)


def _as_dear(chance: TradeOff, key: str, accuracy: float) -> float:
    """The first λ at which chance has lost as much; its end where it never does."""
    lost = np.flatnonzero(chance.curve.values[key] <= accuracy)
    # At an accuracy that is not below the start, chance has nothing to give up either.
    return float(chance.curve.breakpoints[lost[0] if len(lost) else -1])
