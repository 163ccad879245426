"""No page has a word of its own: in a language made of marks, all that is written carries the marks."""

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from recsys_core.data import load
from recsys_core.data.catalog import KNOWN
from recsys_core.ui.text import catalogues

LANGUAGE = "fr"  # any that has no texts here
OPEN, CLOSE = "⟦", "⟧"
PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py"))
# What is written beside the texts: the data's own titles, names and numbers, and abbreviations of the field.
TECHNICAL = re.compile(r"NDCG|ILD|MRR|RMSE|MAP|F1|λ|MMR|CSV|TSV|JSON|Parquet|EASE|LoRA|AdaLoRA|EN|MB|ID")
WORD = re.compile(r"\b[A-Za-z]{3,}\b")
MARKUP = re.compile(r"<style.*?</style>|<[^>]+>|\*\*|`[^`]*`|:[a-z]+(?:-badge)?(?=\[)|:[a-z_]+:", re.DOTALL)


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """Every text of every language between marks, as one more language."""
    folder = tmp_path_factory.mktemp("marked") / "locales"
    shutil.copytree(catalogues.LOCALES, folder)
    target = folder / LANGUAGE / "LC_MESSAGES"
    target.mkdir(parents=True)
    for source in sorted((folder / "en" / "LC_MESSAGES").glob("*.po")):
        mark(source, target / source.name, "en")
    mark(folder / "zh" / "LC_MESSAGES" / "engine.po", target / "engine.po", "zh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "LOCALES", folder)
        catalogues.languages.cache_clear()
        catalogues.texts.cache_clear()
        yield
    catalogues.languages.cache_clear()
    catalogues.texts.cache_clear()


def mark(source, target, language):
    marked = Catalog(locale="en")  # one plural rule for all files
    with source.open("rb") as file:
        for entry in read_po(file, locale=language):
            if entry.id:
                several = isinstance(entry.string, tuple)
                forms = [f"{OPEN}{form}{CLOSE}" for form in (entry.string if several else (entry.string,))]
                marked.add(entry.id, (forms[0], forms[-1]) if several else forms[0])
    with target.open("wb") as file:
        write_po(file, marked)


def written(page):
    """Every text of the page that a visitor reads, with where it stands."""
    for kind in ("title", "header", "subheader", "markdown", "caption", "text", "info", "warning", "error"):
        for element in page.get(kind):
            yield kind, element.value
    for kind in (
        "button",
        "selectbox",
        "multiselect",
        "radio",
        "slider",
        "toggle",
        "checkbox",
        "text_input",
        "text_area",
        "number_input",
        "metric",
        "tabs",
        "expander",
    ):
        for element in page.get(kind):
            yield f"{kind} label", getattr(element, "label", "") or ""
    for table in [*page.get("table"), *page.get("dataframe"), *page.get("arrow_data_frame")]:
        for column in table.value.columns:
            if column != "value":  # Streamlit's own, above a table of names and values; it is not shown
                yield "column", str(column)


def of_the_data():
    """Titles and licences of data sets as the page writes them."""
    infos = [load("sample"), *(known.info for known in KNOWN.values())]
    return {part for info in infos for part in (info.title, info.licence) if part}


def unmarked(text):
    """What stands outside the marks, nested ones included, without the data's own words."""
    while True:
        shorter = re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", "", text)
        if shorter == text:
            return TECHNICAL.sub("", text)
        text = shorter


@pytest.mark.parametrize("name", PAGES)
def test_everything_written_comes_from_the_catalogues(name, marked, open_page):
    page = open_page(f"pages/{name}.py", data="sample", lang=LANGUAGE, plain="true")
    found = list(written(page))
    assert sum(OPEN in text for _, text in found) > 10, found
    bare = []
    for kind, text in found:
        plain = re.sub(r"\\([^\w\s])", r"\1", MARKUP.sub("", text))
        if plain not in of_the_data() and WORD.search(unmarked(plain)):
            bare.append((kind, text))
    assert not bare, "\n".join(f"{kind}: {text}" for kind, text in bare)
