"""The reasons for one item in one plain sentence each, without a number; ``why_words`` has the numbers."""

from __future__ import annotations

from recsys_core.types import IndexArray
from recsys_core.ui.people.why_words import Title, rank_in
from recsys_core.ui.text.words import Words
from recsys_core.workbench.results import Blocker, Ledger, ScoreShares

_NAMED = 2
_ALIKE = 0.5  # of a cosine: from here on two items are much alike


def here(found: ScoreShares, title: Title, words: Words) -> str:
    """What of the history speaks most for an item."""
    if not len(found.items):
        return words("why.plain_nothing")
    top = [title(int(found.items[at])) for at in found.strongest(_NAMED)]
    if not top:
        return words("why.plain_weak")
    if len(top) == 1:
        return words("why.plain_here_one", one=top[0])
    return words("why.plain_here", one=top[0], two=top[1])


def moved(
    ledger: Ledger,
    item: int,
    before: IndexArray,
    now: IndexArray,
    title: Title,
    words: Words,
) -> str:
    """What made an item enter, rise, stay, fall or leave.

    Args:
        ledger: of the list in force.
        item: in the list, or in the one before.
        before: (k,) the list at relevance only.
        now: (k,) the list in force.
        title: of an item.
        words: the language.
    """
    stood, stands = rank_in(before, item), rank_in(now, item)
    if stands is not None and (stood is None or stands <= stood):
        verb = "entered" if stood is None else "rose" if stands < stood else "stayed"
        return _sentence(verb, stood, _picked(ledger, stands, title, words), words)
    place = stood or 0
    verb = "left" if stands is None else "fell"
    other = title(ledger.picks[place].item)
    blocker = ledger.blocker(item, place)
    if blocker is None:
        return _sentence(verb, stood, words("why.plain_taken", other=other), words)
    because = words(f"why.plain_{_likeness(blocker)}", blocker=title(blocker.item))
    return _sentence(verb, stood, words("why.plain_taken_because", other=other, because=because), words)


def _picked(ledger: Ledger, rank: int, title: Title, words: Words) -> str:
    """Why an item stands at a rank."""
    pick, passed = ledger.picks[rank], ledger.most_relevant_open(rank)
    if passed is None or passed.item == pick.item or passed.relevance <= pick.relevance:
        return words("why.plain_first")
    blocker = ledger.blocker(passed.item, rank)
    other = title(passed.item)
    if blocker is None:
        return words(f"why.plain_brings_{ledger.raises}", other=other)
    because = words(f"why.plain_other_{_likeness(blocker)}", blocker=title(blocker.item))
    return words("why.plain_instead", other=other, because=because)


def _likeness(blocker: Blocker) -> str:
    """How an item is held back: by one much or partly like it, or by one that serves its categories."""
    if blocker.similarity is None:
        return "served"
    return "alike" if blocker.similarity >= _ALIKE else "partly"


def _sentence(verb: str, stood: int | None, reason: str, words: Words) -> str:
    head = words(f"why.{verb}", **({} if stood is None or verb == "stayed" else {"before": str(stood + 1)}))
    return head + ("" if words.language == "zh" else " ") + reason
