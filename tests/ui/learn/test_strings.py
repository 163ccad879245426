"""The lessons' words: both languages have them all, and the code asks for none that is missing."""

import re
from pathlib import Path

import pytest

from recsys_core.ui import learn
from recsys_core.ui.learn import best_list, films, rating_model, sameness, setting
from recsys_core.ui.learn.page import LESSONS
from recsys_core.ui.text.strings_learn import ENGLISH
from recsys_core.ui.text.strings_learn_zh import CHINESE

FOLDER = Path(learn.__file__).parent
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def asked_for():
    """Every key that the lessons name in full, and every key of a family that they put together."""
    code = "\n".join(path.read_text() for path in sorted(FOLDER.glob("*.py")))
    keys = set(re.findall(r'"(learn\.[a-z_]+(?:\.[a-z_]+)?)"', code)) - {"learn.css"}
    keys |= {f"learn.film.{key}" for key in films.KEYS}
    keys |= {f"learn.label.{label}" for labels in films.LABELS.values() for label in labels}
    parts = ("tab", "title", "intro", "teacher", "task")
    keys |= {f"learn.{lesson.name}.{part}" for lesson in LESSONS for part in parts}
    for name, module in {
        "setting": setting,
        "best": best_list,
        "same": sameness,
        "model": rating_model,
    }.items():
        keys |= {f"learn.{name}.ask"} | {f"learn.{name}.{option}" for option in module.OPTIONS}
    return keys


@pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_everything_asked_for_is_there(words):
    asked = asked_for()
    assert len(asked) > 100
    assert not asked - words.keys()


def test_both_languages_have_the_same_keys_and_placeholders():
    assert ENGLISH.keys() == CHINESE.keys()
    for key, text in ENGLISH.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(CHINESE[key])), key


def test_chinese_is_chinese():
    same = {key for key, text in CHINESE.items() if not re.search("[\u4e00-\u9fff]", text)}
    assert same == {"learn.comma", "learn.setting.axis", "learn.same.short_ndcg", "learn.pick.solved"}


def test_no_word_is_left_over():
    code = "\n".join(path.read_text() for path in sorted(FOLDER.glob("*.py")))
    families = tuple(re.findall(r'f"(learn\.[a-z_.]*)\{', code))
    used = asked_for() | {"nav.learn"}
    assert not {key for key in ENGLISH.keys() - used if not key.startswith(families)}
