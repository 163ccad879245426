"""What a visitor sees when a page fails: a sentence, a reset button, and the number of the log entry."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.errors import FragmentHandledException

from recsys_core.ui.shell import visit
from recsys_core.ui.text.words import Words

logger = logging.getLogger(__name__)

SAFE_START = "pages/tune.py"


@contextmanager
def error_boundary(place: str = "page") -> Iterator[None]:
    """Run a page or a fragment; log an unexpected error and show a sentence in its place.

    Streamlit's own control flow (rerun, stop, another page) and errors that a fragment has already shown pass
    through. Wraps a block (``with error_boundary():``) or a function (``@error_boundary("live")``).

    Args:
        place: which part of a page this is; two that break at once need different names.
    """
    try:
        yield
    except FragmentHandledException:
        raise
    except Exception:  # whatever it is: it is logged, and the visitor sees a way on instead of its traceback
        number = secrets.token_hex(3)
        logger.exception("error %s: the %s broke", number, place)
        _render_error(place, number, visit.words_without_address())


def _render_error(place: str, number: str, words: Words) -> None:
    """The box shown in place of the failed part."""
    with st.container(key=f"card_error_{number}"):
        st.subheader(words("error.title"), anchor=False)
        st.write(words("error.said"))
        # The key must be the same in the run that the click starts, where the number is another.
        if st.button(words("frame.way_on"), type="primary", key=f"error_{place}"):
            visit.start_over(words, everything=True)
            st.switch_page(SAFE_START)
        st.caption(words("error.number", number=number))
