"""Map the columns of uploaded files: a preview, a field for each role, and what is wrong with the choice."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from recsys_core.data.readers.columns import ITEM_ROLES, ColumnNames, match_catalogue, match_columns
from recsys_core.data.readers.table import HOW_READ
from recsys_core.ui.shell import state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

_REQUIRED = ("user_id", "item_id")
# Key of each form's heading, and prefix of its widgets' keys.
_INTERACTIONS, _ITEMS = "data.map", "data.map.items"
_PREVIEW_ROWS = 5


@dataclass(frozen=True)
class UploadedFile:
    """A file's name and the table in it."""

    name: str
    table: pd.DataFrame


@dataclass(frozen=True)
class ChosenColumns:
    """role -> column in each file; ``items`` is None without an item file."""

    interactions: dict[str, str]
    items: dict[str, str] | None


def render(interactions: UploadedFile, items: UploadedFile | None, words: Words) -> ChosenColumns:
    """Show the form of each file, filled with guesses, and return the columns chosen."""
    roles = (*_REQUIRED, "rating", "event", "timestamp", "split", *(() if items is not None else ITEM_ROLES))
    guessed = match_columns(interactions.table.columns, ColumnNames())
    other = None if items is None else (_field_key(_ITEMS, "item_id", items), items)
    columns = _render_form(_INTERACTIONS, interactions, roles, guessed, words, other)
    if items is None:
        return ChosenColumns(columns, None)
    guessed = match_catalogue(items.table.columns, ColumnNames())
    if columns.get("item_id") in items.table.columns:
        guessed.setdefault("item_id", columns["item_id"])
    other = (_field_key(_INTERACTIONS, "item_id", interactions), interactions)
    item_columns = _render_form(_ITEMS, items, ("item_id", *ITEM_ROLES), guessed, words, other)
    return ChosenColumns(columns, item_columns)


def problem(columns: ChosenColumns, words: Words) -> str:
    """Why the files cannot be checked yet, in a sentence; "" if they can."""
    missing = [role for role in _REQUIRED if role not in columns.interactions]
    if columns.items is not None and "item_id" not in columns.items and "item_id" not in missing:
        missing.append("item_id")
    if missing:
        return words("data.need", parts=", ".join(words(f"data.part.{role}") for role in missing))
    for chosen in (columns.interactions, columns.items or {}):
        names = list(chosen.values())
        repeated = next((name for name in names if names.count(name) > 1), None)
        if repeated is not None:
            return words("data.twice", column=escape_markdown(repeated))
    return ""


def render_missing(columns: ChosenColumns, words: Words) -> None:
    """Say what follows from each optional column that was left out."""
    for role, key in (("rating", "data.no_rating"), ("timestamp", "data.no_time")):
        if role not in columns.interactions and not (role == "rating" and "event" in columns.interactions):
            st.caption(words(key))
    if "title" not in columns.interactions and "title" not in (columns.items or {}):
        st.caption(words("data.no_title"))


def _render_form(
    heading: str,
    file: UploadedFile,
    roles: tuple[str, ...],
    guessed: dict[str, str],
    words: Words,
    other: tuple[str, UploadedFile] | None,
) -> dict[str, str]:
    """A preview and the fields of one file; ``other`` is the other file with the key of its item field."""
    table = file.table
    counts = {"rows": words.count(len(table)), "columns": len(table.columns)}
    st.caption(escape_markdown(words("data.rows_read", file=file.name, **counts)))
    if HOW_READ in table.attrs:
        st.caption(escape_markdown(words.message(table.attrs[HOW_READ])))
    first_rows = table.head(_PREVIEW_ROWS)
    first_rows.attrs = {}  # Arrow, which carries the preview, cannot hold them
    st.dataframe(first_rows, hide_index=True, key=f"{heading}_preview", alt=file.name)
    st.markdown(f"**{words(heading)}**")
    st.caption(words("data.map.line" if guessed else "data.map.unknown"))
    options = ["", *(str(column) for column in table.columns)]
    chosen: dict[str, str] = {}
    grid = st.grid(min_column_width=150, gap="small")
    for role in roles:
        key = _field_key(heading, role, file)
        callback_args = (key, *other) if role == "item_id" and other is not None else None
        with grid:
            column = st.selectbox(
                words(f"data.part.{role}"),
                options,
                options.index(guessed[role]) if role in guessed else 0,
                key=key,
                format_func=lambda column: column or words("data.none"),
                on_change=_copy_item_column if callback_args else None,
                args=callback_args,
            )
        if column:
            chosen[role] = column
    return chosen


def _field_key(heading: str, role: str, file: UploadedFile) -> str:
    """Key of a role's field. Files with other columns have other keys, so their fields start from a guess."""
    return f"{heading}_{role}_{hash(tuple(file.table.columns))}"


def _copy_item_column(key: str, other_key: str, other: UploadedFile) -> None:
    """Choose the item column of one file in the other as well, if it has it and nothing is chosen there."""
    column = state.widget(key)
    if column in other.table.columns:
        state.set_widget(other_key, state.widget(other_key) or column)
