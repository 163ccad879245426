"""The decision memo as a file: a seal over the whole page, and the figures it carries."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from recsys_core.errors import HandoffError
from recsys_core.messages import message

_SEAL = "<!-- equipoise sha256 {} -->\n"
_FOUND = re.compile(r"<!-- equipoise sha256 ([0-9a-f]{64}) -->\n\Z")
_FIGURES = re.compile(r'<script type="application/json" id="equipoise">(.*?)</script>', re.DOTALL)


def seal(html: str) -> str:
    """The page with its own hash in a last line, so that a changed byte is found."""
    whole = html.rstrip("\n") + "\n"
    return whole + _SEAL.format(hashlib.sha256(whole.encode()).hexdigest())


def parse(text: str, where: str) -> dict[str, Any]:
    """The figures that a memo carries.

    Args:
        text: of the file.
        where: what messages call it.

    Raises:
        HandoffError: it is no memo, or was changed since it was written.
    """
    figures = _FIGURES.search(text)
    if figures is None:
        raise HandoffError(message("handoff.no_memo", "{where} is no memo of Equipoise.", where=where))
    found = _FOUND.search(text)
    whole = text if found is None else text[: found.start()]
    if found is None or hashlib.sha256(whole.encode()).hexdigest() != found[1]:
        raise HandoffError(
            message(
                "handoff.changed_memo",
                "{where} was changed after it was written, or is of a version without a seal. Write the "
                "memo again.",
                where=where,
            )
        )
    try:
        held: dict[str, Any] = json.loads(figures[1])
        if not {"protocol", "limits", "level", "lambda", "k", "reranker", "recommendation"} <= held.keys():
            raise ValueError("a figure is missing")
    except ValueError as error:
        raise HandoffError(
            message("handoff.no_memo", "{where} is no memo of Equipoise.", where=where)
        ) from error
    return held
