"""What a page says of declared questions, and the note that figures of a question are shown."""

from __future__ import annotations

import logging

from recsys_core.errors import StoreError
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.header import Notice
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench

logger = logging.getLogger(__name__)

_AGAIN_AFTER = 30.0  # seconds: a database that cannot be used costs one short wait in between, not every run


def refresh(bench: Workbench, words: Words) -> list[Notice]:
    """Read what has been declared; a notice where the database cannot be read."""
    try:
        bench.claims.refresh(again_after=_AGAIN_AFTER)
    except StoreError as error:
        logger.warning("claims could not be read: %s", error)
        return [("choice.no_claims", {"why": words.error(error)})]
    return []


def note_shown(bench: Workbench, choice: Choice) -> None:
    """Note that the figures of this question are shown: it can then no longer be declared.

    A database that cannot be written is for the log: nothing can be declared in it either, and the workbench
    writes the note later.
    """
    try:
        bench.claims.note_shown(choice.limits, choice.k, again_after=_AGAIN_AFTER)
    except StoreError as error:
        logger.warning("a question that is shown could not be noted: %s", error)
