"""The warning that variety rises only in the space that is optimised."""

from __future__ import annotations

import streamlit as st

from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Transfer


def render(page: Page) -> None:
    """Warn if other spaces show little of the variety gained at this setting."""
    found = at_setting(page.bench, page.choice)
    if found is not None and found.flagged:
        st.warning(warning_text(found, page.words))


def at_setting(bench: Workbench, choice: Choice) -> Transfer | None:
    """The transfer near the setting; None if no space is optimised or there is no other."""
    return bench.transfer.near(choice.reranker, choice.variety, k=choice.k)


def warning_text(found: Transfer, words: Words) -> str:
    """The warning, with the largest share of the gain that another space shows."""
    share = found.best_share
    return words(
        "transfer.flagged",
        optimised=words(f"transfer.differ_{found.optimised}"),
        others=words("transfer.and").join(words(f"transfer.same_{space.space}") for space in found.others),
        share=words.plain(share.value * 100, 0) + "%",
        high=words.plain(share.high * 100, 0) + "%",
    )
