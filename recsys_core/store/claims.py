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
    # Another process may have declared it since the caller looked.
    if (declared := find(connection, scope, claim)) is not None:
        return declared
    before = load(connection, scope)
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
    text = canonical_json(claim)  # Python takes True for 1, JSON does not
    found = (declared for declared in load(connection, scope) if canonical_json(declared.claim) == text)
    return next(found, None)


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
