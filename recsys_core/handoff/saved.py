"""Decisions in the store, with their records read and checked."""

from __future__ import annotations

from dataclasses import dataclass

from recsys_core.handoff.reading import parse_record
from recsys_core.handoff.record import SCHEMA, Record
from recsys_core.store import Decision, Event, Store


@dataclass(frozen=True)
class Saved:
    """A decision with its record and history.

    Attributes:
        decision: as stored: name, state, version, who and when.
        record: what was decided.
        history: every event, oldest first.
    """

    decision: Decision
    record: Record
    history: tuple[Event, ...]

    @property
    def approval(self) -> Event | None:
        """The approval, None as long as there is none."""
        return next((event for event in self.history if event.kind == "approved"), None)

    @property
    def checks(self) -> tuple[Event, ...]:
        """The checks on new data, oldest first."""
        return tuple(event for event in self.history if event.kind == "checked")


def save(store: Store, name: str, record: Record, by: str, *, reason: str = "") -> Decision:
    """Keep a record as a draft.

    Raises:
        StoreConflict: a decision of this name exists.
        StoreError: the database cannot be written, or a name is unusable.
    """
    return store.create(name, record.to_dict(), by, schema=SCHEMA, reason=reason)


def load(store: Store, name: str) -> Saved:
    """Read a decision, checked against its history.

    Raises:
        StoreError: there is none of this name, or it was changed outside the store.
        HandoffError: its record is of a later version or cannot be used.
    """
    decision, history = store.get(name), store.history(name)
    return Saved(decision, parse_record(decision.document, f"decision “{decision.name}”"), history)
