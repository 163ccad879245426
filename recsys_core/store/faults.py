"""Sentences for stored records that do not fit."""

from __future__ import annotations

from recsys_core.messages import Message, message


class BrokenChain(Exception):  # noqa: N818 - a finding, which callers turn into a Fault or a StoreError
    """A stored record does not fit.

    Attributes:
        number: of the event or claim; None where the decision itself does not fit.
        message: one sentence that says what does not fit.
    """

    def __init__(self, number: int | None, message: Message) -> None:
        super().__init__(message)
        self.number = number
        self.message = message


def event_name(number: int, decision: str) -> Message:
    """What sentences call an event."""
    return message("store.event_name", "event {number} of decision “{name}”", number=number, name=decision)


def claim_name(number: int, scope: str) -> Message:
    """What sentences call a claim."""
    return message("store.claim_name", "claim {number} of scope {scope}", number=number, scope=scope)


def missing(record: Message) -> Message:
    """A link that is not there."""
    return message(
        "store.fault.missing",
        "The history was changed outside Equipoise: {record} is missing.",
        record=record,
    )


def added(record: Message) -> Message:
    """A link that was not saved through the store."""
    return message(
        "store.fault.added",
        "The history was changed outside Equipoise: {record} was added.",
        record=record,
    )


def changed(record: Message) -> Message:
    """A link whose content or hash is not the one saved."""
    return message(
        "store.fault.changed",
        "The history was changed outside Equipoise: {record} is not as it was saved.",
        record=record,
    )


def unreadable(record: Message) -> Message:
    """A link that holds something no version writes."""
    return message(
        "store.fault.unreadable",
        "The history was changed outside Equipoise: {record} cannot be read.",
        record=record,
    )


def disconnected(record: Message) -> Message:
    """A link that holds another previous hash than the link before has."""
    return message(
        "store.fault.disconnected",
        "The history was changed outside Equipoise: {record} does not continue the record before it.",
        record=record,
    )


def impossible(record: Message) -> Message:
    """An event that the decision's state at that point rules out."""
    return message(
        "store.fault.impossible",
        "The history was changed outside Equipoise: {record} cannot happen at its place.",
        record=record,
    )


def changed_document(name: str, record: Message) -> Message:
    """A document that is not the one the history saved last."""
    return message(
        "store.fault.document",
        "The document of decision “{name}” was changed outside Equipoise: it is not what {record} saved.",
        name=name,
        record=record,
    )


def changed_row(name: str, column: str) -> Message:
    """Another column of a decision that its history contradicts."""
    return message(
        "store.fault.row",
        "Decision “{name}” was changed outside Equipoise: its history gives another “{column}”.",
        name=name,
        column=column,
    )


def removed(name: str) -> Message:
    """A history without its decision."""
    return message(
        "store.fault.removed",
        "Decision “{name}” was removed outside Equipoise: only its history is left.",
        name=name,
    )


def gap(number: int) -> Message:
    """A number that no decision has, although a later one has its number."""
    return message(
        "store.fault.gap",
        "Decision number {number} was removed outside Equipoise.",
        number=number,
    )
