"""The first card: what each model with each method gains within the visitor's limits, the most first."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from recsys_core import config
from recsys_core.errors import SettingError
from recsys_core.ui.compare import gain_rows, pairs, pending, within_texts
from recsys_core.ui.compare.gain_rows import Line, Scale
from recsys_core.ui.shell import frame
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.shell.theme import SLOTS, palette
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.joining import joined
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import controls
from recsys_core.ui.widgets.limit_texts import limit_rows, objective_text
from recsys_core.workbench.results import Comparison, Pair

_BUTTON = 150  # pixels; the same for every line, so that columns stand under each other; also in compare.css


def render(page: Page, chosen: Sequence[Pair], found: Comparison) -> None:
    """The headline, the limits, and lines for each pair: ranked ones first, then those not measured yet."""
    words, limits = _words(page, found), page.choice.limits
    what = objective_text(limits.objective, page.bench.space_names[0], words)
    st.subheader(
        words("compare.within", what=what), anchor=False, help=words("compare.within_help", what=what)
    )
    said, basis = within_texts.headline(
        found, what, page.bench.model, lambda pair: _title(page, pair, chosen), words
    )
    if said:
        st.markdown(f"**{escape_markdown(said)}** {escape_markdown(basis)}")
    _limits(page)
    pending.render(page, chosen, found)
    lines = _lines(page, chosen, found)
    scale = Scale.of([line for each in lines.values() for line in each])
    if lines:
        st.html(gain_rows.heading([words(name) for name in within_texts.COLUMNS]))
    for at, (pair, of_pair) in enumerate(lines.items()):
        with st.container(horizontal=True, vertical_alignment="center", key=f"compare_row_{at}"):
            colour = palette()[SLOTS["variety"]]
            st.html("".join(gain_rows.html(line, scale, colour) for line in of_pair))
            with st.container(width=_BUTTON):
                _use(page, pair, found)
    if {model for model, _ in chosen} != {page.bench.model}:
        st.caption(words("compare.model_stays", model=controls.model_title(page, page.bench.model)))


def in_order(chosen: Sequence[Pair], found: Comparison) -> list[Pair]:
    """The pairs as they are ranked, then those not measured yet."""
    ranked = [each.pair for each in found.ranked]
    return ranked + [pair for pair in chosen if pair not in ranked]


def take_if_asked(page: Page) -> None:
    """Put a method to use on every page, at its best position that test proves within the limits."""
    asked, visit_state().method_asked = visit_state().method_asked, None
    if asked:
        method, ranked_at = asked
        with st.spinner(page.words("compare.taking")):
            variety = _best(page, method)
        kind = "kept" if variety is None else "best" if variety else "start"
        visit_state().method_taken = kind, ranked_at
        if variety is not None:
            frame.change(variety=variety)
            controls.set_setting("compare", variety)
        frame.change(reranker=method)
        st.rerun()


def taken_text(page: Page) -> str:
    """What it means that a method was just put to use, once; "" otherwise."""
    words, choice = page.words, page.choice
    taken, visit_state().method_taken = visit_state().method_taken, None
    if not taken:
        return ""
    method, position = controls.method_title(page, choice.reranker), words.position(choice.variety)
    kind, ranked_at = taken
    recommended = page.bench.advice.recommended(choice.limits, k=choice.k)
    is_certified = recommended is not None and recommended.method == choice.reranker
    if not (is_certified and page.bench.claims.is_declared(choice.limits, choice.k)):
        words = words.in_manner("explored")
    said = words(f"compare.taken_{kind}", method=method, position=position)
    if kind == "kept" or ranked_at in ("", position):
        return said
    return joined(said, words("compare.taken_elsewhere", position=position, ranked=ranked_at))


def _best(page: Page, method: str) -> float | None:
    """The position of a method that gains most of those that test proves within the limits.

    None where there is no accuracy to limit: the position in use.
    """
    try:
        found = page.bench.advice.certificate(method, page.choice.limits, k=page.choice.k)
    except SettingError:
        return None
    return found.position


def _lines(page: Page, chosen: Sequence[Pair], found: Comparison) -> dict[Pair, list[Line]]:
    """The lines of each pair that is measured or waits for it."""
    words, spaces = _words(page, found), page.bench.space_names
    lines: dict[Pair, list[Line]] = {}
    for each in found.ranked:
        name, note = pairs.name(page, each.pair, chosen), _note(page, each.method)
        lines[each.pair] = [within_texts.line_on_validation(each, name, note, spaces, words)]
        if each.test is not None:
            tested = within_texts.line_on_test(each.test, spaces, words, declared=found.is_declared)
            lines[each.pair].append(tested)
    for pair in chosen:
        if found.contenders[pair].pending:
            name, note = pairs.name(page, pair, chosen), _note(page, pair[1])
            lines[pair] = [Line(name, note, waits=words("compare.not_measured"))]
    return lines


def _words(page: Page, found: Comparison) -> Words:
    """The visitor's words, certain only of limits that were declared."""
    return page.words.in_manner("" if found.is_declared else "explored")


def _note(page: Page, method: str) -> str:
    """A method's title without its short name, "" where that is all of it."""
    title, short = controls.method_title(page, method), controls.method_short(page, method)
    return "" if title == short else title[: -len(short) - 2].rstrip()


def _title(page: Page, pair: Pair, chosen: Sequence[Pair]) -> str:
    model, method = pair
    title = controls.method_title(page, method)
    several = {*(model for model, _ in chosen), model}
    return title if len(several) == 1 else f"{controls.model_title(page, model)} · {title}"


def _limits(page: Page) -> None:
    """The limits in words, and a way to where they are edited."""
    words = page.words
    rows = limit_rows(page.choice.limits, page.bench.space_names[0], words)
    said = words("slider.comma").join(f"{term}: {text}" for term, text in rows)
    with st.container(horizontal=True, vertical_alignment="center", key="compare_limits"):
        st.caption(f"{words('slider.limits_title')}: {said}", width="stretch")
        if st.button(words("slider.edit_limits"), key="compare_edit", type="tertiary"):
            frame.change()
            visit_state().limits_asked = True
            st.switch_page(config.project_root() / "pages" / "tune.py")


def _use(page: Page, pair: Pair, found: Comparison) -> None:
    words, (model, method) = page.words, pair
    if method == page.choice.reranker:
        key = "compare.in_use" if model == page.bench.model else "compare.method_in_use"
        st.caption(words(key, position=words.position(page.choice.variety)))
    else:
        measured = found.contenders[pair].value
        ranked_at = "" if measured is None else words.position(measured.validation.position)
        st.button(
            words("compare.use"), key=f"compare_use_{model}_{method}", help=words("compare.use_help"),
            on_click=_ask, args=(method, ranked_at), width="stretch",
        )  # fmt: skip


def _ask(method: str, ranked_at: str) -> None:
    """Have a method put to use in the next run; its position on validation is told, "" if unknown."""
    frame.change()
    visit_state().method_asked = method, ranked_at
