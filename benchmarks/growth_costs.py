"""What many people cost, computed from measured rates: processors, disks and the way between them."""

from __future__ import annotations

from typing import Any

PEOPLE = (10**6, 10**7, 10**8)
MACHINES = {10**6: (1, 2), 10**7: (1, 16), 10**8: (4, 16)}
"""Machines, and processors of each, that a number of people is worked out for."""
TRANSFER = 100.0
"""MB a second at which a machine reads from and writes to storage elsewhere: a gigabit line, nearly full."""


def costs(lists: dict[str, Any], curves: dict[str, Any], efficiency: float) -> list[dict[str, Any]]:
    """A row for each number of people.

    Args:
        lists: the largest measured run of lists with one process.
        curves: the same of curves.
        efficiency: of two processes; more than two are assumed to be no worse.

    Returns:
        Hours include reading the candidates and writing the result over the line, one after the other with
        the work, which is the least that overlapping them could save. Gigabytes are read and written once for
        the lists; measuring reads them again.
    """
    rows = []
    for people in PEOPLE:
        machines, processors = MACHINES[people]
        row: dict[str, Any] = {"people": people, "machines": machines, "processors": processors}
        for name, run in (("lists", lists), ("curves", curves)):
            each = run["processor"] / run["people"]
            work = people * each / (machines * processors * efficiency)
            moved = people * (run["read MB"] + run["written MB"]) / run["people"]
            line = moved / (TRANSFER * machines)
            row[name] = {
                "hours": (work + line) / 3600,
                "share of input and output": line / (work + line),
                "GB read": people * run["read MB"] / run["people"] / 1000,
                "GB written": people * run["written MB"] / run["people"] / 1000,
            }
        rows.append(row)
    return rows
