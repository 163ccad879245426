"""What the store returns: claims, decisions, their events, and faults that a verification finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, Self

from recsys_core.messages import Message
from recsys_core.store.canonical import sha256

State = Literal["draft", "approved", "retired"]
EventKind = Literal["created", "edited", "approved", "retired", "checked"]

FIRST = "0" * 64
"""What stands for the previous hash in the first link of a chain."""


@dataclass(frozen=True)
class Link:
    """What claims and events share: each holds the hash of the one before.

    Attributes:
        number: 1 to n within the chain, without gaps.
        at: when, in UTC.
        by: who did it.
        previous_hash: hash of the link before, FIRST for number 1.
        hash: SHA-256 over the canonical JSON of all other attributes (``at`` as ``time_text``), as 64
            hexadecimal digits.
    """

    number: int
    at: datetime
    by: str
    previous_hash: str
    hash: str

    def content_hash(self) -> str:
        """Compute what ``hash`` must be."""
        content = {name: value for name, value in vars(self).items() if name != "hash"}
        return sha256(content | {"at": time_text(self.at)})

    def sealed(self) -> Self:
        """Return a copy with the right ``hash``."""
        return replace(self, hash=self.content_hash())


@dataclass(frozen=True)
class DeclaredClaim(Link):
    """A claim that was declared before its test figures were shown; the claims of a scope form a chain.

    Attributes:
        scope: fingerprint of data and split: of the test period that all its claims share.
        claim: model, budget, k, guardrails, objective and the like, as plain JSON types.
    """

    scope: str
    claim: Mapping[str, Any]


@dataclass(frozen=True)
class Event(Link):
    """One entry in the history of a decision; the events of a decision form a chain.

    Attributes:
        decision: name of the decision.
        kind: what happened.
        reason: why, "" where none was given.
        payload: for "created" {"number", "schema", "document"}, for "edited" {"schema", "document"}, for
            "approved" {"second": name of a second approver or None}, for "checked" the result of the check,
            for "retired" {}.
    """

    decision: str
    kind: EventKind
    reason: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Decision:
    """A decision record as it is now.

    Attributes:
        name: unique within the store.
        number: 1 to n in order of creation, without gaps.
        state: "draft", "approved" or "retired".
        version: 1 when created, one more with each edit, approval and retirement; checks leave it unchanged.
            Pass it back when you change the decision.
        schema: version of the document's format, set by the code that writes the document.
        document: the record, as plain JSON types.
        created_at: when, in UTC.
        created_by: who created it.
        changed_at: when ``version`` last changed, in UTC.
        changed_by: who made that change.
        n_events: length of its history, checks included.
        last_hash: hash of the last event. A copy kept elsewhere, in an exported bundle for example, also
            reveals a history that was rewritten as a whole.
    """

    name: str
    number: int
    state: State
    version: int
    schema: int
    document: Mapping[str, Any]
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    n_events: int
    last_hash: str


@dataclass(frozen=True)
class Fault:
    """The first place where what is stored contradicts its history.

    Attributes:
        kind: whether a decision or the claims of a scope are concerned.
        subject: the decision's name or the scope, "" for a decision that was removed.
        number: the event or claim that does not fit; None where the decision itself does not.
        message: one sentence that says what does not fit.
    """

    kind: Literal["decision", "claims"]
    subject: str
    number: int | None
    message: Message

    def __str__(self) -> str:
        """The sentence in English."""
        return str(self.message)


def time_text(at: datetime) -> str:
    """Write a moment as ISO 8601 in UTC with microseconds: ``2026-11-27T09:30:00.000000Z``."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    """Read a moment that ``time_text`` wrote.

    Raises:
        ValueError: the text has another form.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or time_text(at) != text:
        raise ValueError(f"not a moment in UTC: {text}")
    return at
