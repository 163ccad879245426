"""Checks on cleaned data: each looks for one problem that would distort the figures.

A new check is one function and one entry in ``CHECKS``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import NOTHING_KNOWN, item_texts
from recsys_core.data.finding import Finding
from recsys_core.data.split import TEST, Split
from recsys_core.messages import message
from recsys_core.metrics.similarity import gini
from recsys_core.types import BoolArray, Interactions

FEW_USERS, FEW_ITEMS = 100, 100
SKEWED_GINI = 0.8

_UNCHANGED = message("health.unchanged", "Nothing was changed.")


def timestamp_ties(dataset: Dataset, split: Split) -> Finding | None:
    """Interactions of one user at the same time."""
    if not dataset.split_rule.is_usual:
        return None  # no border between parts lies between interactions of one time
    interactions = dataset.interactions
    tied = _tied_with_previous(interactions)
    if not tied.any():
        return None
    involved = np.zeros(len(interactions), bool)
    involved[1:] |= tied
    involved[:-1] |= tied
    n = int(involved.sum())
    return Finding(
        "timestamp_ties",
        n,
        message(
            "health.timestamp_ties.found",
            "{n:,} interaction has the same time as another of the same user.",
            plural="{n:,} interactions have the same time as another of the same user.",
            n=n,
        ),
        message("health.timestamp_ties.fix", "Ties keep the order of the file, in a stable sort."),
        message(
            "health.timestamp_ties.consequence",
            "For {users:,} of {total:,} users the test part begins inside a tie, so another order of the "
            "file would test them on other items.",
            users=users_tied_at_border(split),
            total=interactions.n_users,
        ),
    )


def users_tied_at_border(split: Split) -> int:
    """How many users have a test part that begins inside a tie of times."""
    interactions = split.interactions
    begins_test = (split.part[1:] != split.part[:-1]) & (split.part[1:] == TEST)
    at_border = _tied_with_previous(interactions) & begins_test
    return len(np.unique(interactions.user_idx[1:][at_border]))


def _tied_with_previous(interactions: Interactions) -> BoolArray:
    """(n - 1,): whether a row has the user and the time of the row before it."""
    same_user = interactions.user_idx[1:] == interactions.user_idx[:-1]
    return same_user & (interactions.timestamp[1:] == interactions.timestamp[:-1])


def items_without_text(dataset: Dataset, split: Split) -> Finding | None:
    """Items about which the language model has nothing to read."""
    texts = item_texts(dataset)
    n = texts.count(NOTHING_KNOWN)
    if not n:
        return None
    return Finding(
        "items_without_text",
        n,
        message(
            "health.items_without_text.found",
            "{n:,} of {total:,} items has no text.",
            plural="{n:,} of {total:,} items have no text.",
            n=n,
            total=len(texts),
        ),
        message(
            "health.items_without_text.fix",
            "Their ids serve as titles, and the language model reads '{text}'.",
            text=NOTHING_KNOWN,
        ),
        message(
            "health.items_without_text.consequence",
            "The model knows them only by who chose them; variety by text counts them as no different "
            "from any other item.",
        ),
    )


def items_without_categories(dataset: Dataset, split: Split) -> Finding | None:
    """Items without a category."""
    n = int((dataset.items["categories"].str.len() == 0).sum())
    if not n:
        return None
    return Finding(
        "items_without_categories",
        n,
        message(
            "health.items_without_categories.found",
            "{n:,} of {total:,} items has no category.",
            plural="{n:,} of {total:,} items have no category.",
            n=n,
            total=len(dataset.items),
        ),
        message(
            "health.items_without_categories.fix",
            "Variety by categories counts such an item as no different from any other.",
        ),
        message(
            "health.items_without_categories.consequence",
            "Lists that show them look less varied than they are; if no item has a category, variety is "
            "measured by text.",
        ),
    )


def items_alike(dataset: Dataset, split: Split) -> Finding | None:
    """Items with the same text."""
    texts = np.array([text for text in item_texts(dataset) if text != NOTHING_KNOWN], dtype=str)
    distinct, copies = np.unique(texts, return_counts=True)
    n = int(copies[copies > 1].sum())
    if not n:
        return None
    return Finding(
        "items_alike",
        n,
        message(
            "health.items_alike.found",
            "{n:,} item has the same text as another (first: '{text}').",
            plural="{n:,} items have the same text as another (first: '{text}').",
            n=n,
            text=str(distinct[copies > 1][0])[:60],
        ),
        message("health.items_alike.fix", "They stay separate items."),
        message(
            "health.items_alike.consequence",
            "A list may show the same thing twice; the two differ neither by text nor by categories.",
        ),
    )


def users_without_target(dataset: Dataset, split: Split) -> Finding | None:
    """Users with no liked item in the test part."""
    total = dataset.interactions.n_users
    n = total - n_evaluated_users(split)
    if not n:
        return None
    return Finding(
        "users_without_target",
        n,
        message(
            "health.users_without_target.found",
            "{n:,} of {total:,} users has no liked item in the test part.",
            plural="{n:,} of {total:,} users have no liked item in the test part.",
            n=n,
            total=total,
        ),
        message(
            "health.users_without_target.fix",
            "They are left out of every figure; their lists can still be seen.",
        ),
        message(
            "health.users_without_target.consequence",
            "Accuracy describes the other users, who tend to be more active.",
        ),
    )


def n_evaluated_users(split: Split) -> int:
    """How many users have a liked item in the test part."""
    target = split.target("test")
    return len(np.unique(target.user_idx[target.liked]))


def popularity_skew(dataset: Dataset, split: Split) -> Finding | None:
    """Interactions concentrated on few items."""
    interactions = dataset.interactions
    counts = np.bincount(interactions.item_idx, minlength=interactions.n_items)
    if gini(counts) < SKEWED_GINI:
        return None
    top = int(np.sort(counts)[-max(1, interactions.n_items // 100) :].sum())
    return Finding(
        "popularity_skew",
        top,
        message(
            "health.popularity_skew.found",
            "The most popular 1% of items account for {share:.0%} of all interactions.",
            share=top / len(interactions),
        ),
        _UNCHANGED,
        message(
            "health.popularity_skew.consequence",
            "Accuracy rewards popular lists here; read it beside catalogue coverage and long tail.",
        ),
    )


def few_users(dataset: Dataset, split: Split) -> Finding | None:
    """Too few users for narrow intervals."""
    n = dataset.interactions.n_users
    if n >= FEW_USERS:
        return None
    return Finding(
        "few_users",
        n,
        message(
            "health.few_users.found", "There is only {n:,} user.", plural="There are only {n:,} users.", n=n
        ),
        _UNCHANGED,
        message(
            "health.few_users.consequence",
            "Below {minimum} users intervals are wide, and most settings cannot be told apart.",
            minimum=FEW_USERS,
        ),
    )


def few_items(dataset: Dataset, split: Split) -> Finding | None:
    """Too few items for coverage to mean much."""
    n = dataset.interactions.n_items
    if n >= FEW_ITEMS:
        return None
    return Finding(
        "few_items",
        n,
        message(
            "health.few_items.found", "There is only {n:,} item.", plural="There are only {n:,} items.", n=n
        ),
        _UNCHANGED,
        message(
            "health.few_items.consequence",
            "Below {minimum} items a list of ten shows much of the catalogue, and coverage says little.",
            minimum=FEW_ITEMS,
        ),
    )


CHECKS: tuple[Callable[[Dataset, Split], Finding | None], ...] = (
    timestamp_ties,
    items_without_text,
    items_without_categories,
    items_alike,
    users_without_target,
    popularity_skew,
    few_users,
    few_items,
)
"""In the order in which the report lists their findings."""
