"""What the person liked later: marks in both lists, a sentence, and their own accuracy at this setting."""

from __future__ import annotations

import json

import streamlit as st

from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.session import shared, words_of
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.sentences import difference
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import tuning
from recsys_core.ui.widgets.slider import payload
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Outcome


def marked_json(bench: Workbench, choice: Choice) -> dict[str, str]:
    """The component's ``person`` and ``items`` with the liked items marked."""
    return _marked_json(bench, choice.user, choice.reranker, choice.k, choice.lang)


@shared(max_size=1024)
def _marked_json(bench: Workbench, user: str, reranker: str, k: int, language: str) -> dict[str, str]:
    sent, words = tuning.person_json(bench, user, reranker, k, language), words_of(bench, language)
    items = json.loads(sent["items"])
    for item in map(str, bench.people.liked_later(user)):
        if item in items:
            items[item][0] = words("liked.marked", title=items[item][0])
    return {"person": sent["person"], "items": payload.compact(items)}


def render(page: Page, found: Outcome) -> None:
    """The legend, how many of each list were liked, which moved, and the person's own accuracy."""
    words, k = page.words, page.choice.k
    st.subheader(words("liked.title"), anchor=False)
    if not len(found.liked):
        st.markdown(words("liked.nothing"))
        return
    st.caption(words("liked.legend"))
    st.markdown(outcome_text(found, page.bench.dataset.items["title"].tolist(), k, words))
    before, now = found.accuracy
    change = words("liked.same")
    if moved := difference(now, before, 3):
        change = words.signed(moved, 3)
        change += f" ({words.signed((now / before - 1) * 100, 0)}%)" if before else ""
    st.markdown(
        words("liked.accuracy", k=k, before=words.plain(before, 3), now=words.plain(now, 3), change=change),
        help=words("liked.accuracy_help", k=k),
    )
    st.caption(words("liked.noisy", n=len(found.liked)))


def outcome_text(found: Outcome, titles: list[str], k: int, words: Words) -> str:
    """How many items of each list were liked later, and what happened to them."""
    before, now = found.ranks

    def named(item: int) -> str:
        return words("why.named", title=escape_markdown(titles[item]))

    parts = [words("liked.counts", before=len(before), now=len(now), k=k)]
    comma = words("slider.comma")
    for key, items in (("liked.lost", found.lost), ("liked.found", found.gained)):
        if items:
            parts.append(words(key, titles=comma.join(map(named, items))))
    for key, better in (("liked.lower", False), ("liked.higher", True)):
        moves = [move for move in found.moved if (move[2] < move[1]) == better]
        if moves:
            texts = (words("liked.move", title=named(item), before=a, now=b) for item, a, b in moves)
            parts.append(words(key, moves=comma.join(texts)))
    return ("" if words.language == "zh" else " ").join(parts)
