"""Questions whose test figures have been shown: they can no longer be declared."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from recsys_core.errors import StoreError
from recsys_core.messages import message
from recsys_core.store.canonical import canonical_json
from recsys_core.store.records import parse_time, time_text
from recsys_core.store.schema import shown


def find(connection: Connection, scope: str, question: dict[str, Any]) -> datetime | None:
    """When a question was shown first, None where it was not.

    Raises:
        StoreError: the time was changed outside the store.
    """
    same = (shown.c.scope == scope) & (shown.c.question == canonical_json(question))
    at = connection.execute(select(shown.c.at).where(same)).scalar_one_or_none()
    try:
        return None if at is None else parse_time(at)
    except (ValueError, TypeError):
        raise StoreError(
            message(
                "store.damaged_shown",
                "The record of which questions were shown was changed outside Equipoise and cannot be read. "
                "Restore the database from a backup.",
            )
        ) from None


def add(connection: Connection, scope: str, question: dict[str, Any]) -> None:
    """Note that a question is shown now; the caller has locked the table of claims and looked before."""
    texts = {"question": canonical_json(question), "at": time_text(datetime.now(UTC))}
    connection.execute(shown.insert().values(scope=scope, **texts))


def refusal(at: datetime) -> StoreError:
    """The error for a claim that is declared after it was shown."""
    return StoreError(
        message(
            "store.already_shown",
            "The test figures of this question were shown on {date}, before it was declared, so it stays "
            "exploratory. Declare a question before you look at its figures, or wait for new data.",
            date=at.date().isoformat(),
        )
    )
