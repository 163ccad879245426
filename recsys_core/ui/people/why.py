"""The card that answers for one item: why it is here, why it moved, and everything in numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from recsys_core.errors import SettingError
from recsys_core.ui.people import why_plain, why_words
from recsys_core.ui.people.shown import Shown
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import controls
from recsys_core.workbench.results import Ledger, ScoreShares

_DIGITS = 4  # of the tables


def render(page: Page, person: Shown, lambda_: float) -> None:
    """Choose an item of the list, or one that left it; read its reasons."""
    words, bench = page.words, page.bench
    st.subheader(words("why.title"), anchor=False)
    before, now = person.list_at(0.0), person.list_at(lambda_)
    before, now = before[before >= 0], now[now >= 0]
    gone = [int(item) for item in before if item not in now]
    options = [int(item) for item in now] + gone
    entered = [place for place, item in enumerate(now) if item not in before]
    titles = bench.dataset.items["title"].tolist()

    def option(item: int) -> str:
        if item in gone:
            return words("why.option_gone", title=titles[item])
        return words("why.option", rank=options.index(item) + 1, title=titles[item])

    item = st.selectbox(
        words("why.item"),
        options,
        entered[0] if entered else 0,
        # Another list offers other items: a choice made there must not linger here.
        key=f"why_item_{person.key}_{page.choice.reranker}_{hash(tuple(options))}",
        format_func=option,
        label_visibility="collapsed",
    )

    def named(row: int) -> str:
        return words("why.named", title=escape_markdown(titles[row]))

    found = _score_shares(page, person, item)
    lead, numbers = _here(page, person, item, found, named)
    st.markdown(lead)
    ledger = None
    if bench.rerankers[page.choice.reranker].linear:
        ledger = bench.people.ledger(person.person, page.choice.reranker, lambda_)
        path = person.person.path
        st.markdown(why_plain.moved(ledger, item, before, now, named, words))
        numbers.append(why_words.why_moved(ledger, item, before, now, path, named, words))
    else:
        st.markdown(words("why.whole_lists"))
    if not numbers:
        return
    with st.expander(words("why.numbers"), key="why_numbers"):
        for text in numbers:
            st.markdown(text)
        if ledger is not None:
            st.caption(words("why.picks_alt"))
            st.dataframe(
                _picks(page, ledger),
                hide_index=True,
                alt=words("why.picks_alt"),
                column_config=_right(words, "relevance_term", "gain_term", "total"),
            )
        if found is not None:
            st.caption(words("why.shares_alt"))
            st.dataframe(
                _shares(page, found),
                hide_index=True,
                alt=words("why.shares_alt"),
                column_config=_right(words, "share"),
            )


def _right(words: Words, *names: str) -> dict[str, Any]:
    """Columns of numbers written as text, so that they keep their signs, put under one another."""
    return {words(f"why.{name}"): st.column_config.TextColumn(alignment="right") for name in names}


def _score_shares(page: Page, person: Shown, item: int) -> ScoreShares | None:
    """The item's score taken apart; None for somebody known by words alone, or a model that cannot tell."""
    if person.person.new is not None and person.person.new.likeness is not None:
        return None
    try:
        return page.bench.people.score_shares(person.person, item)
    except SettingError:
        return None


def _here(
    page: Page, person: Shown, item: int, found: ScoreShares | None, named: Callable[[int], str]
) -> tuple[str, list[str]]:
    """Why an item is in the list: one plain sentence, and the numbers behind it."""
    words, bench = page.words, page.bench
    new = person.person.new
    if new is not None and new.likeness is not None:
        cosine = words.plain(float(new.likeness[item]), 2)
        place = new.rank_by_likeness(item)
        return words("why.here_words", place=place, n=len(new.likeness), cosine=cosine), []
    if found is None:
        return words("why.here_unknown", model=controls.model_title(page, bench.model)), []
    shares, names = bench.people.category_shares() or (None, [])
    names = [escape_markdown(name) for name in names]
    numbers = why_words.why_here(found, named, words, shares, names)
    return why_plain.here(found, named, words), [numbers]


def _picks(page: Page, ledger: Ledger) -> pd.DataFrame:
    """The ledger: every pick with its terms."""
    words, titles = page.words, page.bench.dataset.items["title"].tolist()
    rows = []
    for rank, pick in enumerate(ledger.picks):
        passed = ledger.most_relevant_open(rank)
        relevance_term, gain_term, total = why_words.rounded(pick, _DIGITS)
        other = "" if passed is None or passed.item == pick.item else titles[passed.item]
        rows.append(
            {
                words("plain.rank"): rank + 1,
                words("plain.item"): titles[pick.item],
                words("why.relevance_term"): words.signed(relevance_term, _DIGITS),
                words("why.gain_term"): words.signed(gain_term, _DIGITS),
                words("why.total"): words.signed(total, _DIGITS),
                words("why.passed"): other,
            }
        )
    return pd.DataFrame(rows)


def _shares(page: Page, found: ScoreShares) -> pd.DataFrame:
    """Every share of the history in the score, largest first."""
    words, titles = page.words, page.bench.dataset.items["title"]
    order = found.in_order()
    return pd.DataFrame(
        {
            words("why.history_item"): titles.iloc[found.items[order]].to_numpy(),
            words("why.share"): [words.signed(float(value), _DIGITS) for value in found.shares[order]],
        }
    )
