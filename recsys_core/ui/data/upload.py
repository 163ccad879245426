"""Upload one's own data: choose files, map their columns, check them, use them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from recsys_core.data import shares, uploads
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.errors import RecsysError
from recsys_core.ui.data import choose, health, mapping, reading, splitting
from recsys_core.ui.shell import sign_in
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.shell.visitor import visitor_key
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

_EXAMPLE = (
    b"user_id,item_id,rating,timestamp,title,categories\nu1,i7,4,2024-05-31,The Salt Road,Drama|Romance\n"
)


def render(page: Page) -> bool:
    """Show the file fields, then the column mapping, then the check.

    Returns:
        Whether the health report of a checked upload is shown.
    """
    words = page.words
    st.subheader(words("data.own"), anchor=False)
    st.caption(f"{words('data.own.line')} {_share(words)}")
    file, items_file = _render_file_fields(words)
    if file is None:
        _discard_draft()
        _render_example(words)
        return False
    try:
        is_checked = _render_check(file, items_file, words)
    except RecsysError as error:
        _discard_draft()
        st.error(escape_markdown(words.error(error)))
        return False
    if is_checked:
        _render_draft(page)
    return is_checked


def _share(words: Words) -> str:
    """What this visitor keeps here, of what they may keep."""
    used = shares.used_by(visitor_key())
    return words(
        "data.share",
        n=used.uploads,
        most=shares.MAX_UPLOADS,
        used=words.plain(used.n_bytes / 1e6, 0),
        megabytes=words.plain(shares.MAX_BYTES / 1e6, 0),
    )


def just_uploaded(page: Page) -> bool:
    """Whether the data in use are this visitor's latest upload."""
    return bool(visit_state().uploaded == page.choice.data)


def _render_file_fields(words: Words) -> tuple[Any, Any]:
    """The interactions file and the item file; None for an empty field."""
    max_megabytes = uploads.MAX_BYTES // 1_000_000
    upload_round = visit_state().upload_round
    file, items_file = (
        st.file_uploader(
            words(label), uploads.FILE_TYPES, key=f"{key}_{upload_round}", max_upload_size=max_megabytes
        )
        for label, key in (("data.interactions", "data_file"), ("data.items", "data_items"))
    )
    return file, items_file


def _render_example(words: Words) -> None:
    st.download_button(
        words("data.example"),
        _EXAMPLE,
        "interactions.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _render_check(file: Any, items_file: Any, words: Words) -> bool:
    """Show the column mapping, the title and the check button; returns whether a current draft exists."""
    table = _read_as_chosen(file, words)
    if table is None:
        return False
    interactions = mapping.UploadedFile(file.name, table)
    items = None if items_file is None else mapping.UploadedFile(items_file.name, _read(items_file))
    columns = mapping.render(interactions, items, words)
    problem = mapping.problem(columns, words)
    if problem:
        st.warning(problem)
    else:
        mapping.render_missing(columns, words)
    title = st.text_input(
        words("data.name"),
        uploads.default_title(file.name),
        max_chars=uploads.MAX_TITLE_LENGTH,
        key=f"data_name_{file.file_id}",
        help=words("data.name.help"),
    )
    settings = reading.render(columns.interactions, file.file_id, reading.is_text(table), words)
    split = splitting.render(columns.interactions, file.file_id, words)
    made_from = (file.file_id, getattr(items_file, "file_id", ""), str(columns), title, split, settings)
    if st.button(words("data.check"), key="data_check", disabled=bool(problem)):
        _discard_draft()
        draft = uploads.create_draft(
            file.name,
            interactions.table,
            columns.interactions,
            None if items is None else items.table,
            columns.items,
            title,
            split,
            settings,
        )
        visit_state().upload_draft = (made_from, draft)
    held = visit_state().upload_draft
    return held is not None and held[0] == made_from


def _render_draft(page: Page) -> None:
    """Show the buttons to use or discard the draft, and its health report."""
    words = page.words
    held = visit_state().upload_draft
    assert held is not None
    draft: uploads.Draft = held[1]
    st.success(words("data.checked"))
    reading.render_understood(draft.dataset, words)
    with st.container(horizontal=True):
        if st.button(words("data.take"), key="data_take", type="primary"):
            try:
                sign_in.require("upload")
                name = shares.keep(draft, visitor_key())
            except RecsysError as error:
                st.error(escape_markdown(words.error(error)))
                return
            visit_state().upload_draft = None
            visit_state().upload_tables.clear()
            visit_state().upload_round += 1
            visit_state().uploaded = name
            choose.use(name)
            st.rerun()
        if st.button(words("data.discard"), key="data_discard"):
            _discard_draft()
            st.rerun()
    health.render(draft.dataset, words, "draft")


def _read_as_chosen(file: Any, words: Words) -> pd.DataFrame | None:
    """The table as the fields say that it is written; None, with the fields to change it, if it is not so."""
    try:
        return _read(file, reading.chosen_text(file.file_id))
    except RecsysError as error:
        _discard_draft()
        st.error(escape_markdown(words.error(error)))
        if reading.may_be_text(file.name):
            reading.render((), file.file_id, True, words)
        return None


def _read(file: Any, text: TextFormat = TextFormat()) -> pd.DataFrame:  # noqa: B008 - frozen
    """The table in an uploaded file, read once per session and format."""
    tables, key = visit_state().upload_tables, (file.file_id, text)
    if key not in tables:
        while len(tables) > 1:  # only the two files in the fields
            tables.pop(next(iter(tables)))
        tables[key] = uploads.read(file.name, file.getvalue(), text)
    table: pd.DataFrame = tables[key]
    return table


def _discard_draft() -> None:
    held, visit_state().upload_draft = visit_state().upload_draft, None
    if held is not None:
        uploads.discard(held[1])
