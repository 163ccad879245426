"""Counts of scored candidates, and in words how the first of them was understood."""

from __future__ import annotations

import numpy as np

from recsys_core.data.candidates.dataset import ScoredDataset
from recsys_core.data.candidates.scores import kind_of_scores
from recsys_core.messages import Message, message


def candidate_counts(dataset: ScoredDataset) -> dict[str, float]:
    """People, items, systems, candidates, candidates a person (the median), outcomes and history."""
    first = next(iter(dataset.systems.values()))
    counts: dict[str, float] = {
        "users": len(dataset.user_ids),
        "items": len(dataset.item_ids),
        "systems": len(dataset.systems),
        "candidates": sum(int(one.counts.sum()) for one in dataset.systems.values()),
        "candidates_each": float(np.median(first.counts[first.counts > 0])),
    }
    if dataset.outcomes is not None:
        liked = dataset.outcomes.where(dataset.outcomes.liked)
        counts["outcomes"] = len(liked)
        counts["people_with_outcomes"] = len(np.unique(liked.user_idx))
    if dataset.has_history:
        counts["history"] = len(dataset.interactions)
    return counts


def understood(dataset: ScoredDataset) -> Message:
    """One candidate in a sentence, and what came of it where that is known."""
    candidates = next(iter(dataset.systems.values()))
    user, place = int(np.flatnonzero(candidates.counts)[0]), 0
    outcomes = dataset.outcomes
    if outcomes is not None:
        for row in np.flatnonzero(outcomes.liked):
            where = np.flatnonzero(candidates.items[outcomes.user_idx[row]] == outcomes.item_idx[row])
            if len(where):
                user, place = int(outcomes.user_idx[row]), int(where[0])
                break
        else:
            outcomes = None
    item = int(candidates.items[user, place])
    who, what = str(dataset.user_ids[user]), str(dataset.items["title"].iloc[item])
    if outcomes is None:
        return message(
            "candidates.understood",
            "{user} has {item} as candidate number {place}, the best first.",
            user=who,
            item=what,
            place=place + 1,
        )
    return message(
        "candidates.understood_outcome",
        "{user} has {item} as candidate number {place}, the best first, and chose it later.",
        user=who,
        item=what,
        place=place + 1,
    )


def scores_read_as(dataset: ScoredDataset) -> Message:
    """What the scores look like, and that only their order and spacing count."""
    scores = next(iter(dataset.systems.values())).scores
    kind = kind_of_scores(scores[np.isfinite(scores)])
    if kind == "probabilities":
        return message("candidates.probabilities", "Scores lie between 0 and 1, as probabilities do.")
    if kind == "logits":
        return message("candidates.logits", "Scores have both signs, as logits do.")
    if kind == "constant":
        return message("candidates.constant", "All scores are the same.")
    return message("candidates.numbers", "Scores are numbers of the system\u2019s own scale.")
