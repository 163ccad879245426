"""Hash chains: every link holds the hash of its own content and of the link before.

A changed, removed, added or moved link breaks the chain at its place. Somebody who recomputes every hash up
to the end can rewrite a chain unnoticed, unless its last hash is also kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select

from recsys_core.messages import Message
from recsys_core.store import faults
from recsys_core.store.canonical import canonical_json, parse
from recsys_core.store.faults import BrokenChain
from recsys_core.store.records import FIRST, DeclaredClaim, Event, Link, parse_time, time_text
from recsys_core.store.schema import claims, events

L = TypeVar("L", bound=Link)


def load_events(connection: Connection, decision: str) -> list[Event]:
    """Read the history of a decision and check its chain.

    Raises:
        BrokenChain: at the first event that does not fit.
    """
    rows = connection.execute(select(events).where(events.c.decision == decision).order_by(events.c.number))
    return _follow(rows, _read_event, lambda number: faults.event_name(number, decision))


def load_claims(connection: Connection, scope: str) -> list[DeclaredClaim]:
    """Read the claims of a scope and check their chain.

    Raises:
        BrokenChain: at the first claim that does not fit.
    """
    rows = connection.execute(select(claims).where(claims.c.scope == scope).order_by(claims.c.number))
    return _follow(rows, _read_claim, lambda number: faults.claim_name(number, scope))


def append_event(connection: Connection, event: Event) -> None:
    """Store an event; the database refuses a number that is taken."""
    texts = {"at": time_text(event.at), "payload": canonical_json(event.payload)}
    connection.execute(events.insert().values(vars(event) | texts))


def append_claim(connection: Connection, claim: DeclaredClaim) -> None:
    """Store a claim; the database refuses a number that is taken."""
    texts = {"at": time_text(claim.at), "claim": canonical_json(claim.claim)}
    connection.execute(claims.insert().values(vars(claim) | texts))


def last_hash(links: list[L]) -> str:
    """What the next link must hold as its previous hash."""
    return links[-1].hash if links else FIRST


def _follow(
    rows: Iterable[Row[Any]], read: Callable[[Row[Any]], L], name: Callable[[int], Message]
) -> list[L]:
    links: list[L] = []
    for number, row in enumerate(rows, 1):
        if row.number != number:
            raise BrokenChain(number, faults.missing(name(number)))
        try:
            link = read(row)
            changed = link.hash != link.content_hash()
        except (ValueError, TypeError):
            raise BrokenChain(number, faults.unreadable(name(number))) from None
        if changed:
            raise BrokenChain(number, faults.changed(name(number)))
        if link.previous_hash != last_hash(links):
            raise BrokenChain(number, faults.disconnected(name(number)))
        links.append(link)
    return links


def _read_event(row: Row[Any]) -> Event:
    return Event(**row._asdict() | {"at": parse_time(row.at), "payload": parse(row.payload)})


def _read_claim(row: Row[Any]) -> DeclaredClaim:
    return DeclaredClaim(**row._asdict() | {"at": parse_time(row.at), "claim": parse(row.claim)})
