"""What is still being computed, looked at again by itself, and what could not be computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from recsys_core.errors import CheckpointError
from recsys_core.runtime.background import Answer
from recsys_core.ui.compare import pairs
from recsys_core.ui.shell.boundary import error_boundary
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.workbench.results import Comparison, Pair

EVERY = 0.5  # seconds between two looks


def look(page: Page, chosen: Sequence[Pair]) -> Comparison:
    """What is known so far; what is not is being computed from now on."""
    choice = page.choice
    return page.bench.comparison.look(chosen, choice.limits, choice.reranker, k=choice.k)


def render(page: Page, chosen: Sequence[Pair], found: Comparison) -> None:
    """A line of progress while anything is pending, and a sentence for each thing that failed."""
    if found.n_pending:
        st.fragment(_watch, run_every=EVERY)(page, chosen, found.n_pending)
    failed = failures(page, chosen, found)
    for sentence, names in failed.items():
        st.error(escape_markdown(page.words("compare.failed", names=names, why=sentence), 400))
    if failed:
        st.button(page.words("compare.retry"), key="compare_retry", on_click=page.bench.comparison.retry)


@error_boundary("comparison under way")
def _watch(page: Page, chosen: Sequence[Pair], n_pending: int) -> None:
    """The line; once anything has arrived the whole page runs again."""
    found = look(page, chosen)
    if found.n_pending != n_pending:
        st.rerun()
    total = len(found.answers)
    done = total - found.n_pending
    now = _now(page, chosen, found)
    text = page.words("compare.progress", done=done, total=total, now=now)
    if any(each.pending for each in found.contenders.values()):
        text += page.words("compare.progress_order")
    st.progress(done / total, text=text)


def _now(page: Page, chosen: Sequence[Pair], found: Comparison) -> str:
    """The first task that is pending, in words."""
    words = page.words
    measured = [pair for pair in chosen if found.contenders[pair].pending]
    drawn = [pair for pair in chosen if found.fronts[pair].pending]
    if measured:
        return words("compare.measuring", name=pairs.name(page, measured[0], chosen))
    if found.recommended.pending:
        return words("compare.certifying")
    if drawn:
        return words("compare.drawing", name=pairs.name(page, drawn[0], chosen))
    return words("compare.personalising")


def failures(page: Page, chosen: Sequence[Pair], found: Comparison) -> dict[str, str]:
    """What failed, by the sentence that says why."""
    words = page.words
    by_sentence: dict[str, list[str]] = {}

    def note(answer: Answer[Any], name: str) -> None:
        if answer.error is not None:
            names = by_sentence.setdefault(why(answer, words), [])
            names += [name] if name not in names else []

    for pair in chosen:
        for answer in (found.contenders[pair], found.fronts[pair]):
            note(answer, pairs.name(page, pair, chosen))
    if page.bench.has_outcomes:  # else nothing is recommended, and the page says so
        note(found.recommended, words("compare.recommendation"))
        note(found.personalised, words("personal.title"))
    return {sentence: words("slider.comma").join(names) for sentence, names in by_sentence.items()}


def why(answer: Answer[Any], words: Words) -> str:
    """Why there is no answer, without names of the server's files."""
    if answer.number:
        return words("error.number", number=answer.number)
    if isinstance(answer.error, CheckpointError):
        return words("choice.damaged_model")
    return words.error(answer.error) if answer.error is not None else ""
