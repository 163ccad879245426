"""The story as one HTML file that plays without a server."""

from __future__ import annotations

import json

from recsys_core.ui.shell import theme
from recsys_core.ui.story import component
from recsys_core.ui.story.story import FOLDER, TEMPLATES, Story


def saved(story: Story, step: int = 1) -> str:
    """The file: figures as they are now, no address of any server, people under pseudonyms.

    Args:
        story: what it tells.
        step: where it opens.
    """
    data = component.deck_data(story, step)
    # The template does not escape: all of this is the package's own, but for the story's title.
    return TEMPLATES.get_template("saved.html.j2").render(
        story=story,
        light=_declared("light"),
        dark=_declared("dark"),
        css=_read("deck.css") + _read("print.css"),
        deck=_read("deck.html"),
        # Titles come from other people's files: no "<" may end or open anything for the browser.
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        script=component.script("saved") + "\nstartSaved();",
    )


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _declared(kind: str) -> str:
    """The colours of a theme as CSS declarations."""
    return "".join(f"{name}:{value};" for name, value in theme.variables(kind).items())
