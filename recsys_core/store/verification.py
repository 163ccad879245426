"""Compare everything that is stored with its history."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from recsys_core.errors import StoreError
from recsys_core.store import faults
from recsys_core.store.chain import load_claims, load_events
from recsys_core.store.decisions import check_row, no_decision
from recsys_core.store.faults import BrokenChain
from recsys_core.store.records import Fault
from recsys_core.store.schema import claims, decisions, events


def find_faults(connection: Connection) -> Iterator[Fault]:
    """Find the first fault of every decision and of the claims of every scope.

    Args:
        connection: of a transaction that sees one moment of the database.
    """
    names = connection.execute(select(decisions.c.name).order_by(decisions.c.number)).scalars().all()
    removed = set(connection.execute(select(events.c.decision).distinct()).scalars()) - set(names)
    for name in [*names, *sorted(removed, key=str)]:
        yield from decision_faults(connection, name)
    yield from _gap(connection)
    for scope in connection.execute(select(claims.c.scope).distinct().order_by(claims.c.scope)).scalars():
        try:
            load_claims(connection, scope)
        except BrokenChain as broken:
            yield Fault("claims", scope, broken.number, broken.message)


def decision_faults(connection: Connection, name: str) -> list[Fault]:
    """Find the first fault of one decision.

    Returns:
        At most one fault.

    Raises:
        StoreError: neither a decision nor a history has this name.
    """
    row = connection.execute(select(decisions).where(decisions.c.name == name)).one_or_none()
    try:
        history = load_events(connection, name)
        if row is not None:
            check_row(row, history)
    except BrokenChain as broken:
        return [Fault("decision", name, broken.number, broken.message)]
    if row is not None:
        return []
    if not history:
        raise StoreError(no_decision(name))
    return [Fault("decision", name, None, faults.removed(name))]


def _gap(connection: Connection) -> Iterator[Fault]:
    """The lowest number that no decision has although a later one has its number."""
    numbers = set(connection.execute(select(decisions.c.number)).scalars())
    gap = next((number for number in range(1, len(numbers) + 1) if number not in numbers), None)
    if gap is not None:
        yield Fault("decision", "", None, faults.gap(gap))
