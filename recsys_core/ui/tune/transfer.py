"""The warning that variety rises in the space that is optimised and nowhere else."""

from __future__ import annotations

import streamlit as st

from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Transfer


def render(page: Page) -> None:
    """One sentence if the variety at this setting does not transfer to another space; nothing otherwise."""
    found = at_setting(page.bench, page.choice)
    if found is not None and found.flagged:
        st.warning(warning_text(found, page.words))


def at_setting(bench: Workbench, choice: Choice) -> Transfer | None:
    """The transfer near the setting; None if there is nothing to compare or nothing is optimised."""
    return bench.advice.transfer(choice.reranker, choice.variety, k=choice.k)


def warning_text(found: Transfer, words: Words) -> str:
    """The warning, with the most that another space shows of the gain."""
    share = found.best_share
    return words(
        "on_paper.flagged",
        optimised=words(f"on_paper.{found.optimised}"),
        others=words("on_paper.or").join(words(f"on_paper.{space.space}") for space in found.others),
        share=words.plain(share.value * 100, 0) + "%",
        high=words.plain(share.high * 100, 0) + "%",
    )
