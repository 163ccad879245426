"""Load a folder or file of scored candidates as a data set."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from recsys_core.data.candidates import columns as roles_of
from recsys_core.data.candidates import findings as found
from recsys_core.data.candidates import outcomes, scores, tables
from recsys_core.data.candidates.dataset import ReadFile, ScoredDataset
from recsys_core.data.candidates.halves import no_interactions
from recsys_core.data.candidates.layout import VECTORS, Layout, find_files
from recsys_core.data.cleaning.clean import clean_users
from recsys_core.data.cleaning.ids import id_texts, sort_ids
from recsys_core.data.cleaning.items import clean_items
from recsys_core.data.dataset import DatasetInfo
from recsys_core.data.finding import Finding
from recsys_core.data.readers.base import RawData
from recsys_core.data.readers.columns import ColumnNames
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.metrics.similarity import unit_rows
from recsys_core.protocol import DEFAULT_K
from recsys_core.types import Candidates, FloatArray, Interactions

ONE_SYSTEM = "your_system"
"""What a single system without a name is called."""


def load_candidates(path: Path, info: DatasetInfo, names: ColumnNames | None = None) -> ScoredDataset:
    """Read candidates and what lies beside them, check them, and say what was found.

    Args:
        path: a folder, or a file of candidates alone; ``layout`` says which names are known.
        info: name and title.
        names: the user's own column names; the others are guessed.

    Raises:
        DataError: a file cannot be read, a column is missing, or nothing that can be used is left.
    """
    layout, names = find_files(path), names or ColumnNames()
    findings: list[Finding] = []
    files: list[ReadFile] = []
    rows = _read_candidates(layout, names, findings, files)
    user_ids = sort_ids(rows["user_id"].unique())
    later = _read_rows(layout.outcomes, names, user_ids, findings, files)
    before = _read_rows(layout.history, names, user_ids, findings, files)
    used = [rows["item_id"], *(part["item_id"] for part in (later, before) if part is not None)]
    raw, table = _read_items(layout, names, files)
    items, item_ids = clean_items(raw, pd.concat(used).to_numpy(), findings)
    if raw.items is None:  # said once, in the words of candidates
        findings[:] = [finding for finding in findings if finding.key != "no_catalogue"]
    users = clean_users(raw, user_ids, findings)
    vectors = _vectors(layout, table, item_ids, findings)
    if vectors is None and not items["categories"].map(len).any():
        findings.append(found.no_space())
    systems = _systems(rows, user_ids, item_ids, findings)
    outcome = None if later is None else outcomes.to_interactions(later, user_ids, item_ids)
    if outcome is not None and not outcome.liked.any():
        raise DataError(
            message(
                "candidates.nothing_liked",
                "{file} holds no outcome that counts as liked for anybody with candidates. Check that ids "
                "are "
                "written as in the candidates, or leave the file out.",
                file=layout.outcomes.name if layout.outcomes else "",
            )
        )
    _say_origin(layout, outcome, systems, item_ids, findings)
    history = no_interactions(len(user_ids), len(item_ids))
    return ScoredDataset(
        name=info.name,
        interactions=history if before is None else outcomes.to_interactions(before, user_ids, item_ids),
        user_ids=user_ids,
        item_ids=item_ids,
        items=items,
        users=users,
        title=info.title,
        licence=info.licence,
        citation=info.citation,
        cleaning=tuple(findings),
        systems=systems,
        outcomes=outcome,
        origin=layout.origin,
        vectors=vectors,
        files=tuple(files),
    )


def _read_candidates(
    layout: Layout, names: ColumnNames, findings: list[Finding], files: list[ReadFile]
) -> pd.DataFrame:
    parts = []
    for name, path in layout.candidates.items():
        table = tables.read(path)
        roles = roles_of.match_candidates(table.columns, names, path.name, layout.columns)
        files.append(_read_file(path, table, roles))
        part = scores.clean_scores(table, roles, path.name, layout.larger_is_better, findings)
        if name:
            part = part.assign(system=name)
        parts.append(part)
    rows = pd.concat(parts, ignore_index=True)
    if rows["user_id"].nunique() < 2 or rows["item_id"].nunique() < 2:
        raise DataError(
            message(
                "candidates.too_few",
                "{file} has candidates of {users} people with {items} items; at least 2 of each are "
                "needed. Add "
                "rows.",
                file=next(iter(layout.candidates.values())).name,
                users=rows["user_id"].nunique(),
                items=rows["item_id"].nunique(),
            )
        )
    return rows


def _read_rows(
    path: Path | None,
    names: ColumnNames,
    user_ids: np.ndarray,
    findings: list[Finding],
    files: list[ReadFile],
) -> pd.DataFrame | None:
    if path is None:
        return None
    table = tables.read(path)
    roles = roles_of.match_outcomes(table.columns, names, path.name)
    files.append(_read_file(path, table, roles))
    return outcomes.clean_rows(table, roles, path.name, user_ids, findings)


def _read_items(
    layout: Layout, names: ColumnNames, files: list[ReadFile]
) -> tuple[RawData, pd.DataFrame | None]:
    """The raw catalogue and people's table, and the whole table of items with its vectors."""
    nothing, items, users, table = pd.DataFrame(), None, None, None
    if layout.items is not None:
        table = tables.read(layout.items)
        roles = roles_of.match_items(table.columns, names, layout.items.name)
        items = table[list(roles.values())].set_axis(list(roles), axis="columns")
        items = items.astype({role: object for role in roles if role != "item_id"})
        vector = roles_of.match_vector(table.columns)
        files.append(_read_file(layout.items, table, roles | ({"vector": vector} if vector else {})))
        table = table.rename(columns={roles["item_id"]: "item_id"})
    if layout.users is not None:
        people = tables.read(layout.users)
        roles = roles_of.match_outcomes([*people.columns, "item_id"], names, layout.users.name)
        users = people.rename(columns={roles["user_id"]: "user_id"}).astype(object)
    file = layout.items.name if layout.items else ""
    return RawData(file, nothing, items=items, users=users), table


def _systems(
    rows: pd.DataFrame, user_ids: np.ndarray, item_ids: np.ndarray, findings: list[Finding]
) -> dict[str, Candidates]:
    found_systems = {}
    for name in rows["system"].unique():
        part = rows[rows["system"] == name]
        own: list[Finding] = []
        candidates = scores.to_candidates(part, user_ids, item_ids, DEFAULT_K, own)
        known = {finding.key for finding in findings}
        findings += [finding for finding in own if finding.key not in known]
        absent = candidates.counts == 0
        if absent.any():
            who = str(user_ids[absent][0])
            findings.append(found.absent_people(int(absent.sum()), name or ONE_SYSTEM, who))
        found_systems[name or ONE_SYSTEM] = candidates
    return found_systems


def _vectors(
    layout: Layout, table: pd.DataFrame | None, item_ids: np.ndarray, findings: list[Finding]
) -> FloatArray | None:
    if table is None:
        if layout.vectors is not None:
            raise _vectors_do_not_fit("", 0)
        return None
    column = roles_of.match_vector(table.columns)
    if layout.vectors is not None:
        rows = _read_array(layout.vectors)
        if rows.ndim != 2 or len(rows) != len(table):
            raise _vectors_do_not_fit(str(rows.shape), len(table))
    elif column is not None and not isinstance(table[column].dropna().iloc[0], str):
        listed = [
            np.asarray(one, np.float32) if one is not None else None for one in table[column].astype(object)
        ]
        width = max((len(one) for one in listed if one is not None and one.ndim == 1), default=0)
        rows = np.stack(
            [one if one is not None and one.shape == (width,) else np.zeros(width) for one in listed]
        )
    else:
        return None
    if not np.isfinite(rows).all():
        raise DataError(
            message(
                "candidates.vector_numbers",
                "The items' vectors hold values that are no numbers (first in row {row}). Write them again.",
                row=int(np.flatnonzero(~np.isfinite(rows).all(axis=1))[0]) + 2,
            )
        )
    ids = pd.Index(id_texts(table["item_id"]))
    first = ~ids.duplicated()
    place = pd.Index(ids[first]).get_indexer(item_ids)
    vectors = unit_rows(np.asarray(rows, np.float64)[first])
    vectors = np.where(place[:, None] >= 0, vectors[np.maximum(place, 0)], 0).astype(np.float32)
    without = ~vectors.any(axis=1)
    if without.all():
        raise _vectors_do_not_fit(str(rows.shape), len(table))
    if without.any():
        findings.append(found.unmatched_vectors(int(without.sum()), str(item_ids[without][0])))
    return vectors


def _read_array(path: Path) -> np.ndarray:
    try:
        return np.load(path, allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        raise DataError(
            message(
                "candidates.no_array",
                "{file} is not an array of numbers as numpy.save writes it. Write it again.",
                file=VECTORS,
            )
        ) from error


def _vectors_do_not_fit(shape: str, n: int) -> DataError:
    return DataError(
        message(
            "candidates.vectors_fit",
            "{file} must have one row for each row of the items file, in the same order: expected {rows} "
            "rows, got "
            "{shape}.",
            file=VECTORS,
            rows=n,
            shape=shape or "no items file",
        )
    )


def _say_origin(
    layout: Layout,
    outcome: Interactions | None,
    systems: dict[str, Candidates],
    item_ids: np.ndarray,
    findings: list[Finding],
) -> None:
    if outcome is None:
        findings.append(found.no_outcomes())
        return
    first = next(iter(systems.values()))
    liked = outcome.where(outcome.liked)
    offered = (first.items[liked.user_idx] == liked.item_idx[:, None]).any(axis=1)
    if not offered.all():
        item = str(item_ids[liked.item_idx[~offered][0]])
        findings.append(found.unknown_outcomes(int((~offered).sum()), float((~offered).mean()), item))
    if layout.origin == "unknown":
        findings.append(found.unsaid_origin())
    elif layout.origin == "logged":
        findings.append(found.logged())


def _read_file(path: Path, table: pd.DataFrame, roles: dict[str, str]) -> ReadFile:
    used = set(roles.values())
    unused = tuple(str(column) for column in table.columns if column not in used)
    return ReadFile(path.name, len(table), dict(roles), unused)
