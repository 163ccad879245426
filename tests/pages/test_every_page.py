"""What holds on every page of the registry, alone and through the app, in every language."""

import pytest

from recsys_core.ui.shell.navigation import PAGES
from recsys_core.ui.text import glossary
from recsys_core.ui.text.catalogues import languages
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words


@pytest.mark.parametrize("name", PAGES)
def test_it_opens_alone_and_through_the_app_in_every_language(name, open_page):
    through = open_page("app.py")
    if name != PAGES[0]:
        through.switch_page(f"pages/{name}.py").run()
        assert not through.exception, through.exception
    for language in languages():
        alone = open_page(f"pages/{name}.py", lang=language)
        other = next(one for one in languages() if one != language)
        button = alone.button(key=f"eq_language_{other}")
        assert button.label == Words(other)("language.short")
        assert alone.query_params.get("lang", "en") == language
        button.click().run()
        assert not alone.exception, alone.exception
        assert alone.query_params.get("lang", "en") == other


@pytest.mark.parametrize("name", PAGES)
def test_its_terms_are_explained_with_their_lessons(name, open_page):
    page = open_page(f"pages/{name}.py", lang="zh" if name == "people" else "en")
    words = Words("zh" if name == "people" else "en")
    page.button(key="eq_terms").click().run()
    assert not page.exception, page.exception
    said = "\n".join(text.value for text in page.markdown)
    for term in glossary.ON_PAGE.get(name, ()):
        assert escape_markdown(glossary.text(term, words), 600) in said, term
        assert f"]({glossary.lesson(term, words)[1]})" in said
    assert all(escape_markdown(glossary.name(term, words)) in said for term in glossary.LESSON_OF)
