"""The comparison as tables: each front at this setting and over all, each two, and one person's lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from recsys_core.ui.compare import pairs as choosing
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.workbench.results import Comparison, Front, Pair, Setting, Standing


@dataclass(frozen=True, eq=False)
class Compared:
    """One pair whose front is there.

    Attributes:
        name: of the pair.
        front: every setting.
        standing: among all that are there.
        setting: where the slider stands, with the same figures as on Tune.
    """

    name: str
    front: Front
    standing: Standing
    setting: Setting

    @property
    def pair(self) -> Pair:
        """Model and method."""
        return self.front.model, self.front.reranker


def compared(
    page: Page, ordered: Sequence[Pair], chosen: Sequence[Pair], found: Comparison
) -> list[Compared]:
    """The pairs whose fronts are there, in the order of ``ordered``.

    Args:
        page: what the page works with.
        ordered: every pair.
        chosen: the same pairs in the order of the controls, from which they get their names.
        found: what is known so far.
    """
    choice = page.choice
    fronts = [front for pair in ordered if (front := found.fronts[pair].value) is not None]
    return [
        Compared(
            choosing.name(page, (front.model, front.reranker), chosen),
            front,
            standing,
            front.positions.at(choice.variety),
        )
        for front, standing in zip(fronts, page.bench.fronts.standings(fronts), strict=True)
    ]


def here(found: Sequence[Compared], words: Words) -> pd.DataFrame:
    """Every pair where the slider stands."""
    return pd.DataFrame(
        {
            words("compare.method"): [escape_markdown(each.name) for each in found],
            words("measure.ndcg.short"): [words.plain(each.setting.accuracy, 3) for each in found],
            words("measure.ild.short"): [words.plain(each.setting.variety, 3) for each in found],
        }
    )


def areas(found: Sequence[Compared], words: Words) -> pd.DataFrame:
    """Every pair over all settings, with its verdict against the one of the largest area."""
    largest = min(found, key=lambda each: each.standing.rank).name
    return pd.DataFrame(
        {
            words("compare.method"): [escape_markdown(each.name) for each in found],
            words("compare.area_column"): [_interval(each.standing, words) for each in found],
            words("compare.verdict"): [
                words(f"compare.area_{each.standing.verdict}", name=escape_markdown(largest))
                for each in found
            ],
        }
    )


def differences(found: Sequence[Compared], words: Words) -> pd.DataFrame:
    """Every two fronts, the higher score first: whether it is better, and by how much.

    Two columns, so that both fit a phone; what can hold markdown is escaped, as a table reads it.
    """
    rows = []
    for one, two in combinations(sorted(found, key=lambda each: each.standing.rank), 2):
        gap = one.standing.minus(two.standing)
        key = "compare.no_difference" if gap.includes_zero else "compare.better"
        # Two decimals: with one, an interval just beside zero would seem to touch it.
        change, low, high = (words.signed(end * 100, 2) for end in (gap.value, gap.low, gap.high))
        rows.append(
            {
                words("compare.verdict"): words(
                    key, one=escape_markdown(one.name), two=escape_markdown(two.name)
                ),
                words("compare.difference"): words("plain.change", change=change, low=low, high=high),
            }
        )
    return pd.DataFrame(rows)


def lists(page: Page, found: Sequence[Compared]) -> pd.DataFrame:
    """The person's list under each pair, where the slider stands."""
    choice = page.choice
    columns: dict[str, pd.Series] = {}
    for each in found:
        model, method = each.pair
        ranking = page.bench.ranking(
            choice.user, method, lambda_=each.setting.lambda_, k=choice.k, model=model
        )
        columns[each.name] = ranking["title"].reset_index(drop=True)
    table = pd.DataFrame(columns)
    table.insert(0, page.words("plain.rank"), np.arange(1, len(table) + 1))
    return table


def _interval(standing: Standing, words: Words) -> str:
    area = standing.area
    value, low, high = (words.plain(end * 100, 1) for end in (area.value, area.low, area.high))
    return words("plain.change", change=value, low=low, high=high)
