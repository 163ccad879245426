"""decision.json: a saved decision with its history, sealed so that any changed byte is found."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ValidationError

from recsys_core.errors import HandoffError
from recsys_core.handoff.reading import parse_record, unfit
from recsys_core.handoff.record import Part, Record
from recsys_core.messages import message
from recsys_core.runtime.json_text import parse_json
from recsys_core.store import Decision, Event

NAME = "decision.json"
SEAL = "sha256"


class Entry(Part):
    """One entry of the decision's history."""

    number: int
    at: str
    by: str
    kind: Literal["created", "edited", "approved", "retired", "checked"]
    reason: str
    second: str | None
    hash: str


class DecisionFile(Part):
    """A decision as it was when the file was written."""

    name: str
    state: Literal["draft", "approved", "retired"]
    version: int
    created_at: str
    created_by: str
    history: tuple[Entry, ...]
    record: Record
    sha256: str = ""


def json_schema() -> dict[str, Any]:
    """The JSON Schema of decision.json (draft 2020-12)."""
    schema = DecisionFile.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema | {"title": NAME}


def decision_file(decision: Decision, record: Record, history: tuple[Event, ...]) -> DecisionFile:
    """What decision.json holds."""
    entries = tuple(
        Entry(
            number=event.number,
            at=event.at.isoformat(timespec="seconds"),
            by=event.by,
            kind=event.kind,
            reason=event.reason,
            second=event.payload.get("second") if event.kind == "approved" else None,
            hash=event.hash,
        )
        for event in history
    )
    return DecisionFile(
        name=decision.name,
        state=decision.state,
        version=decision.version,
        created_at=decision.created_at.isoformat(timespec="seconds"),
        created_by=decision.created_by,
        history=entries,
        record=record,
    )


def render(file: DecisionFile) -> str:
    """The text of decision.json, with the hash of all the rest in its last field."""
    whole = file.model_dump(mode="json", by_alias=True)
    whole[SEAL] = ""
    return _text(whole | {SEAL: hashlib.sha256(_text(whole).encode()).hexdigest()})


def parse(text: str, where: str) -> DecisionFile:
    """Read decision.json back.

    Args:
        text: of the file.
        where: what messages call it.

    Raises:
        HandoffError: it is no such file, was changed since it was written, or is of a later version.
    """
    try:
        whole = parse_json(text)
    except ValueError as error:
        raise HandoffError(message("handoff.no_json", "{where} is not JSON.", where=where)) from error
    held = whole.get("record") if isinstance(whole, Mapping) else None
    record = parse_record(held, where)
    if not _is_sealed(whole, text):
        raise HandoffError(
            message(
                "handoff.changed_file",
                "{where} was changed after it was written: its contents and its seal disagree. Export it "
                "again.",
                where=where,
            )
        )
    try:
        return DecisionFile.model_validate(dict(whole) | {"record": record})
    except ValidationError as error:
        raise unfit(error, where) from error


def _is_sealed(whole: Mapping[str, Any], text: str) -> bool:
    try:
        expected = hashlib.sha256(_text(dict(whole) | {SEAL: ""}).encode()).hexdigest()
        return whole.get(SEAL) == expected and _text(whole) == text
    except ValueError:  # an infinite number or half a character, which we never write
        return False


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
