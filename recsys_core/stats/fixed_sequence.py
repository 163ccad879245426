"""Testing settings in an order fixed beforehand, and sharing the error among several declared claims."""

from __future__ import annotations

import numpy as np

from recsys_core.types import BoolArray

ERROR = 0.05
"""Two-sided error of one claim. Only its bad side can break a promise: 2.5%."""


def certified_stretch(passes: BoolArray) -> int:
    """Number of settings from the start that pass without a gap.

    Settings are tested in an order that does not depend on the outcomes, and testing ends at the first that
    fails. Then the chance that any certified setting is wrong is at most that of a single test, however many
    are tried (fixed-sequence test; Maurer, Hothorn & Lehmacher, 1995).

    >>> certified_stretch(np.array([True, True, False, True]))
    2
    """
    failed = np.flatnonzero(~np.asarray(passes, np.bool_))
    return int(failed[0]) if len(failed) else len(passes)


def claim_level(n_claims: int) -> float:
    """Level of the two-sided interval of each of ``n_claims`` declared claims (Bonferroni, 1936).

    Raises:
        ValueError: fewer than one claim.

    >>> claim_level(1), claim_level(2)
    (0.95, 0.975)
    """
    if n_claims < 1:
        raise ValueError(f"the number of claims must be at least 1, got {n_claims}")
    return 1.0 - ERROR / n_claims
