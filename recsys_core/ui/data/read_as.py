"""How scored candidates were read: each file with its columns, and one candidate in words."""

from __future__ import annotations

import streamlit as st

from recsys_core.data.candidates.dataset import ReadFile, ScoredDataset
from recsys_core.data.candidates.report import scores_read_as, understood
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words


def render(dataset: ScoredDataset, words: Words) -> None:
    """The files, what the scores look like, and the sentence."""
    st.subheader(words("data.read"), anchor=False)
    rows = [
        {
            words("data.read.file"): file.name,
            words("data.read.rows"): words.count(file.rows),
            words("data.read.as"): roles_text(file, words),
        }
        for file in dataset.files
    ]
    st.table(rows, hide_index=True, border="horizontal", alt=words("data.read"))
    st.caption(words.message(scores_read_as(dataset)))
    sentence = escape_markdown(words.message(understood(dataset)), 300)
    st.markdown(f"{words('data.read.understood')} **{sentence}**")


def roles_text(file: ReadFile, words: Words) -> str:
    """The columns of a file with what they were read as; then those that nothing was made of."""
    roles = words("slider.comma").join(
        f"{words(f'data.role.{role}')} {escape_markdown(column, 60)}" for role, column in file.roles.items()
    )
    if not file.unused:
        return roles
    unused = words("slider.comma").join(escape_markdown(column, 60) for column in file.unused[:6])
    return f"{roles} ({words('data.read.unused')} {unused})"
