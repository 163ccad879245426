"""What a live class refuses, in one sentence each with a way on."""

from __future__ import annotations

from recsys_core.errors import StoreConflict, StoreError
from recsys_core.messages import Message, message


def no_code(text: str) -> StoreError:
    """What was typed cannot be a code."""
    return StoreError(
        message(
            "classes.no_code",
            "“{code}” is no class code. Expected a word and a number, such as KITE-42.",
            code=text,
        )
    )


def unknown(code: str) -> StoreError:
    """There is no such class; deleted classes leave nothing to tell them from wrong codes."""
    return StoreError(
        message(
            "classes.unknown",
            "There is no class {code} now. Look at the code again; if it is right, the class has ended.",
            code=code,
        )
    )


def is_unknown(error: StoreError) -> bool:
    """Whether an error says that there is no such class, rather than that the database cannot be used."""
    said = error.args[0] if error.args else None
    return isinstance(said, Message) and said.key == "classes.unknown"


def not_teacher(code: str) -> StoreError:
    """The secret is not that of the class."""
    return StoreError(
        message(
            "classes.not_teacher",
            "This is not the teacher’s link of class {code}. Open the one that you kept.",
            code=code,
        )
    )


def no_seat(code: str) -> StoreError:
    """The ticket is of nobody in the class."""
    return StoreError(
        message(
            "classes.no_seat",
            "Nobody in class {code} has this address. Join again with the code.",
            code=code,
        )
    )


def no_room() -> StoreError:
    """Every code that was tried is taken."""
    return StoreError(message("classes.no_room", "Too many classes are open at once. End one and try again."))


def long_material(length: int, limit: int) -> StoreError:
    """The class's own table is too large."""
    return StoreError(
        message(
            "classes.long_material",
            "The table is too large for a lesson: {length} characters, at most {limit}. Keep fewer rows.",
            length=length,
            limit=limit,
        )
    )


def nickname_taken(name: str) -> StoreConflict:
    """Somebody else has the nickname."""
    return StoreConflict(
        message(
            "classes.nickname_taken",
            "Somebody in this class is called “{name}” already. Choose another nickname, or none.",
            name=name,
        )
    )


def full(limit: int) -> StoreError:
    """Nobody else can join."""
    return StoreError(
        message(
            "classes.full",
            "This class is full: {limit} students have joined. Ask the teacher to open a second one.",
            limit=limit,
        )
    )


def too_late() -> StoreConflict:
    """The answer has been revealed."""
    return StoreConflict(
        message(
            "classes.too_late",
            "The answer was revealed before yours arrived, so yours is not counted. Go on to the next "
            "question.",
        )
    )
