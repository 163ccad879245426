"""Declaring claims and reading them within a transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from recsys_core.errors import StoreError
from recsys_core.messages import message
from recsys_core.store.canonical import canonical_json
from recsys_core.store.chain import append_claim, last_hash, load_claims
from recsys_core.store.faults import BrokenChain
from recsys_core.store.records import DeclaredClaim


def declare(connection: Connection, scope: str, claim: dict[str, Any], by: str) -> DeclaredClaim:
    """Store a claim, or return the one that was declared before; the caller has locked the table."""
    before = load(connection, scope)
    if (declared := _equal(before, claim)) is not None:
        return declared  # another process may have declared it since the caller looked
    new = DeclaredClaim(
        number=len(before) + 1,
        at=datetime.now(UTC),
        by=by,
        previous_hash=last_hash(before),
        hash="",
        scope=scope,
        claim=claim,
    ).sealed()
    append_claim(connection, new)
    return new


def find(connection: Connection, scope: str, claim: dict[str, Any]) -> DeclaredClaim | None:
    """Find the claim of a scope that equals ``claim`` as JSON, None where it was not declared.

    Raises:
        StoreError: as ``load``.
    """
    return _equal(load(connection, scope), claim)


def load(connection: Connection, scope: str) -> list[DeclaredClaim]:
    """Read the claims of a scope in order of declaration.

    Raises:
        StoreError: they were changed outside the store.
    """
    try:
        return load_claims(connection, scope)
    except BrokenChain as broken:
        raise StoreError(
            message(
                "store.damaged_claims",
                "The claims declared for this data and model can no longer be relied on. {fault} Restore the "
                "database from a backup.",
                fault=broken.message,
            )
        ) from broken


def _equal(declared: list[DeclaredClaim], claim: dict[str, Any]) -> DeclaredClaim | None:
    text = canonical_json(claim)  # Python takes True for 1, JSON does not
    return next((other for other in declared if canonical_json(other.claim) == text), None)
