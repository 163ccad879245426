"""Every word that the code asks for exists, in every language, with the same placeholders."""

import re
from pathlib import Path

import pytest

from recsys_core.rerank import REGISTRY
from recsys_core.ui.text import words
from recsys_core.ui.text.words import LANGUAGES, Words

UI = Path(words.__file__).parents[1]
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def asked_in_javascript():
    code = "\n".join(path.read_text() for path in sorted((UI / "widgets" / "slider" / "parts").glob("*.js")))
    return {f"slider.{name}" for name in re.findall(r"\bstrings\.(\w+)", code)}


def asked_in_python():
    code = "\n".join(path.read_text() for path in sorted(UI.rglob("*.py")))
    return set(re.findall(r"""words\(\s*"([\w.]+)\"""", code))


@pytest.mark.parametrize("key", sorted(asked_in_javascript() | asked_in_python()))
def test_words_asked_for_exist(key):
    assert Words()(key)


def test_the_component_and_the_pages_do_ask():
    assert len(asked_in_javascript()) > 20
    assert len(asked_in_python()) > 20


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_every_language_has_every_word_with_the_same_placeholders(lang):
    english, other = words.vocabulary("en"), words.vocabulary(lang)
    assert not english.keys() - other.keys()
    for key, text in english.items():
        assert set(PLACEHOLDER.findall(other[key])) == set(PLACEHOLDER.findall(text)), key


def test_every_method_has_a_name_in_chinese():
    words = Words("zh")
    for name in REGISTRY:
        assert words.known(f"reranker.{name}", "")
        assert words.known(f"reranker.{name}.good_at", "")


def test_filling_in():
    assert Words()("person.title", user="405") == "Person 405"
    with pytest.raises(KeyError):
        Words()("no.such.key")
