"""What the store knows of questions to a test period: those declared, and those shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recsys_core.store import claims, shown
from recsys_core.store.canonical import canonical_mapping
from recsys_core.store.database import Database
from recsys_core.store.records import DeclaredClaim
from recsys_core.store.schema import claims as claims_table
from recsys_core.store.validation import check_person, check_scope


class ClaimStore:
    """Declared claims and shown questions; part of ``Store``, which describes errors and safety."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def declare(self, scope: str, claim: Mapping[str, Any], by: str) -> DeclaredClaim:
        """Declare a claim before its test figures are shown; declaring it again changes nothing.

        Args:
            scope: fingerprint of data and split; 1 to 200 printable ASCII characters.
            claim: model, budget, k, guardrails, objective and the like, see ``canonical`` for its types.
            by: who declares it.

        Returns:
            The new claim, or the one declared before when both are equal as JSON.

        Raises:
            StoreError: its figures were shown before, see ``mark_shown``; or stored claims of the scope were
                changed outside the store.
            ValueError: ``scope`` is unusable, or ``claim`` is no mapping or has no JSON form.
        """
        check_scope(scope)
        content, person = canonical_mapping(claim, "claim"), check_person(by)
        with self._database.reading() as connection:
            if (declared := claims.find(connection, scope, content)) is not None:
                return declared
        with self._database.writing() as connection:
            self._database.lock(connection, claims_table)
            if (at := shown.find(connection, scope, content)) is not None:
                raise shown.refusal(at)
            return claims.declare(connection, scope, content, person)

    def claims(self, scope: str) -> tuple[DeclaredClaim, ...]:
        """List the claims of a scope in order of declaration; none when nothing was declared.

        Raises:
            StoreError: stored claims of the scope were changed outside the store.
            ValueError: ``scope`` is unusable.
        """
        check_scope(scope)
        with self._database.reading() as connection:
            return tuple(claims.load(connection, scope))

    def mark_shown(self, scope: str, question: Mapping[str, Any]) -> None:
        """Remember that the test figures of a question are shown; the first time counts.

        A question that was declared before stays declared.

        Args:
            scope: as in ``declare``.
            question: what ``declare`` would be given as a claim.

        Raises:
            ValueError: as ``declare``.
        """
        check_scope(scope)
        content = canonical_mapping(question, "question")
        with self._database.reading() as connection:
            if shown.find(connection, scope, content) is not None:
                return
        with self._database.writing() as connection:
            self._database.lock(connection, claims_table)
            is_declared = claims.find(connection, scope, content) is not None
            if not is_declared and shown.find(connection, scope, content) is None:
                shown.add(connection, scope, content)
