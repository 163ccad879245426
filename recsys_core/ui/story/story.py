"""The story as data: six steps, what the live slider needs, and one HTML text that every window shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from recsys_core.ui.shell import theme
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.session import shared
from recsys_core.ui.story import opening, outcome, setting
from recsys_core.ui.story.step import Figures, LimitRows, Step, figures
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.slider import payload, view
from recsys_core.workbench import Workbench

FOLDER = Path(__file__).parent
TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,  # titles and names of groups come from other people's files
    undefined=StrictUndefined,
)
_LIVE = ("working", "elsewhere", "place", "new", "tour", "skip", "next", "end", "black")
"""Texts that the scripts write."""
_MENU = ("notes", "save", "print", "tour", "leave")


@dataclass(frozen=True, eq=False)
class Story:
    """Everything that a window shows of a story.

    Attributes:
        language: of its texts.
        title: of the whole.
        steps: in order.
        html: the six screens.
        live: the payload of the slider, as the Tune page sends it, with the person under a pseudonym.
        texts: what the scripts write.
        at: position of the slider that the figures are of, 0 to 1.
    """

    language: str
    title: str
    steps: tuple[Step, ...]
    html: str
    live: str
    texts: dict[str, str]
    at: float


def tell(page: Page, action: str, limits_at: LimitRows) -> Story:
    """The story of a page's data and setting; takes seconds the first time.

    Args:
        page: the data and the setting.
        action: what the memo proposes, see ``outcome.decision``.
        limits_at: the memo's rows of limits.

    Raises:
        RecsysError: the figures cannot be computed.
    """
    found, words = figures(page), page.words
    steps = (
        opening.today(found),
        opening.person(found),
        setting.drag(found),
        setting.cost(found),
        outcome.affected(found),
        outcome.decision(found, action, limits_at),
    )
    title = words("story.of", data=page.bench.dataset.title)
    return Story(
        page.choice.lang,
        title,
        steps,
        _html(page, steps),
        _live(page, found),
        {name: words(f"story.live_{name}") for name in _LIVE},
        page.choice.variety,
    )


def _html(page: Page, steps: tuple[Step, ...]) -> str:
    words, dataset = page.words, page.bench.dataset
    source = [dataset.title, words("story.interval", level=words.level(page.bench.level))]
    if dataset.simulated:
        source.insert(1, words("story.simulated"))
    return TEMPLATES.get_template("story.html.j2").render(
        words=words,
        steps=steps,
        source=words("story.dot").join(source),
        protocol=view.protocol_rows(page),
        paper=paper(),
        labels={step.name: words(f"story.label_{step.name}") for step in steps},
        menu=[(name, words(f"story.ask_{name}"), words(f"story.ask_{name}_about")) for name in _MENU],
    )


def paper() -> str:
    """The light theme for paper, whatever the screen shows: the scripts have written its colours already."""
    values = theme.variables("light")
    for place, colour in enumerate(values["--st-chart-categorical-colors"].split(",")):
        values |= {f"--c{place}": colour, f"--c{place}-text": f"color-mix(in srgb, {colour} 92%, black)"}
    return "".join(f"{name}:{value}!important;" for name, value in values.items())


def _live(page: Page, found: Figures) -> str:
    choice = page.choice
    start: dict[str, object] = {"t": choice.variety, "lambda": found.lambda_, "revision": 0}
    person = _person_json(page.bench, choice.user, choice.reranker, choice.k, choice.lang)
    return b"".join(view.pieces(page, "tune", start, found.found, person)).decode()


@shared(max_size=256)
def _person_json(bench: Workbench, user: str, reranker: str, k: int, language: str) -> dict[str, str]:
    """The component's ``person`` and ``items``, without anything that tells who the person is."""
    scale, table = bench.scale(reranker, k=k), bench.dataset.items
    breakpoints, items = bench.trade_off(reranker, k=k).paths.of_user(bench.user_index(user))
    positions = np.array([scale.achieved(float(at)) for at in breakpoints])
    named = payload.person_payload("", Words(language)("memo.person"), "", breakpoints, positions, items)
    shown = payload.item_table(items, table["title"].tolist(), table["categories"].tolist())
    return {"person": payload.compact(named), "items": payload.compact(shown)}
