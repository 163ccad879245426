"""Reading and changing decisions within a transaction."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from recsys_core.errors import StoreConflict, StoreError
from recsys_core.messages import Message, message
from recsys_core.store import faults, lifecycle
from recsys_core.store.canonical import parse
from recsys_core.store.chain import append_event, last_hash, load_events
from recsys_core.store.faults import BrokenChain, event_name
from recsys_core.store.records import Decision, Event, EventKind, State, parse_time, time_text
from recsys_core.store.schema import decisions

_log = logging.getLogger(__name__)


def insert(connection: Connection, name: str, by: str, reason: str, payload: dict[str, Any]) -> Decision:
    """Store a new decision; the caller has locked the table.

    Args:
        connection: of a writing transaction.
        name: the decision.
        by: who creates it.
        reason: why, or "".
        payload: its "schema" and "document".

    Raises:
        StoreConflict: a decision of this name exists.
    """
    row = connection.execute(select(decisions).where(decisions.c.name == name)).one_or_none()
    if row is not None:
        raise StoreConflict(
            message(
                "store.name_taken",
                "There is a decision “{name}” already: {by} created it on {at}. Open that one, or choose "
                "another name.",
                name=name,
                by=row.created_by,
                at=_shown_time(str(row.created_at)),
            )
        )
    number = connection.execute(select(func.coalesce(func.max(decisions.c.number), 0))).scalar_one() + 1
    event = _next_event(name, [], "created", by, reason, {"number": number, **payload})
    decision = lifecycle.replay([event])
    connection.execute(decisions.insert().values(lifecycle.columns(decision)))
    append_event(connection, event)
    return decision


def load(connection: Connection, name: str) -> Decision:
    """Read a decision and check it against its history.

    Raises:
        StoreError: there is none of this name, or it was changed outside the store.
    """
    return _load(connection, name, lock=False)[0]


def load_history(connection: Connection, name: str) -> list[Event]:
    """Read the history of a decision.

    Raises:
        StoreError: as ``load``.
    """
    return _load(connection, name, lock=False)[1]


def load_all(connection: Connection, state: State | None) -> list[Decision]:
    """Read decisions in order of creation, unchecked; those that cannot be read are left out."""
    query = select(decisions).order_by(decisions.c.number)
    found = []
    for row in connection.execute(query if state is None else query.where(decisions.c.state == state)):
        try:
            found.append(_read(row))
        except (ValueError, TypeError):
            _log.warning("A stored decision cannot be read and is left out: %r", row.name)
    return found


def change(
    connection: Connection,
    name: str,
    kind: EventKind,
    by: str,
    reason: str,
    payload: dict[str, Any],
    *,
    version: int | None = None,
) -> tuple[Decision, Event]:
    """Add an event to a decision.

    Args:
        connection: of a writing transaction.
        name: the decision.
        kind: what happens; not "created".
        by: who does it.
        reason: why, or "".
        payload: see ``Event``.
        version: the version that the caller has seen; None accepts any.

    Returns:
        The decision afterwards, and the event.

    Raises:
        StoreConflict: ``version`` is not the present one.
        StoreError: there is no such decision, it was changed outside the store, or ``check_event`` refuses.
    """
    decision, history = _load(connection, name, lock=True)
    if version is not None and version != decision.version:
        raise _conflict(decision, history)
    lifecycle.check_event(decision, kind, reason, payload)
    event = _next_event(name, history, kind, by, reason, payload)
    after = lifecycle.replay([*history, event])
    append_event(connection, event)
    row = decisions.update().where(decisions.c.name == name).values(lifecycle.columns(after))
    connection.execute(row)
    return after, event


def check_row(row: Row[Any], history: list[Event]) -> Decision:
    """Compare a decision's row with its history, whose chain is checked.

    Raises:
        BrokenChain: they differ.
    """
    counted = isinstance(row.n_events, int) and row.n_events > 0
    n_events = row.n_events if counted else max(1, len(history))
    if len(history) < n_events:
        first = len(history) + 1
        raise BrokenChain(first, faults.missing(event_name(first, row.name)))
    if len(history) > n_events:
        raise BrokenChain(n_events + 1, faults.added(event_name(n_events + 1, row.name)))
    decision = lifecycle.replay(history)
    if row.last_hash != decision.last_hash:
        raise BrokenChain(len(history), faults.changed(event_name(len(history), row.name)))
    expected = lifecycle.columns(decision)
    differing = [name for name, value in row._asdict().items() if value != expected[name]]
    if "document" in differing:
        saved = max(event.number for event in history if event.kind in {"created", "edited"})
        raise BrokenChain(None, faults.changed_document(row.name, event_name(saved, row.name)))
    if differing:
        raise BrokenChain(None, faults.changed_row(row.name, differing[0]))
    return decision


def no_decision(name: str) -> Message:
    """The sentence for a name that no decision has."""
    return message("store.no_decision", "There is no decision “{name}”.", name=name)


def _load(connection: Connection, name: str, *, lock: bool) -> tuple[Decision, list[Event]]:
    query = select(decisions).where(decisions.c.name == name)
    # SQLite has no row locks and needs none: it lets one writer in at a time.
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise StoreError(no_decision(name))
    try:
        history = load_events(connection, name)
        return check_row(row, history), history
    except BrokenChain as broken:
        raise StoreError(
            message(
                "store.damaged_decision",
                "Decision “{name}” can no longer be relied on. {fault} Restore the database from a backup, "
                "or create a new decision.",
                name=name,
                fault=broken.message,
            )
        ) from broken


def _read(row: Row[Any]) -> Decision:
    times = {"created_at": parse_time(row.created_at), "changed_at": parse_time(row.changed_at)}
    return Decision(**row._asdict() | times | {"document": parse(row.document)})


def _next_event(
    name: str, history: list[Event], kind: EventKind, by: str, reason: str, payload: dict[str, Any]
) -> Event:
    return Event(
        number=len(history) + 1,
        at=datetime.now(UTC),
        by=by,
        previous_hash=last_hash(history),
        hash="",
        decision=name,
        kind=kind,
        reason=reason,
        payload=payload,
    ).sealed()


def _conflict(decision: Decision, history: list[Event]) -> StoreConflict:
    last = next(event for event in reversed(history) if event.kind != "checked")
    return StoreConflict(
        message(
            "store.conflict",
            "Decision “{name}” was {done} by {by} on {at}, after you opened it. Reload it, then make your "
            "change again.",
            name=decision.name,
            done=lifecycle.DONE[last.kind],
            by=last.by,
            at=_shown_time(time_text(last.at)),
        )
    )


def _shown_time(text: str) -> str:
    """A stored moment as people read it: 2026-11-27 09:30 UTC."""
    return f"{text[:10]} {text[11:16]} UTC"
