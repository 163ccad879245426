"""The dialog of terms, which every page's header opens: those of the page first."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from recsys_core.ui.text import glossary
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words


def open_dialog(page: str, words: Words) -> None:
    """Show the terms.

    Args:
        page: whose terms come first.
        words: the language.
    """
    st.dialog(words("glossary.title"), icon=":material/menu_book:", width="medium")(_terms)(page, words)


def _terms(page: str, words: Words) -> None:
    here = glossary.ON_PAGE.get(page, ())
    others = sorted(
        set(glossary.LESSON_OF) - set(here), key=lambda term: glossary.name(term, words).casefold()
    )
    if here:
        st.header(words("glossary.here"), anchor=False)
        st.markdown(_entries(here, words))
        st.header(words("glossary.more"), anchor=False)
    st.markdown(_entries(others, words))


def _entries(terms: Iterable[str], words: Words) -> str:
    return "\n\n".join(_entry(term, words) for term in terms)


def _entry(term: str, words: Words) -> str:
    title, address = glossary.lesson(term, words)
    said = glossary.formula(term, words)
    lines = [
        f"**{escape_markdown(glossary.name(term, words))}**",
        escape_markdown(glossary.text(term, words), 600),
    ]
    if said:
        lines.append(escape_markdown(words("glossary.formula", formula=said), 600))
    return "  \n".join([*lines, f"[{escape_markdown(title)}]({address})"])
