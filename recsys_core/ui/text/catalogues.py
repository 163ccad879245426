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

from babel import Locale, UnknownLocaleError
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
def languages() -> tuple[str, ...]:
    """The languages that have a folder, English first.

    Raises:
        ValueError: a folder's name is no language that Babel knows, such as "fr" or "pt_BR".

    >>> languages()[0]
    'en'
    """
    found = sorted(path.name for path in LOCALES.iterdir() if (path / "LC_MESSAGES").is_dir())
    for name in found:
        try:
            Locale.parse(name)
        except UnknownLocaleError as error:
            raise ValueError(f"expected a language such as 'fr' or 'pt_BR', got {name!r}") from error
    return tuple(sorted(found, key=lambda name: name != ENGLISH))


@cache
def texts(language: str) -> Texts:
    """The texts of a language; the files are read once. Entries marked fuzzy do not count.

    Raises:
        ValueError: two files of the language state different plural rules.
    """
    whole, rule = Catalog(locale=language), None
    by_key: dict[str, str] = {}
    counted = set()
    for path in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
            if b"Plural-Forms" in path.read_bytes():  # else Babel fills in a rule of its own
                if rule not in (None, catalogue.plural_expr):
                    raise ValueError(f"{path} has another plural rule than the other files of {language!r}")
                rule, whole.mime_headers = catalogue.plural_expr, catalogue.mime_headers
            for entry in catalogue:
                forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
                if not entry.id or not all(forms) or entry.fuzzy:
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
