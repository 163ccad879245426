"""How the address holds what is on a stage: present, step and code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

STEPS = 6
"""Steps of the story."""

STORY, TOUR, NOTES = "story", "tour", "notes"
KINDS = (STORY, TOUR, NOTES)


@dataclass(frozen=True)
class Stage:
    """A whole screen in place of the pages.

    Attributes:
        kind: "story", "tour" (the story by itself), "notes" (the presenter's window), or "" for the pages.
        step: the step of the story, 1 to ``STEPS``.
        code: joins the story and the presenter's window, "" where there is none.
    """

    kind: str = ""
    step: int = 1
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind)


def read(params: Mapping[str, str], start: Stage) -> tuple[Stage, list[str]]:
    """The stage that an address asks for, and the parts of it that could not be read ("step=9").

    Args:
        params: the query parameters.
        start: what holds where the address says nothing.
    """
    if "present" in params:
        kind = params["present"].lower()
        start = replace(start, kind=kind) if kind in KINDS else Stage()
    if not start:
        return start, []
    damaged = []
    if "step" in params:
        if params["step"] in {str(step) for step in range(1, STEPS + 1)}:
            start = replace(start, step=int(params["step"]))
        else:
            damaged.append(f"step={params['step']}")
    if "code" in params:
        start = replace(start, code=params["code"].strip().upper()[:12])
    return start, damaged


def write(stage: Stage) -> dict[str, str]:
    """The parts of the address that hold it; none for the pages."""
    if not stage:
        return {}
    params = {"present": stage.kind}
    if stage.kind == STORY and stage.step != 1:
        params["step"] = str(stage.step)
    if stage.code:
        params["code"] = stage.code
    return params
