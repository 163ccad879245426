"""The health report: what is wrong with a data set, what was done about it, what it means for the figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import NOTHING_KNOWN, item_texts
from recsys_core.data.health.cleaning import CONSEQUENCES
from recsys_core.data.split import TEST, Split, split_by_time
from recsys_core.metrics.similarity import gini
from recsys_core.types import BoolArray, Interactions

FEW_USERS, FEW_ITEMS = 100, 100
SKEWED_GINI = 0.8


@dataclass(frozen=True)
class Finding:
    """One defect.

    Attributes:
        what: its key, e.g. "timestamp_ties".
        rows: how many rows, items or users it concerns, as `sentence` says.
        sentence: what was found.
        fix: what was done about it.
        consequence: what it means for the figures that are shown.
    """

    what: str
    rows: int
    sentence: str
    fix: str
    consequence: str


@dataclass(frozen=True)
class HealthReport:
    """Counts and findings.

    Attributes:
        name: the data set.
        counts: interactions, users, items, density, liked_share, evaluated_users, popularity_gini.
        findings: empty for clean data; cleaning's come first.
    """

    name: str
    counts: dict[str, float]
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, object]:
        """The report as plain values, ready for JSON."""
        return asdict(self)


def check(dataset: Dataset) -> HealthReport:
    """Look for what would bend the figures of a data set."""
    split = split_by_time(dataset.interactions)
    of_rows = [*_from_cleaning(dataset), *_in_time(split)]
    findings = [*of_rows, *_in_catalogue(dataset), *_in_size(dataset, split)]
    return HealthReport(dataset.name, _counts(dataset, split), tuple(findings))


def _counts(dataset: Dataset, split: Split) -> dict[str, float]:
    rows = dataset.interactions
    return {
        "interactions": len(rows),
        "users": rows.n_users,
        "items": rows.n_items,
        "density": len(rows) / (rows.n_users * rows.n_items),
        "liked_share": float(rows.liked.mean()),
        "evaluated_users": _evaluated(split),
        "popularity_gini": gini(np.bincount(rows.item_idx, minlength=rows.n_items)),
    }


def _evaluated(split: Split) -> int:
    target = split.target("test")
    return len(np.unique(target.user_idx[target.liked]))


def _from_cleaning(dataset: Dataset) -> Iterator[Finding]:
    for step in dataset.cleaning:
        fix, consequence = CONSEQUENCES[step.what]
        yield Finding(step.what, step.rows, step.sentence, fix, consequence)


def _in_time(split: Split) -> Iterator[Finding]:
    rows = split.interactions
    tied = _tied(rows)
    if not tied.any():
        return
    involved = np.zeros(len(rows), bool)
    involved[1:] |= tied
    involved[:-1] |= tied
    users = users_tied_at_border(split)
    yield Finding(
        "timestamp_ties",
        int(involved.sum()),
        f"{involved.sum():,} interactions share their time with another of the same user.",
        "Ties keep the order of the file, in a stable sort.",
        f"For {users:,} of {rows.n_users:,} users the border of the test part falls inside a tie, so another "
        "order of the file would test them on other items.",
    )


def _tied(rows: Interactions) -> BoolArray:
    """(n - 1,): whether a row shares user and time with the row before it."""
    same_user = rows.user_idx[1:] == rows.user_idx[:-1]
    return same_user & (rows.timestamp[1:] == rows.timestamp[:-1])


def users_tied_at_border(split: Split) -> int:
    """How many users have their test part begin inside a tie of times."""
    rows = split.interactions
    at_border = _tied(rows) & (split.part[1:] != split.part[:-1]) & (split.part[1:] == TEST)
    return len(np.unique(rows.user_idx[1:][at_border]))


def _in_catalogue(dataset: Dataset) -> Iterator[Finding]:
    texts = np.array(item_texts(dataset), dtype=object)
    wordless = int((texts == NOTHING_KNOWN).sum())
    if wordless:
        yield Finding(
            "items_without_text",
            wordless,
            f"Nothing is known in words about {wordless:,} of {len(texts):,} items.",
            f"They are called by their id, and the language model reads '{NOTHING_KNOWN}'.",
            "The model knows them by who chose them alone; in variety by text they count as no different.",
        )
    bare = int((dataset.items["categories"].str.len() == 0).sum())
    if bare:
        yield Finding(
            "items_without_categories",
            bare,
            f"{bare:,} of {len(texts):,} items have no category.",
            "In variety by categories such an item counts as like every other.",
            "Lists that show them look less varied than they are; with none at all, text is measured.",
        )
    told, copies = np.unique(texts[texts != NOTHING_KNOWN].astype(str), return_counts=True)
    repeated = int(copies[copies > 1].sum())
    if repeated:
        yield Finding(
            "items_alike",
            repeated,
            f"{repeated:,} items have the very words of another (first: '{told[copies > 1][0][:60]}').",
            "They stay separate items.",
            "A list may show the same thing twice; their variety by text and by categories is zero.",
        )


def _in_size(dataset: Dataset, split: Split) -> Iterator[Finding]:
    rows = dataset.interactions
    missing = rows.n_users - _evaluated(split)
    if missing:
        yield Finding(
            "users_without_target",
            missing,
            f"{missing:,} of {rows.n_users:,} users have no liked item in their test part.",
            "They are left out of every figure; their lists can still be seen.",
            "Accuracy speaks of the others, who tend to be more active.",
        )
    counts = np.bincount(rows.item_idx, minlength=rows.n_items)
    if gini(counts) >= SKEWED_GINI:
        top = int(np.sort(counts)[-max(1, rows.n_items // 100) :].sum())
        yield Finding(
            "popularity_skew",
            top,
            f"The most popular 1% of items take {top / len(rows):.0%} of all interactions.",
            "Nothing is changed.",
            "Accuracy rewards popular lists here; read it beside catalogue coverage and long tail.",
        )
    if rows.n_users < FEW_USERS:
        yield Finding(
            "few_users",
            rows.n_users,
            f"There are only {rows.n_users:,} users.",
            "Nothing is changed.",
            f"Below {FEW_USERS} users intervals are wide, and most settings cannot be told apart.",
        )
    if rows.n_items < FEW_ITEMS:
        yield Finding(
            "few_items",
            rows.n_items,
            f"There are only {rows.n_items:,} items.",
            "Nothing is changed.",
            f"Below {FEW_ITEMS} items a list of ten shows much of the catalogue, and coverage says little.",
        )
