"""The browser writes what Python writes, to the last digit, at every position of the slider."""

import re

import pytest

from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.sentences import sentences
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune import charts
from recsys_core.ui.widgets import verdicts
from recsys_core.ui.widgets.slider import component, view
from recsys_core.ui.widgets.slider.measure import GRID
from recsys_core.ui.widgets.tuning import tuning
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits

# The component's own functions on one payload: everything that is written while the slider is dragged.
EVERY_POSITION = """(text) => {
  const data = decode(text);
  setLanguage(data.language, data.strings.decimal_point);
  const part = { tiles: document.createElement("div"), about: document.createElement("p") };
  const tiles = createTiles(part, { data });
  tiles.build();
  const written = (name) => [...part.tiles.querySelectorAll(name)].map((node) => node.textContent);
  return data.curve.lambda.map((lambda, index) => {
    const said = sentences(data, index, onGrid(data.curve, index / (data.curve.lambda.length - 1)));
    tiles.move(index);
    return { said, tiles: [written(".value"), written(".change"), written(".everyday")] };
  });
}"""
GROUPS = Limits(0.0125, 0.1, 0.2, "activity", 0.1)
SEEN = [
    ("mmr", Limits(), "en"), ("mmr", GROUPS, "zh"), ("msd", Limits(0.01), "en"),
    ("msd", Limits(0.05, None), "zh"), ("ssd", Limits(0.01), "en"), ("dpp", GROUPS, "en"),
    ("none", Limits(), "en"), ("mmr", Limits(0.05, None, objective="coverage"), "en"),
    ("msd", Limits(objective="ild_text"), "zh"),
]  # fmt: skip


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


@pytest.fixture(scope="module")
def in_browser(chromium):
    page = chromium.new_page()
    page.add_script_tag(content=component.script().replace("export default function", "function mount"))
    yield lambda text: page.evaluate(EVERY_POSITION, text)
    page.close()


@pytest.mark.parametrize(("reranker", "limits", "lang"), SEEN)
def test_sentences_and_tiles_are_pythons(in_browser, bench, reranker, limits, lang):
    words = Words(lang)
    choice = Choice("sample", reranker, bench.people.example(), limits=limits, lang=lang)
    page, found, curves = Page(bench, choice, words), verdicts.compute(bench, choice), tuning(bench, choice)
    start = {"t": 0.3, "lambda": 0.0, "revision": 0}
    written = in_browser(b"".join(view.pieces(page, "tune", start, found, None)).decode())
    title = view.method(bench.rerankers[reranker], words)[0]
    assert len(written) == GRID
    for row, browser in enumerate(written):
        said = sentences(curves, choice.at(row / (GRID - 1)), title, words, found)
        for name in ("state", "badge", "headline", "cost", "basis"):
            assert browser["said"][name] == getattr(said, name), (row, name)
        values, changes, everyday = browser["tiles"]
        for place, measure in enumerate(curves.measures):
            value, change = charts.tile(measure, row, words)
            assert values[place] == value, (row, measure.key)
            assert digits(changes[place]) == digits(change), (row, measure.key)
            assert everyday[place] == charts.everyday(measure, row, words), (row, measure.key)


def digits(text):
    """The numbers of a change and its interval, whatever stands between them."""
    return re.findall(r"[+\u2212]?\d+(?:\.\d+)?", text)
