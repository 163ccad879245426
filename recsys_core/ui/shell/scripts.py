"""The dashboard's own JavaScript outside components, one text so that its hash can be allowed."""

from __future__ import annotations

from functools import cache

from recsys_core.ui.shell.header import ASSETS


@cache
def own_script() -> str:
    """Files of this package and nothing else: what a visitor typed never gets here."""
    return "".join((ASSETS / name).read_text(encoding="utf-8") for name in ("history.js", "escape.js"))
