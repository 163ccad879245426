"""What the memo says of people: groups that do badly, those worst off, and one person's list."""

from __future__ import annotations

from typing import Any

from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.joining import joined
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune import memo_charts
from recsys_core.ui.widgets.group_names import (
    accuracy_text,
    group_name,
    headline,
    percent_text,
    verdict,
    worst_text,
)
from recsys_core.workbench.results import GroupEffect

_MOST_GROUPS = 6


def impact(page: Page, lambda_: float) -> dict[str, Any]:
    """The groups that most clearly do badly, as a drawing and a table, and the people worst off, in words.

    Returns:
        ``headline``, ``bars``, ``bars_note``, ``groups`` (rows of texts), ``groups_note`` and ``worst``.
    """
    words, part = page.words, page.bench.impact
    setting = (page.choice.reranker, lambda_)
    effects = part.group_effects(*setting, k=page.choice.k)
    listed = part.reported_groups(*setting, _MOST_GROUPS, k=page.choice.k)
    worst = part.worst_off(*setting, k=page.choice.k)
    everybody = part.everybody(*setting, k=page.choice.k)
    picked = _picked(len(listed), len(effects), words)
    told = percent_text(everybody, words)
    marks = words("memo.bars_note", level=words.level(page.bench.level), everybody=told)
    return {
        "headline": headline(worst, effects, words),
        "bars": memo_charts.bars(
            [(group_name(group, words), group) for group in listed], everybody.value * 100, words
        ),
        "bars_note": joined(picked, marks),
        "groups": [_row(group, words) for group in listed],
        "groups_note": joined(picked, words("memo.chance", n=len(effects))),
        "worst": worst_text(worst, everybody, words),
    }


def example(page: Page, lambda_: float) -> list[tuple[str, str, str]]:
    """One person's list before and after, row by row."""
    choice, bench = page.choice, page.bench
    lists = [
        bench.ranking(choice.user, choice.reranker, lambda_=at, k=choice.k)["title"].tolist()
        for at in (0.0, lambda_)
    ]
    before = set(lists[0])
    return [
        (str(place + 1), first, then if then in before else page.words("memo.new", title=then))
        for place, (first, then) in enumerate(zip(*lists, strict=True))
    ]


def _row(group: GroupEffect, words: Words) -> tuple[str, str, str, str]:
    return (
        group_name(group, words),
        words.count(group.n_users),
        accuracy_text(group, words),
        verdict(group, words),
    )


def _picked(shown: int, n: int, words: Words) -> str:
    """Which groups are shown, and in which order."""
    if shown < n:
        return words("memo.picked", shown=shown, n=n)
    return words("memo.all_groups", n=n)
