"""Bring one's own recommender: its candidates with what lies beside them, shown as understood, then used."""

from __future__ import annotations

from typing import Any

import streamlit as st

from recsys_core import config
from recsys_core.data import uploads
from recsys_core.data.candidates import tables
from recsys_core.data.candidates.columns import guess_candidates, is_smaller_better
from recsys_core.data.candidates.dataset import ORIGINS, ScoredDataset
from recsys_core.data.candidates.uploading import FILE_TYPES, ROLES, UploadedFile, create_draft, guess_role
from recsys_core.data.readers.columns import ColumnNames
from recsys_core.errors import RecsysError
from recsys_core.ui.data import choose, health, read_as
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

_EXAMPLE = b"user_id,item_id,score\nu17,b1042,0.83\nu17,b0007,0.41\n"
_SHOWN_ROLES = ("user_id", "item_id", "score")


def render(page: Page) -> bool:
    """Files, questions that names cannot answer, and the draft as it was understood.

    Returns:
        Whether the health report of a draft is shown.
    """
    words = page.words
    st.subheader(words("data.bring"), anchor=False)
    st.caption(words("data.bring.line"))
    found = st.file_uploader(
        words("data.bring.files"),
        FILE_TYPES,
        accept_multiple_files=True,
        key=f"data_candidates_{visit_state().upload_round}",
        max_upload_size=uploads.MAX_BYTES // 1_000_000,
    )
    if not found:
        _discard()
        st.download_button(
            words("data.example"), _EXAMPLE, "candidates.csv", "text/csv", key="data_candidates_example",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        return False
    files = _ask_roles(found, words)
    larger, origin, columns = _ask(files, words)
    made_from = (
        tuple((file.name, len(file.content), file.role) for file in files),
        larger,
        origin,
        str(columns),
    )
    held = visit_state().upload_draft
    if held is None or held[0] != made_from:
        _discard()
        try:
            with st.spinner(words("frame.working")):
                draft = create_draft(files, "", larger_is_better=larger, origin=origin, columns=columns)
        except RecsysError as error:
            st.error(escape_markdown(words.error(error), 600))
            return False
        held = visit_state().upload_draft = (made_from, draft)
    _render_draft(held[1], words)
    return True


def _ask_roles(found: Any, words: Words) -> list[UploadedFile]:
    """What each file holds, guessed from its name; asked where there are several."""
    taken: list[Any] = []
    for file in found:
        taken.append(guess_role(file.name, taken))
    if len(found) == 1:
        return [UploadedFile(found[0].name, found[0].getvalue(), "candidates")]
    files = []
    grid = st.grid(min_column_width=190, gap="small")
    for file, role in zip(found, taken, strict=True):
        chosen = role
        if role != "vectors":
            with grid:
                chosen = st.selectbox(
                    escape_markdown(file.name, 60),
                    ROLES,
                    ROLES.index(role),
                    key=f"data_role_{file.file_id}",
                    format_func=lambda name: words(f"data.holds.{name}"),
                )
        files.append(UploadedFile(file.name, file.getvalue(), chosen))
    return files


def _ask(files: list[UploadedFile], words: Words) -> tuple[bool | None, Any, dict[str, str]]:
    """Whether larger scores are better, how outcomes arose, and columns that were changed."""
    origin: Any = "unknown"
    if any(file.role == "outcomes" for file in files):
        origin = st.segmented_control(
            words("data.origin"), ORIGINS, default="unknown", required=True, key="data_origin",
            format_func=lambda name: words(f"data.origin.{name}"), help=words("data.origin.help"),
        )  # fmt: skip
    first = next((file for file in files if file.role == "candidates"), None)
    names = [] if first is None else _column_names(first)
    if not names:
        return None, origin, {}
    guessed = guess_candidates(names, ColumnNames())
    is_complete = {"user_id", "item_id"} <= set(guessed) and bool({"score", "rank"} & set(guessed))
    changed: dict[str, str] = {}
    larger: bool | None = None
    with st.expander(words("data.change_column"), expanded=not is_complete, key="data_change"):
        grid = st.grid(min_column_width=170, gap="small")
        for role in _SHOWN_ROLES:
            with grid:
                at = names.index(guessed[role]) if role in guessed else None
                chosen = st.selectbox(
                    words(f"data.role.{role}"), names, at, key=f"data_column_{role}_{hash(tuple(names))}",
                    placeholder=words("data.none"),
                )  # fmt: skip
            if chosen is not None and chosen != guessed.get(role):
                changed[role] = chosen
        score = changed.get("score", guessed.get("score"))
        if score is not None:
            better = st.segmented_control(
                words("data.better"), ("guess", "higher", "lower"), default="guess", required=True,
                key="data_better", format_func=lambda name: words(f"data.better.{name}"),
            )  # fmt: skip
            larger = None if better == "guess" else better == "higher"
    if score is not None and is_smaller_better(score) and larger is None:
        st.info(words("data.better.asked", column=escape_markdown(score, 60)))
    return larger, origin, changed


def _column_names(file: UploadedFile) -> list[str]:
    """The columns of a file in memory; none where it cannot be read, which the draft reports."""
    return [str(name) for name in tables.peek_bytes(file.name, file.content).columns]


def _render_draft(draft: uploads.Draft, words: Words) -> None:
    dataset = draft.dataset
    assert isinstance(dataset, ScoredDataset)  # made of candidates
    read_as.render(dataset, words)
    with st.container(horizontal=True):
        if st.button(words("data.looks_right"), key="data_looks_right", type="primary"):
            try:
                name = uploads.keep(draft)
            except RecsysError as error:
                st.error(escape_markdown(words.error(error)))
                return
            visit_state().upload_draft = None
            visit_state().upload_round += 1
            visit_state().uploaded = name
            choose.use(name)
            st.switch_page(config.project_root() / "pages" / "tune.py")
        if st.button(words("data.discard"), key="data_candidates_discard"):
            _discard()
            visit_state().upload_round += 1
            st.rerun()
    health.render(dataset, words, "draft")


def _discard() -> None:
    held, visit_state().upload_draft = visit_state().upload_draft, None
    if held is not None:
        uploads.discard(held[1])
