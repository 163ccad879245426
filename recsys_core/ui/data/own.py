"""Upload one's own data: files, which column is what, what was found, use."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from recsys_core.data.readers.columns import ITEM_PARTS, ColumnNames, find_columns
from recsys_core.errors import RecsysError
from recsys_core.ui.data import choose, health, uploads
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.escape import literal
from recsys_core.ui.text.words import Words

_DRAFT, _TABLES, _TURN, _TAKEN = "data_draft", "data_tables", "data_turn", "data_taken"
_REQUIRED = ("user_id", "item_id")
_EXAMPLE = (
    b"user_id,item_id,rating,timestamp,title,categories\nu1,i7,4,2024-05-31,The Salt Road,Drama|Romance\n"
)
_ROWS = 5


def draw(page: Page) -> bool:
    """The card: two file fields, then the mapping, then the check; returns whether a check is shown."""
    words = page.words
    st.subheader(words("data.own"), anchor=False)
    st.caption(words("data.own.line"))
    most = uploads.MOST_BYTES // 1_000_000
    turn = st.session_state.setdefault(_TURN, 0)  # the fields are empty again after each upload that was used
    file = st.file_uploader(
        words("data.interactions"), uploads.KINDS, key=f"data_file_{turn}", max_upload_size=most
    )
    items_file = st.file_uploader(
        words("data.items"), uploads.KINDS, key=f"data_items_{turn}", max_upload_size=most
    )
    if file is None:
        _forget()
        st.download_button(
            words("data.example"),
            _EXAMPLE,
            "interactions.csv",
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
        return False
    try:
        table = _table(file)
        items = None if items_file is None else _table(items_file)
        columns, item_columns = _mapping(
            file.name, table, words, items_file.name if items_file else "", items
        )
        problem = _problem(columns, item_columns, items is not None, words)
        if problem:
            st.warning(problem)
        title = st.text_input(
            words("data.name"),
            uploads.title_of(file.name),
            max_chars=uploads.LONGEST_TITLE,
            key=f"data_name_{file.file_id}",
            help=words("data.name.help"),
        )
        asked = (file.file_id, getattr(items_file, "file_id", ""), str(columns), str(item_columns), title)
        if st.button(words("data.check"), key="data_check", disabled=bool(problem)):
            _forget()
            waiting = uploads.draft(file.name, table, columns, items, item_columns, title)
            st.session_state[_DRAFT] = (asked, waiting)
    except RecsysError as error:
        _forget()
        st.error(literal(str(error)))
        return False
    checked = _DRAFT in st.session_state and st.session_state[_DRAFT][0] == asked
    if checked:
        _checked(page)
    return checked


def was_taken(page: Page) -> bool:
    """Whether the data in use are those that this visitor has just uploaded."""
    return bool(st.session_state.get(_TAKEN) == page.choice.data)


def _checked(page: Page) -> None:
    """What was found in the draft, and the two ways on."""
    words = page.words
    waiting: uploads.Draft = st.session_state[_DRAFT][1]
    st.success(words("data.checked"))
    with st.container(horizontal=True):
        if st.button(words("data.take"), key="data_take", type="primary"):
            try:
                name = uploads.keep(waiting)
            except RecsysError as error:
                st.error(literal(str(error)))
                return
            st.session_state.pop(_DRAFT)
            st.session_state[_TURN] += 1
            st.session_state[_TAKEN] = name
            choose.use(name)
            st.rerun()
        if st.button(words("data.discard"), key="data_discard"):
            _forget()
            st.rerun()
    health.draw(waiting.dataset, words, "draft")


def _table(file: Any) -> pd.DataFrame:
    """The uploaded table, read once for this visitor."""
    tables = st.session_state.setdefault(_TABLES, {})
    if file.file_id not in tables:
        while len(tables) > 1:  # the two files in the fields, not every file that ever was
            tables.pop(next(iter(tables)))
        tables[file.file_id] = uploads.read(file.name, file.getvalue())
    found: pd.DataFrame = tables[file.file_id]
    return found


def _mapping(
    name: str, table: pd.DataFrame, words: Words, items_name: str, items: pd.DataFrame | None
) -> tuple[dict[str, str], dict[str, str]]:
    """A preview of each file and a field for each part; returns part -> column for both."""
    parts = (*_REQUIRED, "rating", "timestamp", *(() if items is not None else ITEM_PARTS))
    guessed = find_columns(table.columns, ColumnNames())
    columns = _fields(name, table, parts, "data.map", guessed, words, ("data.map.items", items))
    if items is None:
        return columns, {}
    guessed = find_columns(items.columns, ColumnNames(), catalogue=True)
    if "item_id" not in guessed and "id" in items.columns:
        guessed["item_id"] = "id"
    if columns.get("item_id") in items.columns:
        guessed.setdefault("item_id", columns["item_id"])
    parts = ("item_id", *ITEM_PARTS)
    return columns, _fields(items_name, items, parts, "data.map.items", guessed, words, ("data.map", table))


def _fields(
    name: str,
    table: pd.DataFrame,
    parts: tuple[str, ...],
    title: str,
    guessed: dict[str, str],
    words: Words,
    other: tuple[str, pd.DataFrame | None],
) -> dict[str, str]:
    """The fields of one file; the item's column is proposed in the ``other`` (its title and table), too."""
    counts = {"rows": f"{len(table):,}", "columns": len(table.columns)}
    st.caption(literal(words("data.rows_read", file=name, **counts)))
    st.dataframe(table.head(_ROWS), hide_index=True, key=f"{title}_preview", alt=name)
    st.markdown(f"**{words(title)}**")
    st.caption(words("data.map.line" if guessed else "data.map.unknown"))
    options = ["", *(str(column) for column in table.columns)]
    chosen: dict[str, str] = {}
    grid = st.grid(min_column_width=150, gap="small")
    for part in parts:
        with grid:
            picked = st.selectbox(
                words(f"data.part.{part}"),
                options,
                options.index(guessed[part]) if part in guessed else 0,
                key=_field(title, part, table),
                format_func=lambda column: column or words("data.none"),
                on_change=_propose if part == "item_id" else None,
                args=(_field(title, part, table), *other) if part == "item_id" else None,
            )
        if picked:
            chosen[part] = picked
    return chosen


def _field(title: str, part: str, table: pd.DataFrame) -> str:
    """Key of the field for a part. Another file has other columns: its fields start from its own guess."""
    return f"{title}_{part}_{hash(tuple(table.columns))}"


def _propose(picked_in: str, title: str, table: pd.DataFrame | None) -> None:
    """The item column picked in one file is that of the other, where that has it and nothing was chosen."""
    picked = st.session_state[picked_in]
    if table is not None and picked in table.columns:
        field = _field(title, "item_id", table)
        st.session_state[field] = st.session_state.get(field) or picked


def _problem(columns: dict[str, str], item_columns: dict[str, str], has_items: bool, words: Words) -> str:
    """What stands against a check, in a sentence; "" where nothing does. Says what leaving out means, too."""
    missing = [part for part in _REQUIRED if part not in columns]
    if has_items and "item_id" not in item_columns and "item_id" not in missing:
        missing.append("item_id")
    if missing:
        return words("data.need", parts=", ".join(words(f"data.part.{part}") for part in missing))
    for chosen in (columns, item_columns):
        names = list(chosen.values())
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            return words("data.twice", column=literal(twice))
    for part, key in (("rating", "data.no_rating"), ("timestamp", "data.no_time")):
        if part not in columns:
            st.caption(words(key))
    if "title" not in columns and "title" not in item_columns:
        st.caption(words("data.no_title"))
    return ""


def _forget() -> None:
    """Delete a draft that was not kept."""
    if _DRAFT in st.session_state:
        uploads.discard(st.session_state.pop(_DRAFT)[1])
