"""Which column of a candidates or outcomes file has which role, by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from recsys_core.data.readers.columns import (
    ITEM_ROLES,
    ColumnNames,
    match_catalogue,
    match_columns,
    require_columns,
)
from recsys_core.errors import DataError
from recsys_core.messages import message

USER = ("custid", "cust", "customer", "person", "personid", "account", "accountid", "profileid", "viewerid")
ITEM = ("sku", "product", "candidate", "candidateid", "article", "videoid", "contentid", "docid", "listingid")
SMALLER_IS_BETTER = ("distance", "dist", "cost", "loss", "error")
SCORE = (
    "score", "scores", "modelscore", "prediction", "predicted", "predictedscore", "pred", "relevance",
    "pclick", "pctr", "ctr", "probability", "proba", "prob", "logit", "logits", "similarity", "weight",
    *SMALLER_IS_BETTER,
)  # fmt: skip
RANK = ("rank", "position", "pos", "place")
SYSTEM = ("system", "model", "modelname", "algorithm", "algo", "variant", "recommender")
CATEGORIES = ("department", "section", "aisle", "producttype", "shelf")
LABEL = (
    "label", "clicked", "click", "liked", "purchased", "bought", "converted", "outcome", "target", "reward",
    "value",
)  # fmt: skip
_MOST_RATINGS = 20
VECTOR = ("vector", "embedding", "vec", "emb")


def match_candidates(
    found: Iterable[object], names: ColumnNames, file: str, given: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Roles of the columns of a candidates file: user_id, item_id and score or rank; perhaps system.

    Raises:
        DataError: a person, an item, or both score and rank are missing.
    """
    matched = guess_candidates(found, names, given)
    columns = [str(column) for column in found]
    wanted = [role for role in ("user_id", "item_id") if role not in matched]
    if "score" not in matched and "rank" not in matched:
        wanted.append("score")
    _require(wanted, columns, file)
    return matched


def guess_candidates(
    found: Iterable[object], names: ColumnNames, given: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The same as far as roles can be told; ``given`` names columns by role and comes before any guess."""
    columns = [str(column) for column in found]
    named = {role: column for role, column in (given or {}).items() if column in columns}
    free = [column for column in columns if column not in named.values()]
    matched = named | {role: column for role, column in _ids(free, names).items() if role not in named}
    for role, words in (("score", SCORE), ("rank", RANK), ("system", SYSTEM)):
        _take(matched, role, words, columns)
    return matched


def are_candidates(rows: pd.DataFrame) -> bool:
    """Whether the first rows of a file are scored candidates rather than ratings.

    They name a person, an item and a score, no time, and either a rank stands beside the score or most scores
    are numbers of their own: a rating has few values.
    """
    columns = [str(column) for column in rows.columns]
    matched = _ids(columns, ColumnNames())
    if len(matched) < 2 or "timestamp" in match_columns(columns, ColumnNames()):
        return False
    for role, words in (("score", SCORE), ("rank", RANK)):
        _take(matched, role, words, columns)
    if "score" not in matched:
        return "rank" in matched
    scores = pd.to_numeric(rows[matched["score"]], errors="coerce").dropna()
    return "rank" in matched or scores.nunique() > max(_MOST_RATINGS, len(scores) / 4)


def match_outcomes(found: Iterable[object], names: ColumnNames, file: str) -> dict[str, str]:
    """Roles of the columns of an outcomes file: user_id, item_id, perhaps rating or label, and timestamp.

    Raises:
        DataError: a person or an item is missing.
    """
    columns = [str(column) for column in found]
    matched = _ids(columns, names)
    guessed = match_columns(columns, names)
    matched |= {role: guessed[role] for role in ("rating", "timestamp") if role in guessed}
    if "rating" not in matched:
        _take(matched, "label", LABEL, columns)
    _require([role for role in ("user_id", "item_id") if role not in matched], columns, file)
    return matched


def match_items(found: Iterable[object], names: ColumnNames, file: str) -> dict[str, str]:
    """Roles of the columns of an items file: item_id, and any of title, year, categories and so on.

    Raises:
        DataError: no column names the item.
    """
    columns = [str(column) for column in found]
    matched = match_catalogue(columns, names)
    _take(matched, "item_id", ITEM, columns)
    _take(matched, "categories", CATEGORIES, columns)
    require_columns(("item_id",), matched, columns, names, file)
    return {role: matched[role] for role in ("item_id", *ITEM_ROLES) if role in matched}


def match_vector(found: Iterable[object]) -> str | None:
    """The column that holds items' vectors, None if none does."""
    matched: dict[str, str] = {}
    _take(matched, "vector", VECTOR, [str(column) for column in found])
    return matched.get("vector")


def is_smaller_better(column: str) -> bool:
    """Whether the name of a score says that a smaller one is better."""
    return _plain(column) in SMALLER_IS_BETTER


def _ids(columns: list[str], names: ColumnNames) -> dict[str, str]:
    guessed = match_columns(columns, names)
    matched: dict[str, str] = {role: guessed[role] for role in ("user_id", "item_id") if role in guessed}
    _take(matched, "user_id", USER, columns)
    _take(matched, "item_id", ITEM, columns)
    return matched


def _take(matched: dict[str, str], role: str, words: tuple[str, ...], columns: list[str]) -> None:
    taken = set(matched.values())
    free = {_plain(column): column for column in reversed(columns) if column not in taken}
    found = next((free[word] for word in words if word in free), None)
    if role not in matched and found is not None:
        matched[role] = found


def _require(missing: list[str], columns: list[str], file: str) -> None:
    if missing:
        raise DataError(
            message(
                "candidates.no_column",
                "{file} has no column for {missing} (found: {shown}). Expected user_id, item_id and score or "
                "rank: rename the columns so.",
                file=file,
                missing=", ".join(missing),
                shown=", ".join(columns[:12]) + (", …" if len(columns) > 12 else ""),
            )
        )


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())
