"""Checks of what people type: names of decisions and people, reasons."""

from __future__ import annotations

import unicodedata

from recsys_core.errors import StoreError
from recsys_core.messages import Message, message

MAX_NAME = 100
MAX_SCOPE = 200
MAX_REASON = 5000
MAX_NICKNAME = 24


def check_decision_name(name: str) -> str:
    """Return a decision's name in one normal form: NFC, runs of spaces reduced to one, none at the ends.

    Raises:
        StoreError: it is empty, longer than MAX_NAME characters, or has control characters.
    """
    return _check_line(name, message("store.name.decision", "the decision's name"))


def check_person(name: str) -> str:
    """Return a person's name in the same form as ``check_decision_name``.

    Raises:
        StoreError: as ``check_decision_name``.
    """
    return _check_line(name, message("store.name.person", "the name of the person who does this"))


def check_nickname(name: str) -> str:
    """Return a student's nickname in the same form as ``check_decision_name``.

    Raises:
        StoreError: it is empty, longer than MAX_NICKNAME characters, or has control characters.
    """
    return _check_line(name, message("store.name.nickname", "the nickname"), MAX_NICKNAME)


def nickname_key(nickname: str) -> str:
    """What two nicknames share that the eye cannot tell apart."""
    return _comparable(nickname)


def check_second_person(second: str | None, by: str) -> str | None:
    """Return the name of a second approver, None where none is given.

    Args:
        second: the name as typed; None and blank text count as not given.
        by: the first approver, already checked.

    Raises:
        StoreError: the name is unusable or the first approver's. Names that differ only in case, in spaces
            or in how Unicode writes their characters are the same.
    """
    if second is None or not second.strip():
        return None
    checked = _check_line(second, message("store.name.second", "the second name"))
    if _comparable(checked) == _comparable(by):
        raise StoreError(
            message(
                "store.same_person",
                "The second name must be another person's: “{name}” approves already.",
                name=by,
            )
        )
    return checked


def check_reason(reason: str) -> str:
    """Return a reason without spaces at the ends; it may be empty and have several lines.

    Raises:
        StoreError: it is longer than MAX_REASON characters or has control characters.
    """
    text = unicodedata.normalize("NFC", reason).strip()
    if len(text) > MAX_REASON:
        raise StoreError(
            message(
                "store.reason_too_long",
                "The reason is {length} characters long; at most {limit} are stored.",
                length=len(text),
                limit=MAX_REASON,
            )
        )
    if _has_control(text.replace("\r", "").replace("\n", "").replace("\t", "")):
        raise StoreError(message("store.reason_control", "The reason has characters that cannot be shown."))
    return text


def check_scope(scope: str) -> str:
    """Return the scope of claims unchanged.

    Raises:
        ValueError: it is empty, longer than MAX_SCOPE characters, or not printable ASCII.
    """
    if not 0 < len(scope) <= MAX_SCOPE or not scope.isascii() or not scope.isprintable():
        raise ValueError(f"scope must be 1 to {MAX_SCOPE} printable ASCII characters, got {scope!r}")
    return scope


def _check_line(text: str, what: Message, longest: int = MAX_NAME) -> str:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if not _comparable(line):
        raise StoreError(message("store.name_missing", "Please give {what}.", what=what))
    if len(line) > longest:
        raise StoreError(
            message(
                "store.name_too_long",
                "Please shorten {what}: it is {length} characters long, and at most {limit} are stored.",
                what=what,
                length=len(line),
                limit=longest,
            )
        )
    if _has_control(line):
        raise StoreError(
            message(
                "store.name_control",
                "Please type {what} again: it has characters that cannot be shown.",
                what=what,
            )
        )
    return line


def _has_control(text: str) -> bool:
    """Whether a control character or a half of a surrogate pair is in the text; databases refuse some."""
    return any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)


def _comparable(name: str) -> str:
    """The name without what the eye cannot tell apart: case, compatibility forms, invisible characters."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if unicodedata.category(character) != "Cf").strip()
