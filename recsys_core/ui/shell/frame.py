"""Opening a page: set-up, header, the choice, and notices about the data."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from recsys_core import config
from recsys_core.errors import CheckpointError, RecsysError, SettingError
from recsys_core.ui.shell import choice as choices
from recsys_core.ui.shell import claims, header, session, setting, sign_in, theme, visit
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.header import ASSETS, Notice
from recsys_core.ui.shell.navigation import PAGES, navigate
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.shell.visit import change as change
from recsys_core.ui.shell.visit import keep as keep
from recsys_core.ui.shell.visit import kept as kept
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import METRICS

logger = logging.getLogger(__name__)

AT_A_SETTING = ("tune", "people", "compare", "impact", "ship")
"""Pages about one setting: where the address names none, they open on the recommended one."""

BEGIN_AT_ONCE = ("tune", "compare")
"""Those that find the recommended setting themselves, while something is on the screen already."""


@dataclass(frozen=True)
class Page:
    """What a page works with.

    Attributes:
        bench: the opened data.
        choice: the visitor's state, settled against these data.
        words: the interface in the visitor's language.
        example: the data's example person, whom the address need not name.
    """

    bench: Workbench
    choice: Choice
    words: Words
    example: str = ""


def configure(words: Words, title: str) -> None:
    """Page set-up; every page calls it, because a deep link may be the first thing a server sees."""
    st.set_page_config(page_title=title, page_icon=str(ASSETS / "mark.svg"), layout="wide")
    st.logo(str(ASSETS / "logo.svg"), size="large")
    style = (ASSETS / "style.css").read_text(encoding="utf-8")
    st.html(f"<style>{style}</style>{theme.surface_style(words)}")
    sign_in.gate(words)


def open_page(name: str, own: Mapping[str, str] | None = None) -> Page:
    """Open the page called ``name``: settle the choice, draw the header; stops the run where data fail.

    Args:
        name: a name in ``PAGES``.
        own: keys of the address that belong to this page alone.
    """
    asked = visit.asked()
    words = Words(asked.lang)
    _open(name, words)
    _to_the_stage(name, asked)
    names = session.available()
    notices: list[Notice] = []
    # A path of one's own is a name too; it is tried before it is refused.
    wanted = asked.data or names[0]
    if wanted not in names:
        notices.append(("choice.unknown_data", {"value": wanted, "used": names[0]}))
        wanted = names[0]
    try:
        with st.spinner(words("frame.opening")):
            bench, refused = _with_model(wanted, asked.model, words)
        example = bench.people.example()
    except RecsysError as error:
        stop(words, error)
    words = session.words_of(bench, asked.lang)
    if refused:
        notices.append(("choice.unknown_model", {"value": asked.model, "why": refused}))
        asked = replace(asked, model="")
    if visit.replaced(wanted, bench.dataset.fingerprint):
        notices.append(("choice.replaced_data", {"value": bench.dataset.title}))
    chosen, replaced = choices.resolve(
        replace(asked, data=wanted),
        users=_ids(bench, "user_ids"),
        rerankers=bench.rerankers,
        example=example,
        items=_ids(bench, "item_ids"),
        objectives=bench.advice.objectives(),
        groupings=bench.advice.groupings(),
        measures=_measures(bench),
    )
    if name in AT_A_SETTING:
        notices += claims.refresh(bench, words)
        chosen = _at_a_setting(name, bench, chosen, words)
        chosen, moved = setting.on_grid(bench, chosen, words)
        notices += moved
        claims.note_shown(bench, chosen)
    keep(chosen, example, own)
    header.render(bench, chosen, words, names, header.current_notices(chosen, notices + replaced))
    return Page(bench, chosen, words, example)


def _at_a_setting(name: str, bench: Workbench, chosen: Choice, words: Words) -> Choice:
    """The choice with a method: where it names none, at the recommended setting, or near it meanwhile."""
    if chosen.reranker and not setting.is_stand_in(chosen):
        return chosen
    is_known = bench.advice.recommended(chosen.limits, k=chosen.k) is not None
    if name in BEGIN_AT_ONCE and not is_known and not bench.advice.is_at_hand(chosen.limits, k=chosen.k):
        return chosen if chosen.reranker else setting.stand_in(bench, chosen)
    with st.spinner(words("frame.recommending")):
        found = setting.recommended(bench, chosen)
    setting.leave_stand_in()
    return found


def _with_model(data: str, model: str, words: Words) -> tuple[Workbench, str]:
    """The data with a training's model; with their own model and the reason if that cannot be used."""
    try:
        return session.open_workbench(data, model), ""
    except (SettingError, CheckpointError) as error:
        if not model:
            raise
        why = words.error(error)
        if isinstance(error, CheckpointError):  # it names folders of this server: those are for the log
            logger.warning("training %s was not used: %s", model, error)
            why = words("choice.other_model")
        return session.open_workbench(data), why


def open_page_without_data(name: str, own: Mapping[str, str], status: str = "") -> Words:
    """Open a page that needs no data; its address holds its own keys, the language and the large type.

    Args:
        name: a name in ``PAGES``.
        own: keys of the address that belong to this page alone.
        status: what the header says in place of the data.
    """
    asked = visit.asked()
    words = Words(asked.lang)
    _open(name, words)
    _to_the_stage(name, asked)
    shared = choices.write(asked)
    params = dict(own) | {key: shared[key] for key in ("lang", "present", "code") if key in shared}
    visit.remember(asked, params)
    header.status(words, asked, status)
    return words


def _to_the_stage(name: str, asked: Choice) -> None:
    """Go where the story is shown, if it was asked for on another page."""
    if asked.stage and name != PAGES[0]:
        first = config.project_root() / "pages" / f"{PAGES[0]}.py"
        st.switch_page(first, query_params=st.query_params.to_dict())


def _open(name: str, words: Words) -> None:
    """Navigation and page set-up."""
    visit_state().page = name
    # The first visitor of a fresh server may land here without app.py having run.
    if not visit_state().is_navigated:
        navigate(words)
    visit_state().is_navigated = False  # the next run may begin at this file again
    configure(words, f"{words('nav.' + name)} · {words('frame.title')}")


def current(page: Page) -> Page:
    """The page with the current choice, for a fragment that runs alone; updates the address."""
    chosen = kept()
    # Also where it equals the page's: the visitor may have come back to it, and the address has moved on.
    keep(chosen, page.example)
    return replace(page, choice=chosen)


def plain_toggle(page: Page) -> None:
    """A button at the foot of a page that switches between the component and plain controls."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        # The header has buttons already: a switch would be one more thing to load before the slider stands.
        label = "frame.instant" if page.choice.plain else "frame.plain"
        values = {"plain": not page.choice.plain}
        st.button(page.words(label), key="plain", type="tertiary", on_click=change, kwargs=values)


def stop(words: Words, error: RecsysError) -> None:
    """Show the error with a button to reset, and end the run."""
    visit_state().by_widget = False  # the address did not come to be written
    said = words.error(error)
    if isinstance(error, CheckpointError):  # it names files of this server: those are for the log
        logger.error("a page could not be drawn: %s", error)
        said = words("choice.damaged_model")
    st.error(escape_markdown(said))
    if st.button(words("frame.way_on"), type="primary"):
        visit.start_over(words)
        st.rerun()
    st.stop()


@session.shared(max_size=8)
def _measures(bench: Workbench) -> frozenset[str]:
    """Every metric, those that exist in each item space also under their names there."""
    spaces = {
        spec.variant(space) for spec in METRICS.values() if spec.by_space for space in bench.space_names
    }
    return frozenset(METRICS) | spaces


@session.shared(max_size=8)
def _ids(bench: Workbench, kind: str) -> frozenset[str]:
    """Every id of the data, people's or items'."""
    return frozenset(map(str, getattr(bench.dataset, kind)))
