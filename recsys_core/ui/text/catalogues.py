"""The texts of every language: gettext catalogues under ``locales``, read with Babel.

A language is a folder ``locales/LANGUAGE/LC_MESSAGES`` with .po files; a msgid is a key, the msgstr its text.
A key that a language lacks is shown in English. Sentences and names of the engine carry their own English, so
``en`` has no entries for those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LOCALES = Path(__file__).parent / "locales"
ENGLISH = "en"


@dataclass(frozen=True, eq=False)
class Texts:
    """The texts of one language, unfilled.

    Attributes:
        by_key: every text; of one with plural forms the last form.
        translations: chooses plural forms by the rule of the language.
        counted: keys of texts with plural forms.
    """

    by_key: Mapping[str, str]
    translations: Translations
    counted: frozenset[str]

    def find(self, key: str, n: int | None = None) -> str | None:
        """The text of a key, in the form for ``n``; None where there is none."""
        if key in self.counted and n is not None:
            return str(self.translations.ungettext(key, key, n))
        return self.by_key.get(key)


@cache
def languages() -> dict[str, str]:
    """The languages that have a folder, English first, each with its name for itself.

    >>> list(languages())[0]
    'en'
    """
    found = sorted(path.name for path in LOCALES.iterdir() if (path / "LC_MESSAGES").is_dir())
    ordered = sorted(found, key=lambda name: name != ENGLISH)
    return {name: str(Locale.parse(name).get_display_name(name)) for name in ordered}


@cache
def texts(language: str) -> Texts:
    """The texts of a language; the files are read once."""
    whole = Catalog(locale=language)
    by_key: dict[str, str] = {}
    counted = set()
    for path in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
            whole.mime_headers = catalogue.mime_headers  # the plural rule of the file, not Babel's own
            for entry in catalogue:
                forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
                if not entry.id or not all(forms):
                    continue
                whole.add(entry.id, entry.string)
                key = str(entry.id[0] if isinstance(entry.id, tuple) else entry.id)
                by_key[key] = str(forms[-1])
                if entry.pluralizable:
                    counted.add(key)
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Texts(by_key, Translations(compiled), frozenset(counted))
