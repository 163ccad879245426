"""Scores as they come (probabilities, logits, distances, ranks) into candidates, best first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.data.candidates import findings as found
from recsys_core.data.candidates.columns import is_smaller_better
from recsys_core.data.cleaning.findings import FirstRow
from recsys_core.data.cleaning.ids import id_texts
from recsys_core.data.finding import Finding
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.types import Candidates, FloatArray

MOST = 200
"""Candidates of each person that are used; as many as our own models give."""

_AGREE = 0.9  # share of neighbours in rank whose scores must run one way before the rank tells the direction


def clean_scores(
    table: pd.DataFrame,
    roles: dict[str, str],
    file: str,
    larger_is_better: bool | None,
    findings: list[Finding],
) -> pd.DataFrame:
    """Rows that can be used, with larger scores better.

    Args:
        table: of one file.
        roles: from ``columns.match_candidates``.
        file: its name, for messages.
        larger_is_better: what the user says; None: read from the rank beside the score or the column's name.
        findings: what was found is appended here.

    Returns:
        Columns user_id, item_id, score and, if the file has it, system; one row a pair of person and item in
        each system, in the order of the file.

    Raises:
        DataError: no score can be read.
    """
    rows = pd.DataFrame({role: id_texts(table[roles[role]]) for role in ("user_id", "item_id")})
    rows["system"] = id_texts(table[roles["system"]]).fillna("") if "system" in roles else ""
    by = "score" if "score" in roles else "rank"
    values = pd.to_numeric(table[roles[by]].astype(object), errors="coerce")
    rows["score"] = values.to_numpy(np.float64, na_value=np.nan)
    missing = (rows["user_id"].isna() | rows["item_id"].isna()).to_numpy()
    if missing.any():
        findings.append(found.no_id(int(missing.sum()), FirstRow(str(rows.index[missing][0]), file)))
    unreadable = ~np.isfinite(rows["score"].to_numpy()) & ~missing
    if unreadable.any():
        row = rows.index[unreadable][0]
        value = str(table[roles[by]].loc[row])
        if unreadable.sum() == (~missing).sum():
            raise DataError(
                message(
                    "candidates.no_number",
                    "{file}: no value of {column} is a number (row {row} holds '{value}'). Name the column "
                    "of "
                    "the scores score.",
                    file=file,
                    column=roles[by],
                    row=str(row),
                    value=value,
                )
            )
        findings.append(found.no_score(int(unreadable.sum()), FirstRow(str(row), file, value)))
    if by == "rank":
        findings.append(found.ranks_only())
        rows["score"] *= -1.0
    elif not _is_larger_better(rows, table, roles, larger_is_better, findings):
        rows["score"] *= -1.0
    return _without_repeated(rows[~(missing | unreadable)], findings)


def kind_of_scores(scores: FloatArray) -> str:
    """What scores look like: "constant", "probabilities", "logits" (both signs) or "numbers".

    For the reader of a report only: relevance is scaled for each person, so the unit changes no list.
    """
    low, high = float(scores.min()), float(scores.max())
    if low == high:
        return "constant"
    if low >= 0 and high <= 1:
        return "probabilities"
    return "logits" if low < 0 < high else "numbers"


def to_candidates(
    rows: pd.DataFrame, user_ids: np.ndarray, item_ids: np.ndarray, k: int, findings: list[Finding]
) -> Candidates:
    """The best ``MOST`` of each person, best first; a tie keeps the order of the file.

    Args:
        rows: of one system, from ``clean_scores``.
        user_ids: (n_users,) everybody; people who are not in ``rows`` have none.
        item_ids: (n_items,) the catalogue.
        k: length of a usual list, for what is said of people with fewer candidates.
        findings: what was found is appended here.
    """
    user = pd.Index(user_ids).get_indexer(rows["user_id"])
    item = pd.Index(item_ids).get_indexer(rows["item_id"]).astype(np.int32)
    score = rows["score"].to_numpy(np.float64)
    order = np.lexsort((-score, user))  # stable: equal scores stay in file order
    user, item, score = user[order], item[order], score[order]
    counts = np.bincount(user, minlength=len(user_ids))
    starts = np.cumsum(counts) - counts
    place = np.arange(len(user)) - starts[user]
    width = int(min(MOST, counts.max(initial=0)))
    kept = place < width
    items = np.full((len(user_ids), width), -1, np.int32)
    scores = np.full((len(user_ids), width), -np.inf)
    items[user[kept], place[kept]] = item[kept]
    scores[user[kept], place[kept]] = score[kept]
    present = counts > 0
    _report_counts(counts, present, user_ids, k, findings)
    last = np.where(present, np.minimum(counts, width) - 1, 0)
    level = (
        present & (counts > 1) & (scores[:, 0] == scores[np.arange(len(counts)), last]) if width else present
    )
    if width and level.any():
        findings.append(found.tied(int(level.sum()), str(user_ids[level][0])))
    return Candidates(items, scores)


def _report_counts(
    counts: np.ndarray, present: np.ndarray, user_ids: np.ndarray, k: int, findings: list[Finding]
) -> None:
    short = present & (counts < k)
    if short.any():
        findings.append(found.short(int(short.sum()), str(user_ids[short][0]), k))
    if (counts > MOST).any():
        findings.append(found.cut(int((counts > MOST).sum()), MOST))


def _is_larger_better(
    rows: pd.DataFrame,
    table: pd.DataFrame,
    roles: dict[str, str],
    said: bool | None,
    findings: list[Finding],
) -> bool:
    if said is not None:
        return said
    if "rank" in roles:
        rank = pd.to_numeric(table[roles["rank"]].astype(object), errors="coerce")
        beside = rows.assign(rank=rank.to_numpy(np.float64, na_value=np.nan)).dropna()
        beside = beside.sort_values(["system", "user_id", "rank"], kind="stable")
        same = (beside[["system", "user_id"]] == beside[["system", "user_id"]].shift()).all(axis=1)
        steps = beside["score"].diff()[same]
        steps = steps[steps != 0]
        if len(steps) and (steps > 0).mean() >= _AGREE:
            findings.append(found.smaller_is_better(roles["score"], by_rank=True))
            return False
        if len(steps) and (steps < 0).mean() >= _AGREE:
            return True
    if is_smaller_better(roles["score"]):
        findings.append(found.smaller_is_better(roles["score"], by_rank=False))
        return False
    return True


def _without_repeated(rows: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    pair = ["system", "user_id", "item_id"]
    repeated = rows.duplicated(pair, keep=False)
    if not repeated.any():
        return rows
    best = rows[repeated].sort_values("score", ascending=False, kind="stable")
    spare = best.index[best.duplicated(pair, keep="first")]
    first = rows.loc[spare.min()]
    findings.append(found.repeated(len(spare), str(first["user_id"]), str(first["item_id"])))
    return rows.drop(spare)
