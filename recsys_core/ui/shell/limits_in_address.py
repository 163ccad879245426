"""How the address holds the limits: budget, coverage, worse, group and raise."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from recsys_core.workbench.results import Limits

BUDGETS = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Percent of accuracy that may be lost."""
POINTS = (1.0, 2.0, 5.0, 10.0)
"""Points of the catalogue, and percent of a group's accuracy or of people, that limits are chosen from."""
SHARES = (1.0, 2.0, 4.0, 5.0, 10.0, 15.0, 20.0)

KEYS = ("budget", "coverage", "worse", "group", "raise")
_NONE = "none"


def read(params: Mapping[str, str], start: Limits) -> tuple[Limits, list[str]]:
    """The limits that an address asks for, and the parts of it that could not be read ("budget=abc").

    Args:
        params: the query parameters.
        start: what holds where the address says nothing.
    """
    found: dict[str, Any] = {}
    damaged: list[str] = []
    for key, field, optional in (
        ("budget", "accuracy_loss", False),
        ("coverage", "coverage_fall", True),
        ("worse", "worse_off", True),
    ):
        if key not in params:
            continue
        share = _share(params[key])
        if optional and params[key] == _NONE:
            found[field] = None
        elif share is None:
            damaged.append(f"{key}={params[key]}")
        else:
            found[field] = share
    if "group" in params:
        by, _, loss = params["group"].rpartition(":")
        share = _share(loss)
        if params["group"] == _NONE:
            found |= {"group_by": None, "group_loss": None}
        elif not by or share is None:
            damaged.append(f"group={params['group']}")
        else:
            found |= {"group_by": by, "group_loss": share}
    if params.get("raise"):
        found["objective"] = params["raise"]
    return replace(start, **found), damaged


def write(limits: Limits) -> dict[str, str]:
    """The parts of the address in which the limits differ from the usual ones."""
    usual = Limits()
    texts = {
        "budget": _percent(limits.accuracy_loss),
        "coverage": _percent(limits.coverage_fall),
        "worse": _percent(limits.worse_off),
        "group": f"{limits.group_by}:{_percent(limits.group_loss)}" if limits.group_by else _NONE,
        "raise": limits.objective,
    }
    changed = {
        "budget": limits.accuracy_loss != usual.accuracy_loss,
        "coverage": limits.coverage_fall != usual.coverage_fall,
        "worse": limits.worse_off != usual.worse_off,
        "group": (limits.group_by, limits.group_loss) != (usual.group_by, usual.group_loss),
        "raise": limits.objective != usual.objective,
    }
    return {key: text for key, text in texts.items() if changed[key]}


def _share(text: str) -> float | None:
    """A share from a percentage above 0 and below 100 with up to six decimals, None for anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    share = round(value / 100, 8) if math.isfinite(value) else 0.0
    return share if 0 < share < 1 else None


def _percent(share: float | None) -> str:
    return _NONE if share is None else f"{share * 100:.8g}"
