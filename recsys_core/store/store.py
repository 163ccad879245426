"""The store: declared claims, shown questions and decisions in one database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from recsys_core.store import decisions
from recsys_core.store.canonical import canonical_mapping
from recsys_core.store.claim_store import ClaimStore
from recsys_core.store.database import Database
from recsys_core.store.lifecycle import document_payload
from recsys_core.store.migrate import migrate
from recsys_core.store.records import Decision, Event, EventKind, Fault, State
from recsys_core.store.schema import decisions as decisions_table
from recsys_core.store.validation import (
    check_decision_name,
    check_person,
    check_reason,
    check_second_person,
)
from recsys_core.store.verification import decision_faults, find_faults


class Store(ClaimStore):
    """Declared claims, shown questions and decisions, safe to use from several threads and processes at once.

    Every change is one transaction: it is saved as a whole or not at all, also when the process is killed.
    Every method raises a StoreError with one sentence when the database cannot be used, or when a name or a
    reason is missing, too long, or has control characters.
    """

    @classmethod
    def open(cls, url: str | None = None, *, timeout: float = 15.0) -> Self:
        """Open a database and bring its tables to the schema of this version.

        Args:
            url: sqlite:////folder/file.db or postgresql://user:password@host:port/database; None means
                EQUIPOISE_DATABASE_URL where it is set, else a SQLite file in ``config.state_root()``.
            timeout: seconds after which connecting, a statement or waiting for another writer fails.

        Raises:
            StoreError: the address is wrong, the database cannot be reached, read or written, or a later
                version of Equipoise has used it. No message shows the address.
            ValueError: ``timeout`` is less than 1.
        """
        database = Database(url, timeout)
        migrate(database)
        return cls(database)

    def create(
        self, name: str, document: Mapping[str, Any], by: str, *, schema: int = 1, reason: str = ""
    ) -> Decision:
        """Create a decision as a draft.

        Args:
            name: 1 to 100 characters; runs of spaces become one.
            document: the record, see ``canonical`` for its types. ``"against_recommendation": true`` makes
                approval need a reason and a second name.
            by: who creates it.
            schema: version of the document's format.
            reason: why; optional.

        Raises:
            StoreConflict: a decision of this name exists.
            ValueError: the document has no JSON form, or ``schema`` is less than 1.
        """
        payload = document_payload(schema, document)
        checked = check_decision_name(name), check_person(by), check_reason(reason)
        with self._database.writing() as connection:
            self._database.lock(connection, decisions_table)
            return decisions.insert(connection, *checked, payload)

    def get(self, name: str) -> Decision:
        """Read a decision and check it against its history.

        Raises:
            StoreError: there is none of this name, or it was changed outside the store.
        """
        checked_name = check_decision_name(name)
        with self._database.reading() as connection:
            return decisions.load(connection, checked_name)

    def list(self, state: State | None = None) -> tuple[Decision, ...]:
        """List decisions in order of creation.

        They are not checked against their histories: ``get`` checks one, ``verify`` all. Rows that cannot be
        read are left out and logged.

        Args:
            state: "draft", "approved" or "retired"; None lists all.
        """
        with self._database.reading() as connection:
            return tuple(decisions.load_all(connection, state))

    def edit(
        self,
        name: str,
        document: Mapping[str, Any],
        by: str,
        *,
        version: int,
        schema: int = 1,
        reason: str = "",
    ) -> Decision:
        """Replace the document of a draft; the history keeps the old one.

        Args:
            name: the decision.
            document: the new record, as in ``create``.
            by: who edits it.
            version: ``Decision.version`` of the decision that was edited.
            schema: version of the document's format.
            reason: why; optional.

        Raises:
            StoreConflict: the decision has changed since ``version``; the message says who did what and when.
            StoreError: there is no such decision, it is no draft, or it was changed outside the store.
            ValueError: as ``create``.
        """
        payload = document_payload(schema, document)
        return self._change(name, "edited", by, reason, payload, version)[0]

    def approve(
        self, name: str, by: str, *, version: int, reason: str = "", second: str | None = None
    ) -> Decision:
        """Approve a draft.

        Args:
            name: the decision.
            by: who approves it.
            version: ``Decision.version`` of the decision that was looked at.
            reason: why; needed where the document says ``"against_recommendation": true``.
            second: a second approver, another person than ``by``; needed in the same case.

        Raises:
            StoreConflict: the decision has changed since ``version``; the message says who did what and when.
            StoreError: there is no such decision, it is no draft, it was changed outside the store, or a
                reason or another person's name is missing.
        """
        other = check_second_person(second, check_person(by))
        return self._change(name, "approved", by, reason, {"second": other}, version)[0]

    def retire(self, name: str, by: str, *, version: int, reason: str = "") -> Decision:
        """Retire a draft or an approved decision; it stays readable, and nothing can be added to it.

        Args:
            name: the decision.
            by: who retires it.
            version: ``Decision.version`` of the decision that was looked at.
            reason: why; optional.

        Raises:
            StoreConflict: the decision has changed since ``version``; the message says who did what and when.
            StoreError: there is no such decision, it is retired already, or it was changed outside the store.
        """
        return self._change(name, "retired", by, reason, {}, version)[0]

    def record_check(self, name: str, result: Mapping[str, Any], by: str, *, reason: str = "") -> Event:
        """Add the result of a check on new data or a new model to the history of a decision.

        A check leaves ``Decision.version`` unchanged, so it never conflicts with an edit or an approval.

        Args:
            name: a draft or an approved decision.
            result: what the check found, see ``canonical`` for its types.
            by: who or what ran the check.
            reason: why; optional.

        Raises:
            StoreError: there is no such decision, it is retired, or it was changed outside the store.
            ValueError: ``result`` is no mapping or has no JSON form.
        """
        return self._change(name, "checked", by, reason, canonical_mapping(result, "result"), None)[1]

    def history(self, name: str) -> tuple[Event, ...]:
        """List the events of a decision, oldest first.

        Raises:
            StoreError: there is no such decision, or it was changed outside the store.
        """
        checked_name = check_decision_name(name)
        with self._database.reading() as connection:
            return tuple(decisions.load_history(connection, checked_name))

    def verify(self, name: str | None = None) -> tuple[Fault, ...]:
        """Compare what is stored with its history.

        This finds events and claims that were changed, removed, added or moved, decisions that were removed,
        and documents and states that differ from what the history says. A history that was rewritten up to
        its end with every hash recomputed shows only where ``Decision.last_hash`` was also kept elsewhere.

        Args:
            name: check one decision; None checks all decisions and claims.

        Returns:
            The first fault of each decision and of each scope of claims; empty when everything fits.

        Raises:
            StoreError: there is no such decision.
        """
        with self._database.reading() as connection:
            if name is None:
                return tuple(find_faults(connection))
            return tuple(decision_faults(connection, check_decision_name(name)))

    def _change(
        self, name: str, kind: EventKind, by: str, reason: str, payload: dict[str, Any], version: int | None
    ) -> tuple[Decision, Event]:
        checked = check_decision_name(name), kind, check_person(by), check_reason(reason)
        with self._database.writing() as connection:
            return decisions.change(connection, *checked, payload, version=version)
