import re

import pytest

from recsys_core.ui.learn import lessons
from recsys_core.ui.shell.navigation import PAGES
from recsys_core.ui.text import glossary
from recsys_core.ui.text.catalogues import languages
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.measures import SHOWN, WORSE_OFF

SENTENCE = {"en": r"[.?!](?:\s|$)", "zh": "[。？！]"}


def test_lessons_are_those_of_learn_in_their_order():
    assert tuple(lessons.BY_NAME) == glossary.LESSONS
    assert set(glossary.LESSON_OF.values()) <= set(glossary.LESSONS)


def test_terms_are_named_for_pages_that_exist():
    assert set(glossary.ON_PAGE) <= set(PAGES) and len(glossary.ON_PAGE) >= 8
    for terms in glossary.ON_PAGE.values():
        assert set(terms) <= set(glossary.LESSON_OF) and len(set(terms)) == len(terms)


@pytest.mark.parametrize("language", languages())
def test_every_term_has_two_sentences_in_every_language(language):
    words = Words(language)
    names = [glossary.name(term, words) for term in glossary.LESSON_OF]
    assert len(set(names)) == len(names)
    for term in glossary.LESSON_OF:
        text = glossary.text(term, words)
        assert len(re.findall(SENTENCE[language], text)) == 2, (term, text)
        assert bool(glossary.formula(term, words)) == bool(glossary.formula(term, Words())), term


@pytest.mark.parametrize("language", languages())
def test_a_measure_is_explained_by_its_term_with_its_lesson(language):
    words = Words(language)
    for name in (*(name for name, *_ in SHOWN), WORSE_OFF):
        said = glossary.explanation(name, words)
        assert said.startswith(glossary.text(name, words)) and glossary.formula(name, words) in said
        title, address = glossary.lesson(name, words)
        number = int(re.search(r"lesson=(\d+)", address)[1])
        assert words(f"learn.{lessons.LESSONS[number - 1].name}.title") in title and language in address


def test_what_is_no_term_is_not_explained():
    assert glossary.explanation("gini", Words()) == ""
