"""The header of every page: data and model, presentation mode, languages, notices."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from recsys_core.ui.shell import session, terms, visit
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.stage_in_address import STORY, TOUR, Stage
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.catalogues import languages
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench

ASSETS = Path(__file__).parent / "assets"

Notice = tuple[str, dict[str, str]]  # a key of the strings and its values
Button = tuple[str, str, dict[str, Any]]  # its key, its label, and what of the choice it changes


def render(
    bench: Workbench,
    chosen: Choice,
    words: Words,
    names: list[str],
    notices: list[Notice],
) -> None:
    """Data and model at the right end, notices below."""
    model = words.known(f"model.{bench.model}", bench.model)
    if chosen.model:
        model = words("model.run", run=chosen.model)
    status(words, chosen, words("frame.fitted", data=bench.dataset.title, model=model))
    if bench.dataset.simulated:
        said = [words("frame.simulated")]
        if session.PREFERRED not in names:
            said.append(words("frame.mend"))
        with st.container(key="eq_simulated"):
            st.markdown(" ".join(said))
    for key, values in notices:
        st.info(words(key, **{name: escape_markdown(value, 200) for name, value in values.items()}))


def status(words: Words, chosen: Choice, text: str) -> None:
    """The right end of the header: data and model, the story, presentation mode, the other languages."""
    if chosen.stage:
        st.html(ASSETS / "stage.css")
    elif chosen.present:
        st.html(ASSETS / "present.css")
    # Two keys are two buttons: the focus does not pass to the other one, where Space would undo the click.
    present: Button = ("eq_present", words("frame.present"), {"present": True})
    if chosen.present or chosen.stage:
        leave = {"present": False, "stage": Stage()}
        present = ("eq_leave_present", words("frame.leave_present"), leave)
    tour: Button = ("eq_tour", words("frame.tour"), {"stage": Stage(TOUR)})
    with st.container(key="eq_status", horizontal=True, vertical_alignment="center", gap="medium"):
        if text:
            st.text(text)
        buttons: list[Button] = [
            *([tour] if visit_state().is_new and not chosen.present else []),
            ("eq_story", words("frame.story"), {"stage": Stage(STORY)}),
            present,
            *(
                (f"eq_language_{name}", Words(name)("language.short"), {"lang": name})
                for name in languages()
                if name != chosen.lang
            ),
        ]
        copied = escape(words("frame.link_copied"))
        st.html(
            f'<button type="button" class="eq-copy" data-copy data-done="{copied}">'
            f"{escape(words('frame.copy_link'))}</button>",
            width="content",
        )
        for key, label, values in buttons:
            st.button(label, key=key, type="tertiary", on_click=visit.change, kwargs=values)
        is_asked = not (chosen.present or chosen.stage) and st.button(
            words("glossary.title"), key="eq_terms", type="tertiary"
        )
    if is_asked:
        terms.open_dialog(visit_state().page, words)


def current_notices(chosen: Choice, notices: list[Notice]) -> list[Notice]:
    """The notices to show: new ones, else the former ones until the visitor changes something."""
    about = replace(chosen, lang="", present=False, plain=False, stage=Stage())
    kept = visit_state().notices
    if notices or kept is None or kept[0] != about:
        kept = visit_state().notices = (about, notices)
    return kept[1]
