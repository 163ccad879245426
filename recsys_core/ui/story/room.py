"""Where a story and its presenter's window meet: a step, shared by a short code, in the server's memory."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from recsys_core.ui.story.story import Story

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read as another
LENGTH = 5
MOST = 200  # rooms at a time; the one unused longest goes first
EXPIRES = 12 * 3600.0  # seconds after the last look


@dataclass(frozen=True, eq=False)
class Room:
    """What both windows see.

    Attributes:
        code: its code.
        story: what is told.
        step: the step shown.
        black: whether the screen is black.
        by: who moved last, as that window calls itself.
        revision: rises with each move.
        began: time of the first move, None before it.
        seen: time of the last look.
    """

    code: str
    story: Story
    step: int = 1
    black: bool = False
    by: str = ""
    revision: int = 0
    began: float | None = None
    seen: float = 0.0


def is_code(text: str) -> bool:
    """Whether a text could be a code."""
    return len(text) == LENGTH and set(text) <= set(LETTERS)


def new_code() -> str:
    """A code that nobody guesses while it is used."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


class Rooms:
    """Every room of a server; safe for many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._rooms: dict[str, Room] = {}

    def open(self, story: Story, step: int, code: str = "") -> Room:
        """A room for a story, which replaces what was told there before.

        Args:
            story: what is told.
            step: where a new room begins.
            code: used again if it is one, so that a window finds the story after a reload or a restart.
        """
        with self._lock:
            self._forget()
            if not is_code(code):
                code = new_code()
                while code in self._rooms:
                    code = new_code()
            room = self._rooms.get(code) or Room(code, story, step)
            return self._keep(replace(room, story=story))

    def find(self, code: str) -> Room | None:
        """The room of a code; None where there is none, or nobody has looked at it for ``EXPIRES``."""
        with self._lock:
            self._forget()
            room = self._rooms.get(code)
            return None if room is None else self._keep(room)

    def move(self, code: str, step: int, black: bool, by: str) -> None:
        """Go to a step; a code without a room is left alone."""
        with self._lock:
            room = self._rooms.get(code)
            if room is None:
                return
            began = self._clock() if room.began is None else room.began
            revision = room.revision + 1
            self._keep(replace(room, step=step, black=black, by=by, revision=revision, began=began))

    def elapsed(self, room: Room) -> float | None:
        """Seconds since the first move, None before it."""
        return None if room.began is None else self._clock() - room.began

    def _keep(self, room: Room) -> Room:
        self._rooms.pop(room.code, None)  # the order of use
        kept = self._rooms[room.code] = replace(room, seen=self._clock())
        return kept

    def _forget(self) -> None:
        now = self._clock()
        for code in [code for code, room in self._rooms.items() if now - room.seen > EXPIRES]:
            del self._rooms[code]
        while len(self._rooms) > MOST:
            del self._rooms[next(iter(self._rooms))]


ROOMS = Rooms()
"""The rooms of this server."""
