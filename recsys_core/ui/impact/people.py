"""Three people who stand for others, with why each was selected and a way to their lists on People."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from recsys_core import config
from recsys_core.ui.shell import frame
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.workbench.results import Example

_MOST_TITLES = 3
_TO = "\u00a0→\u00a0"  # no line ends here


def render(page: Page, found: Sequence[Example]) -> None:
    """A typical person, a clear gainer, a clear loser, as far as there are any."""
    words, bench = page.words, page.bench
    st.subheader(words("impact.three"), anchor=False)
    titles = bench.dataset.items["title"].tolist()
    for example in found:
        user = str(bench.user_ids[example.user])
        with st.container(key=f"impact_person_{example.kind}", gap="xsmall"):
            line = st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
            )
            with line:
                st.markdown(f"**{words(f'impact.person_{example.kind}')}**", width="content")
                label = words("impact.open", user=escape_markdown(user))
                st.button(label, key=f"impact_open_{example.kind}", on_click=open_person, args=(user,))
            said = example_text if bench.has_outcomes else relevance_text
            st.markdown(said(example, titles, page.choice.k, words))
            st.caption(words(f"impact.why_{example.kind}", n=example.n_alike))


def example_text(example: Example, titles: Sequence[str], k: int, words: Words) -> str:
    """Liked items and accuracy before and at the setting, and which liked items came and went."""
    outcome = example.outcome
    liked_before, liked_now = outcome.ranks
    before, now = outcome.accuracy
    parts = [
        words("impact.example_liked", before=len(liked_before), now=len(liked_now), k=k),
        words("impact.example_accuracy", accuracy=levels_text(before, now, words)),
        words("impact.example_new", n=example.n_new),
    ]
    for key, items in (("impact.example_gone", outcome.lost), ("impact.example_came", outcome.gained)):
        if items:
            named = [words("why.named", title=escape_markdown(titles[item])) for item in items[:_MOST_TITLES]]
            more = ["…"] if len(items) > _MOST_TITLES else []
            parts.append(words(key, titles=words("slider.comma").join(named + more)))
    return ("" if words.language == "zh" else " ").join(parts)


def relevance_text(example: Example, titles: Sequence[str], k: int, words: Words) -> str:
    """Without outcomes: relevance kept before and at the setting, and how many items are new."""
    parts = [
        words("impact.example_accuracy", accuracy=levels_text(*example.accuracy, words)),
        words("impact.example_new", n=example.n_new),
    ]
    return ("" if words.language == "zh" else " ").join(parts)


def levels_text(before: float, now: float, words: Words) -> str:
    """Accuracy before and now, with the change in percent of what it was if there was any."""
    levels = f"{words.plain(before, 2)}{_TO}{words.plain(now, 2)}"
    if not before:
        return levels
    return words("impact.levels", levels=levels, change=words.signed((now / before - 1) * 100, 0) + "%")


def open_person(user: str) -> None:
    """Choose a person; the next run leaves for their lists."""
    frame.change(user=user)
    visit_state().person_asked = True


def leave_if_asked() -> None:
    """Go to People where somebody was chosen here."""
    if visit_state().person_asked:
        visit_state().person_asked = False
        st.switch_page(config.project_root() / "pages" / "people.py")
