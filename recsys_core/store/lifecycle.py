"""What may happen to a decision, and what a history of events amounts to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from recsys_core.errors import StoreError
from recsys_core.messages import Message, message
from recsys_core.store.canonical import canonical_json, canonical_mapping
from recsys_core.store.faults import BrokenChain, event_name, impossible
from recsys_core.store.records import Decision, Event, EventKind, State, time_text

AGAINST = "against_recommendation"
"""Key of a document that is true where the setting was chosen against the recommendation."""

# event -> the states in which it may happen; a creation is the first event and only that
_ALLOWED: dict[EventKind, frozenset[State]] = {
    "edited": frozenset({"draft"}),
    "approved": frozenset({"draft"}),
    "retired": frozenset({"draft", "approved"}),
    "checked": frozenset({"draft", "approved"}),
}

DONE: dict[str, Message] = {
    "created": message("store.done.created", "created"),
    "edited": message("store.done.edited", "edited"),
    "approved": message("store.done.approved", "approved"),
    "retired": message("store.done.retired", "retired"),
    "checked": message("store.done.checked", "checked"),
}
"""Kinds of events, and the states they lead to, as participles: "it was edited", "it is approved"."""


def document_payload(schema: int, document: Mapping[str, Any]) -> dict[str, Any]:
    """Put a document, copied into plain JSON types, and its schema's version into the payload of an event.

    Raises:
        ValueError: the document has no JSON form, its ``against_recommendation`` is neither true nor false,
            or ``schema`` is not a whole number of at least 1.
    """
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
        raise ValueError(f"schema must be a whole number of at least 1, got {schema!r}")
    copy = canonical_mapping(document, "document")
    if not isinstance(copy.get(AGAINST, False), bool):
        raise ValueError(f"document.{AGAINST} must be true or false, got {copy[AGAINST]!r}")
    return {"schema": int(schema), "document": copy}


def check_event(decision: Decision, kind: EventKind, reason: str, payload: Mapping[str, Any]) -> None:
    """Check that an event may happen to a decision as it is.

    Args:
        decision: the decision before the event.
        kind: what happens.
        reason: why, or "".
        payload: see ``Event``.

    Raises:
        StoreError: the decision's state rules it out, or its document says ``"against_recommendation": true``
            and the approval lacks a reason or a second name.
    """
    if decision.state not in _ALLOWED.get(kind, ()):
        raise StoreError(_not_allowed(decision, kind))
    against = kind == "approved" and decision.document.get(AGAINST) is True
    if against and not (reason and payload.get("second")):
        raise StoreError(
            message(
                "store.against",
                "Decision “{name}” goes against the recommendation: approving it needs a reason and the name "
                "of a second person.",
                name=decision.name,
            )
        )


def _not_allowed(decision: Decision, kind: EventKind) -> Message:
    state = DONE[decision.state]
    if kind == decision.state:
        name = decision.name
        return message("store.already", "Decision “{name}” is {state} already.", name=name, state=state)
    return message(
        "store.not_allowed",
        "Decision “{name}” is {state} and can no longer be {done}. Create a new decision instead.",
        name=decision.name,
        state=state,
        done=DONE[kind],
    )


def replay(history: Sequence[Event]) -> Decision:
    """Work out a decision from its history.

    Args:
        history: all of its events, their chain checked.

    Raises:
        BrokenChain: at the first event that cannot happen at its place.
        ValueError: the history is empty.
    """
    decision: Decision | None = None
    for event in history:
        try:
            decision = _apply(decision, event)
        except (StoreError, KeyError, TypeError, AttributeError):
            name = event_name(event.number, event.decision)
            raise BrokenChain(event.number, impossible(name)) from None
    if decision is None:
        raise ValueError("history must have at least one event")
    return decision


def _apply(before: Decision | None, event: Event) -> Decision:
    """The decision after one more event."""
    if before is None:
        if event.kind != "created":
            raise KeyError(event.kind)
        return Decision(
            name=event.decision,
            number=event.payload["number"],
            state="draft",
            version=1,
            schema=event.payload["schema"],
            document=event.payload["document"],
            created_at=event.at,
            created_by=event.by,
            changed_at=event.at,
            changed_by=event.by,
            n_events=1,
            last_hash=event.hash,
        )
    check_event(before, event.kind, event.reason, event.payload)
    after = replace(before, n_events=event.number, last_hash=event.hash)
    if event.kind == "checked":
        return after
    after = replace(after, version=before.version + 1, changed_at=event.at, changed_by=event.by)
    if event.kind == "edited":
        return replace(after, schema=event.payload["schema"], document=event.payload["document"])
    return replace(after, state="approved" if event.kind == "approved" else "retired")


def columns(decision: Decision) -> dict[str, Any]:
    """A decision as its row in the database."""
    return vars(decision) | {
        "document": canonical_json(decision.document),
        "created_at": time_text(decision.created_at),
        "changed_at": time_text(decision.changed_at),
    }
