"""How a file of interactions was read: fields that change what was detected, and one row in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pandas as pd
import streamlit as st

from recsys_core.data.dataset import Dataset
from recsys_core.data.meaning import TIME_UNITS, Meaning, parse_numbers, parse_weights
from recsys_core.data.read_settings import ReadSettings
from recsys_core.data.readers import parquet
from recsys_core.data.readers.table import HOW_READ
from recsys_core.data.readers.text_format import DELIMITER_NAMES, DELIMITERS, ENCODINGS, TextFormat
from recsys_core.data.understood import understood
from recsys_core.messages import Message
from recsys_core.ui.shell import state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

_DELIMITERS = tuple(mark for mark in DELIMITERS if mark != "\x01")
_TEXT_FIELDS: tuple[tuple[str, Sequence[Any]], ...] = (
    ("encoding", ENCODINGS),
    ("delimiter", _DELIMITERS),
    ("decimal", (".", ",")),
    ("header", (True, False)),
)


def is_text(table: pd.DataFrame) -> bool:
    """Whether a table comes from delimited text."""
    return HOW_READ in table.attrs and table.attrs[HOW_READ].key.startswith("read.text")


def may_be_text(file: str) -> bool:
    """Whether a file that could not be read may be delimited text, by its name."""
    return Path(file).suffix.lower() not in parquet.SUFFIXES


def render_understood(dataset: Dataset, words: Words) -> None:
    """Some interactions in words, and how files and values were read."""
    sentences = [_dated(sentence, words) for sentence in understood(dataset)]
    shown = "  \n".join(f"**{escape_markdown(sentence, 300)}**" for sentence in sentences)
    st.markdown(f"{words('data.read.understood')}  \n{shown}")
    for line in dataset.reading.lines:
        st.caption(escape_markdown(words.message(line), 300))


def _dated(sentence: Message, words: Words) -> str:
    """A sentence with its date as the visitor's language writes it."""
    values = dict(sentence.values)
    if "day" in values:
        values["day"] = words.date(date.fromisoformat(values["day"]))
    return words.message(replace(sentence, values=values))


def chosen_text(file_id: str) -> TextFormat:
    """The format that the fields of a file name; they may be drawn only after the file has been read."""
    picked: dict[str, Any] = {name: state.widget(_key(name, file_id)) for name, _ in _TEXT_FIELDS}
    return TextFormat(**picked)


def render(roles: Collection[str], file_id: str, is_text: bool, words: Words) -> ReadSettings:
    """The fields, closed until asked for.

    Args:
        roles: of the columns that were chosen; times, ratings and events have fields of their own.
        file_id: tells the fields of two files apart.
        is_text: whether the file is text with columns; others say themselves how they are written.
        words: texts in the visitor's language.

    Raises:
        DataError: a field cannot be read.
    """
    with st.expander(words("data.reading"), key=f"data_reading_{file_id}"):
        st.caption(words("data.reading.line"))
        grid = st.grid(min_column_width=170, gap="small")
        with grid:
            if is_text:
                for name, options in _TEXT_FIELDS:
                    _select(name, options, file_id, words)
            meaning = _meaning(roles, file_id, words)
    text = chosen_text(file_id) if is_text else TextFormat()
    return ReadSettings(text, meaning)


def _meaning(roles: Collection[str], file_id: str, words: Words) -> Meaning:
    said: dict[str, Any] = {}
    if "rating" in roles:
        said["values"] = _select("values", ("ratings", "counts"), file_id, words)
        said["not_rated"] = parse_numbers(_text("not_rated", "0, 99", file_id, words))
        said["decimal"] = state.widget(_key("decimal", file_id))
    if "event" in roles:
        said["events"] = parse_weights(_text("events", "purchase=5, view=0", file_id, words))
    if {"rating", "event"} & set(roles):
        said["liked_from"] = st.number_input(
            words("data.reading.liked_from"), value=None, key=_key("liked_from", file_id),
            placeholder=words("data.reading.detected"), step=0.5,
        )  # fmt: skip
    if "timestamp" in roles:
        said["time_unit"] = _select("time_unit", TIME_UNITS, file_id, words)
        said["date_order"] = _select("date_order", ("day", "month"), file_id, words)
        for name in ("since", "until"):
            said[name] = _text(name, "2024-05-31", file_id, words).strip() or None
    said["min_history"] = int(
        st.number_input(
            words("data.reading.min_history"), min_value=1, value=1, key=_key("min_history", file_id)
        )
    )
    return Meaning(**said)


def _select(name: str, options: Sequence[Any], file_id: str, words: Words) -> Any:
    """A field whose first entry leaves it to the file."""
    return st.selectbox(
        words(f"data.reading.{name}"),
        [None, *options],
        key=_key(name, file_id),
        format_func=lambda option: _option_text(name, option, words),
    )


def _option_text(name: str, option: Any, words: Words) -> str:
    if option is None:
        return words("data.reading.detected")
    if name == "delimiter":
        return DELIMITER_NAMES.get(option, option)
    return str(option) if name in ("encoding", "decimal") else words(f"data.reading.{name}.{option}".lower())


def _text(name: str, example: str, file_id: str, words: Words) -> str:
    label = words(f"data.reading.{name}")
    return cast(str, st.text_input(label, key=_key(name, file_id), placeholder=example))


def _key(name: str, file_id: str) -> str:
    return f"data_reading_{name}_{file_id}"
