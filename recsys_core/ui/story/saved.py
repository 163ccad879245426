"""The story as one HTML file that plays without a server."""

from __future__ import annotations

import json

from markupsafe import Markup

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
    return TEMPLATES.get_template("saved.html.j2").render(
        story=story,
        light=Markup(theme.variables("light")),
        dark=Markup(theme.variables("dark")),
        css=Markup(_read("deck.css") + _read("print.css")),
        deck=Markup(_read("deck.html")),
        # Inside a script element a browser looks for its end, and for nothing else.
        data=Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")),
        script=Markup(component.script("saved") + "\nstartSaved();"),
    )


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
