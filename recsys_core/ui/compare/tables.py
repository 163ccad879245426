"""The comparison as tables: each front, each two of them, and one person's list under each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.workbench.results import Front, Standing

_VERDICTS = {
    "alone": "compare.alone",
    "best": "compare.best",
    "first": "compare.first",
    "as_good": "compare.as_good",
    "worse": "compare.worse_than",
}


def ranked(standings: Sequence[Standing]) -> list[int]:
    """Positions of the fronts, the best over all settings first."""
    return sorted(range(len(standings)), key=lambda at: standings[at].rank)


def verdict(at: int, names: Sequence[str], standings: Sequence[Standing], words: Words) -> str:
    """The verdict on one front, which names the best front where it is another."""
    return words(_VERDICTS[standings[at].verdict], name=names[ranked(standings)[0]])


def differences(names: Sequence[str], found: Sequence[Standing], words: Words) -> pd.DataFrame:
    """Every two fronts, the higher score first: whether it is better, and by how much.

    Two columns, so that both fit a phone; what can hold markdown is escaped, as a table reads it.
    """
    rows = []
    for one, two in combinations(ranked(found), 2):
        gap = found[one].minus(found[two])
        key = "compare.no_difference" if gap.includes_zero else "compare.better"
        # Two decimals: with one, an interval just beside zero would seem to touch it.
        change, low, high = (words.signed(end * 100, 2) for end in (gap.value, gap.low, gap.high))
        rows.append(
            {
                words("compare.verdict"): words(
                    key, one=escape_markdown(names[one]), two=escape_markdown(names[two])
                ),
                words("compare.difference"): words("plain.change", change=change, low=low, high=high),
            }
        )
    return pd.DataFrame(rows)


def here(
    page: Page, fronts: Sequence[Front], names: Sequence[str], found: Sequence[Standing]
) -> pd.DataFrame:
    """Every front at this setting and over all settings, the best over all first."""
    words, variety = page.words, page.choice.variety
    rows = []
    for at in ranked(found):
        front, standing = fronts[at], found[at]
        rows.append(
            {
                words("compare.method"): escape_markdown(names[at]),
                words("compare.area_column"): _interval(standing, words),
                words("measure.ndcg.short"): words.plain(float(front.accuracy[front.at(variety)]), 3),
                words("measure.ild.short"): words.plain(float(front.variety[front.at(variety)]), 3),
            }
        )
    return pd.DataFrame(rows)


def lists(page: Page, fronts: Sequence[Front], names: Sequence[str]) -> pd.DataFrame:
    """The person's list under each pair, at the same share of the variety that each can reach."""
    choice = page.choice
    columns: dict[str, pd.Series] = {}
    for front, name in zip(fronts, names, strict=True):
        lambda_ = float(front.lambdas[front.at(choice.variety)])
        ranking = page.bench.ranking(
            choice.user, front.reranker, lambda_=lambda_, k=choice.k, model=front.model
        )
        columns[name] = ranking["title"].reset_index(drop=True)
    table = pd.DataFrame(columns)
    table.insert(0, page.words("plain.rank"), np.arange(1, len(table) + 1))
    return table


def _interval(standing: Standing, words: Words) -> str:
    area = standing.area
    value, low, high = (words.plain(end * 100, 1) for end in (area.value, area.low, area.high))
    return words("plain.change", change=value, low=low, high=high)
