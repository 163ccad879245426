"""Words in the chosen language, filled in."""

from __future__ import annotations

from dataclasses import dataclass

from recsys_core.messages import Message
from recsys_core.ui.text.strings import ENGLISH
from recsys_core.ui.text.strings_compare import ENGLISH as COMPARE_ENGLISH
from recsys_core.ui.text.strings_compare_zh import CHINESE as COMPARE_CHINESE
from recsys_core.ui.text.strings_data import ENGLISH as DATA_ENGLISH
from recsys_core.ui.text.strings_data_zh import CHINESE as DATA_CHINESE
from recsys_core.ui.text.strings_data_zh import FINDINGS
from recsys_core.ui.text.strings_impact import ENGLISH as PAYS_ENGLISH
from recsys_core.ui.text.strings_impact_zh import CHINESE as PAYS_CHINESE
from recsys_core.ui.text.strings_impact_zh import ENGINE as PAYS_ENGINE
from recsys_core.ui.text.strings_learn import ENGLISH as LEARN_ENGLISH
from recsys_core.ui.text.strings_learn_zh import CHINESE as LEARN_CHINESE
from recsys_core.ui.text.strings_people import ENGLISH as WHY_ENGLISH
from recsys_core.ui.text.strings_people_zh import CHINESE as WHY_CHINESE
from recsys_core.ui.text.strings_train import ENGLISH as TRAIN_ENGLISH
from recsys_core.ui.text.strings_train_zh import CHINESE as TRAIN_CHINESE
from recsys_core.ui.text.strings_tune import ENGLISH as TUNE_ENGLISH
from recsys_core.ui.text.strings_tune_zh import CHINESE as TUNE_CHINESE
from recsys_core.ui.text.strings_zh import CHINESE, ENGINE

LANGUAGES: dict[str, str] = {"en": "EN", "zh": "中文"}
_WORDS: dict[str, dict[str, str]] = {
    "en": ENGLISH
    | TUNE_ENGLISH
    | WHY_ENGLISH
    | COMPARE_ENGLISH
    | PAYS_ENGLISH
    | LEARN_ENGLISH
    | TRAIN_ENGLISH
    | DATA_ENGLISH,
    "zh": CHINESE
    | TUNE_CHINESE
    | ENGINE
    | WHY_CHINESE
    | COMPARE_CHINESE
    | PAYS_CHINESE
    | PAYS_ENGINE
    | LEARN_CHINESE
    | TRAIN_CHINESE
    | DATA_CHINESE
    | FINDINGS,
}


def vocabulary(language: str) -> dict[str, str]:
    """Every unfilled text of a language, by key."""
    return dict(_WORDS[language])


@dataclass(frozen=True)
class Words:
    """The interface's words: ``words("lists.user")``, ``words("person.title", user="405")``.

    Attributes:
        language: a key of ``LANGUAGES``.
    """

    language: str = "en"

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its placeholders filled; an unknown key is a slip and raises KeyError."""
        text = _WORDS[self.language][key]
        return text.format(**values) if values else text

    def known(self, key: str, otherwise: str) -> str:
        """The text of a key that only some languages have, such as names that the engine gives in English."""
        return _WORDS[self.language].get(key, otherwise)

    def message(self, message: Message) -> str:
        """A sentence of the engine in this language, in English where the language has no template for it."""
        template = _WORDS[self.language].get(message.key)
        return str(message) if template is None else template.format(n=message.n, **message.values)

    def under(self, prefix: str) -> dict[str, str]:
        """Every unfilled text whose key starts with ``prefix.``, by the rest of its key."""
        start = prefix + "."
        return {
            key[len(start) :]: text for key, text in _WORDS[self.language].items() if key.startswith(start)
        }
