"""Does it still hold? The decision's checks on new data, and a button for one more."""

from __future__ import annotations

from typing import Any

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.handoff import recheck as rechecking
from recsys_core.handoff.saved import Saved
from recsys_core.store import Event, Store
from recsys_core.ui.shell import session
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.theme import SLOTS, inks, palette
from recsys_core.ui.ship import asking, rows
from recsys_core.ui.ship.opening import bench_of
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import axis, layout
from recsys_core.ui.widgets.saved_chart import draw


def render(page: Page, store: Store, found: Saved) -> None:
    """The checks so far, and one more on data of this server."""
    words = page.words
    st.subheader(words("ship.holds"), anchor=False)
    if found.checks:
        alt = words("ship.checks_alt", n=len(found.checks))
        draw(chart(found.checks, words), words, key="ship_checks", alt=alt)
        st.markdown(escape_markdown(latest_text(found.checks, words), 600))
    else:
        st.caption(words("ship.no_checks"))
    if found.decision.state != "retired":
        _ask(page, store, found)


def _ask(page: Page, store: Store, found: Saved) -> None:
    """A form for one more check."""
    words = page.words
    with st.form("ship_check_form", border=False):
        left, right = st.columns(2)
        left.selectbox(words("ship.check_data"), session.available(), key="ship_check_data")
        right.text_input(words("ship.who"), key="ship_check_by", max_chars=100)
        st.form_submit_button(
            words("ship.check"),
            key="ship_check",
            on_click=asking.ask,
            args=("check", "ship_check_data", "ship_check_by"),
        )
    fields = asking.take("check")
    if fields is not None:
        _check(page, store, found, str(fields["ship_check_data"]), asking.text(fields["ship_check_by"]))
    asking.say_refusal("check")


def _check(page: Page, store: Store, found: Saved, data: str, by: str) -> None:
    """Measure the decision on the data asked for, and keep the result in its history."""
    words, name = page.words, found.decision.name
    try:
        with st.spinner(words("ship.checking")):
            same = data == found.record.data.opened
            bench = bench_of(page, found.record, name) if same else session.open_workbench(data)
            rechecking.keep(store, name, rechecking.recheck(bench, found.record), by)
    except RecsysError as error:
        asking.refuse("check", words.error(error))
        return
    asking.done(words("ship.checked_now"))
    st.rerun()


def latest_text(checks: tuple[Event, ...], words: Words) -> str:
    """How many checks were inside, and what the latest one found."""
    inside = len([one for one in checks if one.payload["inside"]])
    last = checks[-1]
    margin = last.payload["margin"]
    key = "ship.check_inside" if last.payload["inside"] else "ship.check_outside"
    shown = words("ship.no_figure") if margin is None else words.signed(margin * 100, 1)
    return words(
        key, inside=inside, n=len(checks), data=last.payload["data"], margin=shown,
        at=rows.moment(last.at, words),
    )  # fmt: skip


def chart(checks: tuple[Event, ...], words: Words) -> dict[str, Any]:
    """Loss of accuracy with its interval at each check, and the limit."""
    figures = [one.payload["guardrails"][0] for one in checks]
    colour = palette()[SLOTS["accuracy"]]
    losses, worst, best = ([_loss(one["figure"][end]) for one in figures] for end in ("value", "low", "high"))
    limit = _loss(figures[-1]["limit"]) or 0.0
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(1, len(checks) + 1)),
        "y": losses,
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [_above(bad, loss) for bad, loss in zip(worst, losses, strict=True)],
            "arrayminus": [_above(loss, good) for loss, good in zip(losses, best, strict=True)],
            "color": colour,
            "width": 0,
        },
        "marker": {"color": colour, "size": 9},
        "text": [rows.moment(one.at, words) for one in checks],
        "hovertemplate": "%{text}: %{y:.1f}%<extra></extra>",
    }
    ink = inks()[0]
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": limit, "y1": limit}
    note = {
        "xref": "paper", "x": 1, "y": limit, "xanchor": "right", "yanchor": "bottom", "showarrow": False,
        "text": words("ship.limit_line", share=words.short(limit)), "font": {"color": ink},
    }  # fmt: skip
    return {
        "data": [points],
        "layout": layout(
            190,
            showlegend=False,
            shapes=[line | {"line": {"color": ink, "width": 1, "dash": "dot"}}],
            annotations=[note],
            xaxis=axis("", showticklabels=False, showgrid=False),
            yaxis=axis(words("ship.loss_axis")),
        ),
    }


def _loss(change: float | None) -> float | None:
    """A change as a loss in percent."""
    return None if change is None else -100 * change


def _above(upper: float | None, lower: float | None) -> float | None:
    """How far one end lies above another."""
    return None if upper is None or lower is None else upper - lower
