"""Every text that the code asks for exists in every language, and no text is left over."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from recsys_core.rerank import REGISTRY
from recsys_core.ui.text import catalogues

PACKAGE = Path(catalogues.__file__).parents[2]
UI = PACKAGE / "ui"
PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")
KEY = re.compile(r"[a-z_]+(?:\.[a-z_0-9]+)+")
LANGUAGES = sorted(catalogues.languages())
NAMES = re.compile(r"NDCG|EASE|PureSVD|Adam|LoRA|MiniLM|Equipoise")
IN_ENGLISH = {"newcomer.taste_placeholder"}  # the language model reads English


def strings_in(path):
    """Plain strings and the fixed starts of f-strings in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, False
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            yield node.values[0].value, True


def asked_for():
    """Keys and starts of keys that occur in the interface, and keys that the component reads."""
    found = {one for path in UI.rglob("*.py") for one in strings_in(path)}
    code = "\n".join(path.read_text() for path in sorted((UI / "widgets" / "slider" / "parts").glob("*.js")))
    keys = {text for text, is_start in found if not is_start and KEY.fullmatch(text)}
    templates = "\n".join(path.read_text() for path in sorted(UI.rglob("*.j2")))
    keys |= set(re.findall(r'words\("([a-z_.]+)"', templates))
    keys |= {f"slider.{name}" for name in re.findall(r"\bstrings\.(\w+)", code)}
    return keys, {text for text, is_start in found if is_start and "." in text}


def messages_of_the_engine():
    """Key and English of every ``message(...)`` in the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if called == "message" and len(node.args) == 2:
                yield ast.literal_eval(node.args[0]), ast.literal_eval(node.args[1])


def entries(language):
    for path in sorted((catalogues.LOCALES / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for entry in read_po(file, locale=language):
                if entry.id:
                    yield path.name, entry


def every_form(language):
    """File, key and text of every entry, plural forms one by one."""
    for name, entry in entries(language):
        forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        for form in forms:
            yield name, (entry.id[0] if isinstance(entry.id, tuple) else entry.id), form


def plural_forms(language):
    path = catalogues.LOCALES / language / "LC_MESSAGES" / "common.po"
    return int(re.search(r"nplurals=(\d+)", path.read_text(encoding="utf-8"))[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_fuzzy_or_given_twice(language):
    seen = set()
    for name, entry in entries(language):
        key = entry.id[0] if isinstance(entry.id, tuple) else entry.id
        forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        assert all(forms) and not entry.fuzzy and key not in seen, (name, key)
        assert not entry.pluralizable or len(forms) == plural_forms(language), (name, key)
        seen.add(key)


def test_every_key_that_is_asked_for_exists():
    keys, _ = asked_for()
    families = {key.split(".")[0] for key in catalogues.texts("en").by_key}
    engine = {key for name, key, _ in every_form("zh") if name == "engine.po"}
    known = catalogues.texts("en").by_key.keys() | engine
    modules = {".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py")}
    asked = {key for key in keys if key.split(".")[0] in families} - modules
    assert len(asked) > 300
    missing = {key for key in asked - known if not key.endswith((".css", ".js", ".html", ".py", ".j2", "_"))}
    assert missing == {"slider.decimal_point"}  # computed, see ``Words``


MANNERS = ("explored", "rules", "kept", "scored")


def test_no_text_is_left_over():
    keys, starts = asked_for()
    starts |= {"slider."}  # the component gets them all
    known = catalogues.texts("en").by_key.keys()
    rest = known - keys - {f"{key}_{manner}" for key in keys for manner in MANNERS}
    assert {key for key in rest if not any(key.startswith(start) for start in starts)} == set()


@pytest.mark.parametrize("manner", ["explored", "rules"])
def test_a_text_in_another_manner_fits_where_its_own_text_stands(manner):
    keys, _ = asked_for()
    texts = catalogues.texts("en").by_key
    variants = {f"{key}_{manner}": key for key in texts if f"{key}_{manner}" in texts}
    assert variants
    for key, own in variants.items():
        assert set(PLACEHOLDER.findall(texts[key])) <= set(PLACEHOLDER.findall(texts[own])), key
    assert not variants.keys() & keys, "a text of its own would be taken for another manner of a shorter key"


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_a_language_has_every_text_with_the_same_placeholders(language):
    english, other = catalogues.texts("en").by_key, catalogues.texts(language).by_key
    assert english.keys() - other.keys() == set()
    for lang in ("en", language):
        for _, key, form in every_form(lang):
            if key in english:
                named = set(PLACEHOLDER.findall(form))
                # A singular may write its number in words.
                assert named | {"n"} == set(PLACEHOLDER.findall(english[key])) | {"n"}, (lang, key)


def test_chinese_is_chinese():
    same = {key for _, key, form in every_form("zh") if not re.search("[\u4e00-\u9fff]", form)}
    english = catalogues.texts("en").by_key
    words = re.compile(r"[A-Za-z]{4,}")
    latin = {key for key in same if words.search(PLACEHOLDER.sub("", NAMES.sub("", english.get(key, ""))))}
    assert latin == IN_ENGLISH


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_a_language_has_every_sentence_of_the_engine(language):
    found = catalogues.texts(language)
    sentences = list(messages_of_the_engine())
    assert len(sentences) > 50
    missing = sorted({key for key, _ in sentences} - found.by_key.keys())
    assert missing == []
    for key, english in sentences:
        ours, theirs = (set(PLACEHOLDER.findall(text)) - {"n"} for text in (english, found.by_key[key]))
        assert ours == theirs, key


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_every_reranker_has_a_name_and_a_line(language):
    by_key = catalogues.texts(language).by_key
    wanted = {f"reranker.{name}{part}" for name in REGISTRY for part in ("", ".good_at")}
    assert wanted - by_key.keys() == set()
