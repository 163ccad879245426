"""Intervals that hold at every look at once, so that a test may be stopped on any day.

Asymptotic confidence sequences with Robbins' normal mixture (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas,
Annals of Statistics 2024, eq. 12): after t pairs of people with standard error SE of the difference, the
interval is ``difference ± SE · c(t)`` with
``c(t) = sqrt(2 (t ρ² + 1) / (t ρ²) · ln(sqrt(t ρ² + 1) / α))``; ρ makes it narrowest at the planned number.
"""

from __future__ import annotations

from math import ceil, log, sqrt

from scipy.stats import norm

ERROR = 0.05
"""Two-sided error of the whole test, shared by the arms that are compared with what is shown now."""

POWERS = (0.8, 0.9)


def narrowest_at(planned: float, error: float) -> float:
    """ρ² that makes the interval narrowest after ``planned`` pairs."""
    return (-2 * log(error) + log(-2 * log(error) + 1)) / planned


def multiplier(pairs: float, rho2: float, error: float) -> float:
    """By what the standard error is multiplied after ``pairs`` pairs of people.

    A single look would take 1.96 at an error of 5%; the price of looking whenever one likes:

    >>> round(multiplier(1000, narrowest_at(1000, 0.05), 0.05), 2)
    3.04
    """
    seen = pairs * rho2
    return sqrt(2 * (seen + 1) / seen * log(sqrt(seen + 1) / error))


def people_needed(deviation: float, loss: float, power: float, error: float, *, daily: bool) -> int:
    """People in each arm who rule out a loss with this chance, if there is none at all.

    Args:
        deviation: standard deviation of one person's outcome.
        loss: the smallest loss that matters, in the outcome's own unit.
        power: chance that the test can say so.
        error: two-sided, of this comparison.
        daily: whether the test may be looked at on any day; else once, at the end.

    Example:
        A rate of 5%, of which a twentieth matters:

        >>> people_needed(sqrt(0.05 * 0.95), 0.0025, 0.8, 0.05, daily=False)
        119303
    """
    reach = multiplier(1.0, narrowest_at(1.0, error), error) if daily else float(norm.ppf(1 - error / 2))
    return ceil(2 * (deviation * (reach + float(norm.ppf(power))) / loss) ** 2)
