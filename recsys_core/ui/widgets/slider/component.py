"""Mount the slider: everything that moves while it is dragged lives in one component in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from recsys_core.ui.shell import state

PARTS = ("numbers", "position", "track", "tiles", "plots", "curves", "front", "slope", "sentence", "main")
FOLDER = Path(__file__).parent


def script() -> str:
    """The component's JavaScript: its parts, in the order in which they build on each other."""
    return "\n".join((FOLDER / "parts" / f"{name}.js").read_text(encoding="utf-8") for name in PARTS)


_mount = st.components.v2.component(
    "equipoise_slider",
    html=(FOLDER / "slider.html").read_text(encoding="utf-8"),
    css=(FOLDER / "slider.css").read_text(encoding="utf-8"),
    js=script(),
)


def tuning_slider(
    payload: bytes,
    *,
    key: str,
    on_at: Callable[[], None],
    on_reranker: Callable[[], None],
    on_recommended: Callable[[], None],
    on_limits: Callable[[], None],
    on_memo: Callable[[], None],
    on_person: Callable[[], None],
) -> None:
    """Draw the component.

    Args:
        payload: what :func:`recsys_core.ui.widgets.slider.payload.encode` made, joined.
        key: tells mounts apart.
        on_at: called once when the slider is let go of; "at" is {"t": position}.
        on_reranker: called when another reranker is chosen ("reranker").
        on_recommended: called when the recommended setting is asked for.
        on_limits: called when the limits are to be edited.
        on_memo: called when the decision memo is asked for.
        on_person: called for the next or previous person ("person" is 1 or -1).

    Callbacks read what was reported with :func:`value`.
    """
    _mount(
        data=payload,
        key=key,
        on_at_change=on_at,
        on_reranker_change=on_reranker,
        on_recommended_change=on_recommended,
        on_limits_change=on_limits,
        on_memo_change=on_memo,
        on_person_change=on_person,
    )


def value(key: str, name: str) -> object:
    """What the component mounted under ``key`` last reported as ``name``, or None."""
    reported = state.widget(key)
    return None if reported is None else reported.get(name)


def is_mounted(key: str) -> bool:
    """Whether the component was drawn in the run before: if not, it must be told where to stand."""
    return state.has_widget(key)
