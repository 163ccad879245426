import shutil

import pytest

from recsys_core.ui.text import catalogues

HEADER = """msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


@pytest.fixture
def add_language(tmp_path, monkeypatch):
    """Adds a language to a copy of the catalogues."""
    folder = tmp_path / "locales"
    shutil.copytree(catalogues.LOCALES, folder)
    monkeypatch.setattr(catalogues, "LOCALES", folder)

    def add(language, entries):
        place = folder / language / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "all.po").write_text(HEADER + entries, encoding="utf-8")
        catalogues.languages.cache_clear()
        catalogues.texts.cache_clear()

    yield add
    catalogues.languages.cache_clear()
    catalogues.texts.cache_clear()
