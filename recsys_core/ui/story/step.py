"""What every step of the story has, and the figures that all of them are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.sentences import Sentences, sentences
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import verdicts
from recsys_core.ui.widgets.controls import method_title
from recsys_core.ui.widgets.slider.view import unjudged
from recsys_core.ui.widgets.tuning import Tuning, tuning
from recsys_core.ui.widgets.verdicts import Verdicts

LimitRows = Callable[[Verdicts, int, Words], list[tuple[str, str, str, str]]]

_LONG = 64  # letters of a title, from which it is set smaller
_WIDE = "\u2e80"  # from here on a character is as wide as two letters


@dataclass(frozen=True)
class Step:
    """One screen: a sentence and a picture.

    Attributes:
        name: which picture the template draws.
        title: the sentence.
        lead: what follows it in smaller type.
        notes: what the presenter may say, one paragraph each.
        picture: what the picture is drawn from.
    """

    name: str
    title: str
    lead: str = ""
    notes: tuple[str, ...] = ()
    picture: dict[str, Any] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """Whether the title would take three lines at full size."""
        return sum(2 if letter > _WIDE else 1 for letter in self.title) > _LONG


@dataclass(frozen=True, eq=False)
class Figures:
    """What the steps are made from: one setting with its figures and its verdict.

    Attributes:
        page: the data and the setting.
        view: the trade-off.
        found: the verdicts; None where nothing can be judged.
        said: what Tune says about the setting.
        row: of the trade-off's grid.
        lambda_: exact λ.
        is_judged: whether there is any accuracy to lose.
        unjudged: why there is no verdict, "" where there is one.
    """

    page: Page
    view: Tuning
    found: Verdicts | None
    said: Sentences
    row: int
    lambda_: float
    is_judged: bool
    unjudged: str

    @property
    def method(self) -> str:
        """Title of the method."""
        return method_title(self.page, self.page.choice.reranker)

    @property
    def is_start(self) -> bool:
        """Whether no list differs from relevance only."""
        return self.view.still or self.lambda_ == 0

    def rows(self, lambda_: float) -> list[dict[str, Any]]:
        """The person's list at λ: place, title, categories, and whether the item is new in it."""
        choice = self.page.choice
        ranking = self.page.bench.ranking(choice.user, choice.reranker, lambda_=lambda_, k=choice.k)
        columns = (ranking[name] for name in ("rank", "title", "categories", "rank_before"))
        return [
            {"place": int(rank), "title": str(title), "tags": list(tags), "new": pd.isna(before)}
            for rank, title, tags, before in zip(*columns, strict=True)
        ]


def figures(page: Page) -> Figures:
    """The figures of a page's setting; takes seconds the first time, for the verdict.

    Raises:
        RecsysError: the trade-off cannot be computed.
    """
    bench, choice = page.bench, page.choice
    view, found = tuning(bench, choice), verdicts.compute(bench, choice)
    said = sentences(view, choice, method_title(page, choice.reranker), page.words, found)
    return Figures(
        page,
        view,
        found,
        said,
        view.row(choice),
        view.lambda_of(choice),
        verdicts.is_judged(bench, choice),
        unjudged(page, found),
    )
