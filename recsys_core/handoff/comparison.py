"""Two decisions side by side: what differs, and what that means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from recsys_core.handoff.record import Record

Meaning = Literal["lists", "figures", "promise", "rests_on"]


@dataclass(frozen=True)
class Difference:
    """One field that two decisions do not share.

    Attributes:
        field: its path within the record, "setting.method".
        first, second: the values, plain JSON; None where there is none.
        meaning: what another value changes: the lists that people see, the figures, what was promised, or
            the data, model and code that it rests on.
    """

    field: str
    first: Any
    second: Any
    meaning: Meaning


_MEANING: dict[str, Meaning] = {
    "setting": "lists",
    "limits": "promise",
    "evidence": "figures",
    "against_recommendation": "promise",
    "why_against": "promise",
    "data": "rests_on",
    "model": "rests_on",
    "protocol": "rests_on",
    "fingerprints": "rests_on",
    "equipoise": "rests_on",
}


def compare(first: Record, second: Record) -> tuple[Difference, ...]:
    """Every field in which two records differ, what people see first."""
    found = [
        Difference(path, one, other, _MEANING[path.split(".")[0]])
        for path, one, other in _walk(first.to_dict(), second.to_dict(), "")
        if one != other
    ]
    order: list[Meaning] = ["lists", "figures", "promise", "rests_on"]
    return tuple(sorted(found, key=lambda one: order.index(one.meaning)))


def _walk(one: Any, other: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            yield from _walk(one.get(key), other.get(key), f"{path}.{key}" if path else key)
    elif path == "evidence.guardrails":
        first, second = ({_guardrail(each): each for each in side} for side in (one, other))
        yield from _walk(first, second, path)
    else:
        yield path, one, other


def _guardrail(one: dict[str, Any]) -> str:
    return f"{one['name']} ({one['group']})" if one["group"] else str(one["name"])
