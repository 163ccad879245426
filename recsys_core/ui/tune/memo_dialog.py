"""The button of the decision memo and its dialog: who decides, why, and the finished file."""

from __future__ import annotations

import streamlit as st

from recsys_core.handoff.memo_file import seal
from recsys_core.ui.shell import frame
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.tune.memo import NEEDS_A_REASON, Signature, action, memo
from recsys_core.ui.widgets.controls import method_title

_LONGEST = 500  # characters of a reason


def button(page: Page) -> None:
    """A button that asks for the memo, for a browser without the component."""
    st.button(page.words("memo.open"), key="memo", on_click=ask)


def open_if_asked(page: Page) -> None:
    """Open the dialog with the memo of the setting on the screen.

    The click arrives together with every move made before it, so the memo cannot be of an earlier setting. A
    download button alone would hand out what the last run of the page prepared.
    """
    # Not the button's own value: the run of the click may start over before it comes here.
    if visit_state().memo_asked:
        visit_state().memo_asked = False
        st.dialog(page.words("memo.dialog"), icon=":material/description:")(_dialog)(page)


def ask() -> None:
    """Open the dialog in the next run; a callback."""
    frame.change()
    visit_state().memo_asked = True


def _dialog(page: Page) -> None:
    """Who decides and why, then the finished memo, ready to download."""
    words = page.words
    if not page.bench.has_outcomes:
        st.info(words("memo.no_outcomes"))
        return
    with st.spinner(words("memo.writing")):
        proposed = action(page)
    position = words.position(page.choice.variety)
    method = method_title(page, page.choice.reranker)
    st.write(words("memo.of", method=escape_markdown(method), position=position))
    by = st.text_input(words("memo.by"), key="memo_by", max_chars=100)
    reason = ""
    if proposed in NEEDS_A_REASON:
        # What the figures are without weighs more than whose they are.
        why = "rules" if page.choice.rules and proposed == "test" else proposed
        st.caption(words(f"memo.against_{why}"))
        reason = st.text_area(words("memo.reason"), key="memo_reason", max_chars=_LONGEST)
    named = st.checkbox(words("memo.named"), key="memo_named")
    if proposed in NEEDS_A_REASON and not reason.strip():
        st.info(words("memo.reason_missing"))
        return
    address = (st.context.url or "").partition("?")[0]
    st.download_button(
        words("memo.download"),
        seal(memo(page, address, Signature(by.strip(), reason.strip(), named))),
        f"equipoise-{page.choice.data}-{page.choice.reranker}.html",
        "text/html",
        key="memo_file",
        type="primary",
        on_click="ignore",
    )
