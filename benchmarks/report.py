"""What every benchmark prints: checks with a floor and a goal, and details, as JSON or as lines."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Check:
    """One figure that was promised.

    Attributes:
        name: what it is, with its unit.
        value: what was measured.
        floor: what must be reached at the least.
        goal: what was aimed at.
        at_most: whether smaller is better.
    """

    name: str
    value: float
    floor: float
    goal: float
    at_most: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As JSON; ``pass`` means that the goal is reached."""
        reached = self.value <= self.goal if self.at_most else self.value >= self.goal
        return {
            "name": self.name,
            "value": float(self.value),
            "floor": self.floor,
            "goal": self.goal,
            "pass": bool(reached),
        }


@dataclass
class Report:
    """Collects checks and details and prints them in the end."""

    checks: list[Check] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    def add(self, check: Check) -> None:
        """Keep a check and tell about it."""
        self.checks.append(check)
        mark = "PASS" if check.to_dict()["pass"] else "FAIL"
        bound = "at most" if check.at_most else "at least"
        log(f"{mark} {check.name}: {check.value:.4g} (goal {bound} {check.goal:g})")

    def show(self, *, as_json: bool) -> None:
        """Print to stdout: one JSON object, or a line a check."""
        rows = [check.to_dict() for check in self.checks]
        if as_json:
            print(json.dumps({"checks": rows, "details": self.details}, indent=1))
            return
        for row in rows:
            mark = "reached" if row["pass"] else "missed"
            print(f"{row['name']:60s} {row['value']:>10.4g}   goal {row['goal']:<8g} {mark}")


def arguments(
    description: str | None, *, quick: str = "fewer repetitions, for a first look", data: str = ""
) -> argparse.Namespace:
    """The command line that all benchmarks share: ``--json`` and ``--quick`` (smaller, for a first look).

    Args:
        description: what the benchmark is about.
        quick: what ``--quick`` does.
        data: the data set when ``--data`` names no other; "" for a benchmark with data of its own.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help=quick)
    if data:
        parser.add_argument("--data", default=data, help="name of a data set, a file or a folder")
    return parser.parse_args()


def log(line: str) -> None:
    """Tell how far it is, on stderr."""
    print(line, file=sys.stderr, flush=True)
