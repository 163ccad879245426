"""Compare: what each model with each method gains within the limits, their fronts, and one person's lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.ui.compare import gain_rows, pending, personalised, tables, within_limits
from recsys_core.ui.compare import pairs as choosing
from recsys_core.ui.compare.chart import chart, looks
from recsys_core.ui.shell import frame
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.widgets import controls
from recsys_core.ui.widgets.charts import enlarged
from recsys_core.ui.widgets.saved_chart import draw
from recsys_core.workbench.results import Comparison, Pair

_ROWS = 10  # of differences without scrolling
_SCROLLS = 430  # pixels; on a wide screen this cuts a row in two, which shows that there is more


def address() -> dict[str, str]:
    """The page's own keys of the address: ``models`` and ``methods`` are what is compared."""
    return choosing.asked()


def render(page: Page) -> None:
    """Everything below the header."""
    words = page.words
    try:
        within_limits.take_if_asked(page)
        st.html(gain_rows.STYLE)
        st.title(words("compare.title"), anchor=False)
        st.caption(words("compare.report", model=controls.model_title(page, page.bench.model)))
        taken = within_limits.taken_text(page)
        if taken:
            st.success(escape_markdown(taken, 400))
        left, right = st.columns([9, 4], gap="medium")
        with right.container(key="card_compare_choose"):
            pairs = choosing.choose(page)
        if not pairs:
            left.info(words("compare.empty"))
            return
        found = pending.look(page, pairs)
        above = left.empty()
        with left.container(key="card_compare_within"):
            if page.bench.has_outcomes:
                within_limits.render(page, pairs, found)
            else:
                st.subheader(words("compare.no_outcomes"), anchor=False)
                st.write(words("compare.no_outcomes_next"))
                pending.render(page, pairs, found)
        _rest(page, pairs, found)
        controls.rules_notice(page, above)
    except RecsysError as error:
        frame.stop(words, error)


def _rest(page: Page, pairs: Sequence[Pair], found: Comparison) -> None:
    """Everything that does not rank: it is from the test period."""
    words, choice = page.words, page.choice
    compared = tables.compared(page, within_limits.in_order(pairs, found), pairs, found)
    with st.container(key="card_compare_fronts"):
        st.subheader(words("compare.fronts"), anchor=False, help=words("compare.fronts_help"))
        st.caption(words("compare.fronts_note"))
        controls.setting(page, "compare")
        if compared:
            _fronts(page, pairs, compared)
    if compared:
        with st.expander(words("compare.which"), key="compare_areas"):
            _areas(page, compared)
        with st.container(key="card_compare_lists"):
            st.subheader(words("compare.lists", user=choice.user), anchor=False)
            st.caption(words("compare.lists_note", position=words.position(choice.variety)))
            st.dataframe(
                tables.lists(page, compared),
                hide_index=True,
                alt=words("compare.lists", user=choice.user),
                column_config={words("plain.rank"): st.column_config.NumberColumn(width=50)},
            )
    if not page.bench.has_outcomes:
        return
    with st.container(key="card_compare_personal"):
        personalised.render(page, found.personalised)


def _fronts(page: Page, pairs: Sequence[Pair], compared: Sequence[tables.Compared]) -> None:
    """The chart, and every pair at this setting."""
    words, choice = page.words, page.choice
    left, right = st.columns([9, 4], gap="medium")
    # Looks go by what is chosen, so that no line changes its colour when another result arrives.
    look_of = dict(zip(pairs, looks(pairs), strict=True))
    drawn = sorted(compared, key=lambda each: pairs.index(each.pair))
    figure = chart(drawn, [look_of[each.pair] for each in drawn], words, choice.k)
    names = words("slider.comma").join(each.name for each in drawn)
    with left:
        alt = words("compare.alt", n=len(drawn), names=names)
        draw(enlarged(figure, choice.present), words, key="compare_fronts", alt=alt)
    with right:
        said = words("compare.here", position=words.position(choice.variety))
        st.markdown(f"**{said}**")
        # A plain table wraps its cells: on a phone nothing is cut off.
        st.table(tables.here(compared, words), hide_index=True, border="horizontal", alt=said)


def _areas(page: Page, compared: Sequence[tables.Compared]) -> None:
    """Every pair over all settings, and the difference of each two."""
    words = page.words
    st.caption(words("compare.area_note", k=page.choice.k), help=words("compare.area_help"))
    st.table(tables.areas(compared, words), hide_index=True, border="horizontal", alt=words("compare.which"))
    if len(compared) > 1:
        differences = tables.differences(compared, words)
        scrolls = len(differences) > _ROWS
        note = words("compare.pairs_scroll" if scrolls else "compare.pairs_note", n=len(differences))
        st.markdown(f"**{words('compare.pairs_title')}**")
        st.caption(note)
        height: int | Literal["content"] = _SCROLLS if scrolls else "content"
        st.table(differences, hide_index=True, border="horizontal", alt=note, height=height)
