"""What every page begins with: page set-up, the header, the state, and what must be said about the data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from recsys_core import config
from recsys_core.errors import CheckpointError, RecsysError, SettingError
from recsys_core.ui import choice as choices
from recsys_core.ui import session, theme
from recsys_core.ui.choice import Choice
from recsys_core.ui.language import LANGUAGES, Words
from recsys_core.ui.literal import literal
from recsys_core.workbench import Workbench

ASSETS = Path(__file__).parent / "assets"
PAGES = ("tune", "lists", "compare", "who_pays", "train", "data", "learn")
_CHOICE, _WRITTEN, _NAVIGATED, _TOLD = "choice", "choice_written", "navigated", "told"

Notice = tuple[str, dict[str, str]]  # a key of the strings and its values


@dataclass(frozen=True)
class Page:
    """What a page works with.

    Attributes:
        bench: the opened data.
        choice: the visitor's state, settled against these data.
        words: the interface in the visitor's language.
    """

    bench: Workbench
    choice: Choice
    words: Words


def visitor_words() -> Words:
    """Words in the language of this visit."""
    return Words(_asked().lang)


def navigate(words: Words) -> StreamlitPage:
    """Register every page and draw the navigation; returns the page that was asked for."""
    st.session_state[_NAVIGATED] = True
    folder = config.project_root() / "pages"
    pages = [
        st.Page(folder / f"{name}.py", title=words(f"nav.{name}"), default=name == PAGES[0]) for name in PAGES
    ]
    return st.navigation(pages, position="top")


def configure(title: str) -> None:
    """Page set-up; every page calls it, because a deep link may be the first thing a server sees."""
    st.set_page_config(page_title=title, page_icon=str(ASSETS / "mark.svg"), layout="wide")
    st.logo(str(ASSETS / "logo.svg"), size="large")
    st.html(ASSETS / "style.css")
    st.html(theme.surface_style())


def begin(name: str, own: Mapping[str, str] | None = None) -> Page:
    """Open the page called ``name``: settle the choice, draw the header; stops the run where data fail.

    Args:
        name: a name in ``PAGES``.
        own: keys of the address that belong to this page alone.
    """
    asked = _asked()
    words = Words(asked.lang)
    _open(name, words)
    names = session.available()
    notices: list[Notice] = []
    # A path of one's own is a name too; it is tried before it is refused.
    wanted = asked.data or names[0]
    if wanted not in names:
        notices.append(("choice.unknown_data", {"value": wanted, "used": names[0]}))
        wanted = names[0]
    try:
        with st.spinner(words("frame.opening")):
            bench, refused = _with_model(wanted, asked.model)
        example = session.example_person(wanted)
    except RecsysError as error:
        stop(words, error)
    if refused:
        notices.append(("choice.unknown_model", {"value": asked.model, "why": refused}))
        asked = replace(asked, model="")
    chosen, replaced = choices.settle(
        replace(asked, data=wanted), users=_known_users(bench), rerankers=bench.rerankers, example=example
    )
    keep(chosen, example, own)
    _header(bench, chosen, words, names, _told(chosen, notices + replaced))
    return Page(bench, chosen, words)


def _told(chosen: Choice, notices: list[Notice]) -> list[Notice]:
    """What was replaced, said until the visitor changes something: a page may run again by itself at once."""
    about = replace(chosen, lang="", present=False, plain=False)
    kept: tuple[Choice, list[Notice]] | None = st.session_state.get(_TOLD)
    if notices or kept is None or kept[0] != about:
        kept = st.session_state[_TOLD] = (about, notices)
    return kept[1]


def _with_model(data: str, model: str) -> tuple[Workbench, str]:
    """The data with a training's model; where that cannot serve them, with their own, and why."""
    try:
        return session.open_workbench(data, model), ""
    except (SettingError, CheckpointError) as error:
        if not model:
            raise
        return session.open_workbench(data), str(error)


def begin_without_data(name: str, own: Mapping[str, str]) -> Words:
    """Open a page that needs no data; its address holds its own keys, the language and the large type."""
    asked = _asked()
    words = Words(asked.lang)
    _open(name, words)
    shared = choices.write(asked)
    params = dict(own) | {key: shared[key] for key in ("lang", "present") if key in shared}
    st.session_state[_CHOICE] = asked
    if params != st.query_params.to_dict():
        st.query_params.from_dict(params)
    st.session_state[_WRITTEN] = params
    _status(words, asked, "")
    return words


def _open(name: str, words: Words) -> None:
    """Navigation and page set-up."""
    # The first visitor of a fresh server may land here without app.py having run.
    if not st.session_state.pop(_NAVIGATED, False):
        navigate(words)
        st.session_state.pop(_NAVIGATED)
    configure(f"{words('nav.' + name)} · {words('frame.title')}")


def keep(chosen: Choice, example: str = "", own: Mapping[str, str] | None = None) -> None:
    """Remember the choice and write it into the address, with the keys that are the page's own."""
    params = choices.write(chosen, example=example) | dict(own or {})
    st.session_state[_CHOICE] = chosen
    if params != st.query_params.to_dict():
        st.query_params.from_dict(params)
    st.session_state[_WRITTEN] = params


def change(**values: Any) -> None:
    """Change parts of the choice from a widget's callback, before the page runs again."""
    st.session_state[_CHOICE] = replace(kept(), **values)


def kept() -> Choice:
    """The choice as it stands, callbacks included."""
    choice: Choice = st.session_state[_CHOICE]
    return choice


def current(page: Page) -> Page:
    """The page with what callbacks have changed since, for a fragment that runs alone; writes the address."""
    chosen = kept()
    # Also where it equals the page's: the visitor may have come back to it, and the address has moved on.
    keep(chosen, session.example_person(chosen.data))
    return replace(page, choice=chosen)


def plain_toggle(page: Page) -> None:
    """At the foot of a page: ordinary controls in place of the component, or back."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.toggle(
            page.words("frame.plain"),
            page.choice.plain,
            key="plain",
            help=page.words("frame.plain_help"),
            on_change=lambda: change(plain=st.session_state.plain),
        )


def stop(words: Words, error: RecsysError) -> None:
    """Say what is wrong with the data or the setting, offer a way on, end the run."""
    st.error(literal(str(error)))
    if st.button(words("frame.way_on"), type="primary"):
        st.session_state.pop(_CHOICE, None)
        st.query_params.clear()
        st.rerun()
    st.stop()


def _asked() -> Choice:
    """The choice of this visit: what was kept, unless the address was changed from outside since."""
    first = Choice(lang="zh" if (st.context.locale or "").lower().startswith("zh") else "en")
    kept: Choice = st.session_state.get(_CHOICE, first)
    params = st.query_params.to_dict()
    if not params or params == st.session_state.get(_WRITTEN):
        return kept
    return choices.read(params, kept, languages=LANGUAGES)


def _status(words: Words, chosen: Choice, text: str) -> None:
    """The right end of the header: what is looked at, presentation mode, the other language."""
    if chosen.present:
        st.html(ASSETS / "present.css")
    other = next(name for name in LANGUAGES if name != chosen.lang)
    present = "frame.leave_present" if chosen.present else "frame.present"
    with st.container(key="eq_status", horizontal=True, vertical_alignment="center", gap="medium"):
        if text:
            st.text(text)
        for key, label, values in (
            ("eq_present", words(present), {"present": not chosen.present}),
            ("eq_language", words("frame.switch_language"), {"lang": other}),
        ):
            st.button(label, key=key, type="tertiary", on_click=change, kwargs=values)


@st.cache_resource(show_spinner=False, max_entries=4)
def _ids(fingerprint: str, _bench: Workbench) -> frozenset[str]:
    return frozenset(map(str, _bench.user_ids))


def _known_users(bench: Workbench) -> Collection[str]:
    return _ids(session.fingerprint(bench), bench)


def _header(
    bench: Workbench,
    chosen: Choice,
    words: Words,
    names: list[str],
    notices: list[Notice],
) -> None:
    model = words.known(f"model.{bench.model}", bench.model)
    if chosen.model:
        model = words("model.run", run=chosen.model)
    _status(words, chosen, words("frame.fitted", data=bench.dataset.title, model=model))
    if bench.dataset.simulated:
        said = [words("frame.simulated")]
        if session.PREFERRED not in names:
            said.append(words("frame.mend"))
        with st.container(key="eq_simulated"):
            st.markdown(" ".join(said))
    for key, values in notices:
        st.info(words(key, **{name: literal(value, 200) for name, value in values.items()}))
