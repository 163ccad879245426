"""The reasons for one item in plain sentences: from shares and ledgers to words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from recsys_core.types import FloatArray, IndexArray
from recsys_core.ui.text.joining import joined
from recsys_core.ui.text.sentences import difference
from recsys_core.ui.text.words import Words
from recsys_core.workbench.results import Ledger, ScoreShares, Terms, UserPath

NAMED, CATEGORIES = 3, 3
_DIGITS = 3
Title = Callable[[int], str]
"""From an item index to its title, safe to stand in markdown."""


def why_here(
    found: ScoreShares, title: Title, words: Words, categories: FloatArray | None, names: Sequence[str]
) -> str:
    """What of the history speaks for an item.

    Args:
        found: the score, taken apart.
        title: of an item.
        words: the language.
        categories: (n_items, n_categories) shares, None where the data have none.
        names: n_categories names.
    """
    score, rest = words.signed(found.score, _DIGITS), words.signed(found.rest, _DIGITS)
    if not len(found.items):
        return words("why.here_nothing", score=score)
    top = found.strongest(NAMED)
    # What the rest of the sentence leaves of the score as it is shown, so that a reader can add it up.
    others = difference(found.score, found.rest, _DIGITS)
    others -= sum(round(float(found.shares[at]), _DIGITS) for at in top)
    values = {
        "score": score,
        "rest": rest,
        "n": len(found.shares) - len(top),
        "others": words.signed(others, _DIGITS),
    }
    if not len(top):
        return words("why.here_weak", **values)
    strongest = words("slider.comma").join(
        words(
            "why.listed",
            title=title(int(found.items[at])),
            share=words.signed(float(found.shares[at]), _DIGITS),
        )
        for at in top
    )
    said = words("why.here", strongest=strongest, **values)
    if categories is None:
        return said
    most = found.strongest_categories(categories, CATEGORIES)
    parts = words("slider.comma").join(
        words("why.category", name=names[at], share=words.signed(share, _DIGITS)) for at, share in most
    )
    return joined(said, words("why.categories", parts=parts)) if most else said


def why_moved(
    ledger: Ledger,
    item: int,
    before: IndexArray,
    now: IndexArray,
    path: UserPath,
    title: Title,
    words: Words,
) -> str:
    """Why an item entered, rose, stayed, fell or left.

    Args:
        ledger: of the list in force.
        item: in the list, or in the one before.
        before: (k,) the list at relevance only.
        now: (k,) the list in force.
        path: all lists of the person.
        title: of an item.
        words: the language.
    """
    stood, stands = rank_in(before, item), rank_in(now, item)
    if stands is None:
        at = path.left_at(item, ledger.lambda_)
        parts = [words("why.left", before=_place(stood)), _taken(ledger, item, stood or 0, now, title, words)]
        parts += _blocked(ledger, item, stood or 0, title, words)
        return _joined([*parts, words("why.leaves", at=words.plain(at or 0.0, _DIGITS))], words)
    if stood is None or stands < stood:
        head = words("why.entered") if stood is None else words("why.rose", before=_place(stood))
        parts = [head, *_pick(ledger, stands, title, words)]
    elif stands > stood:
        parts = [words("why.fell", before=_place(stood)), _taken(ledger, item, stood, now, title, words)]
        parts += [*_blocked(ledger, item, stood, title, words), _worth(ledger, stands, words)]
    else:
        parts = [words("why.stayed"), *_pick(ledger, stands, title, words)]
    since = path.entered_at(item, ledger.lambda_) or 0.0
    parts.append(words("why.always") if since == 0 else words("why.enters", at=words.plain(since, _DIGITS)))
    return _joined(parts, words)


def _pick(ledger: Ledger, rank: int, title: Title, words: Words) -> list[str]:
    """What the pick was worth, what it was preferred to, what held that back."""
    pick, passed = ledger.picks[rank], ledger.most_relevant_open(rank)
    said = [_worth(ledger, rank, words)]
    own = rounded(pick)
    if passed is None or passed.item == pick.item or passed.relevance <= pick.relevance:
        return [*said, words("why.first")]
    other = rounded(passed)
    gained, given_up = own[1] - other[1], other[0] - own[0]
    bought = words(f"why.bought_{ledger.raises}", amount=words.plain(gained, _DIGITS))
    said.append(
        words(
            "why.instead",
            other=title(passed.item),
            given_up=words.plain(given_up, _DIGITS),
            bought=bought,
            net=words.plain(max(0.0, gained - given_up), _DIGITS),
        )
    )
    return said + _blocked(ledger, passed.item, rank, title, words)


def rounded(pick: Terms, digits: int = _DIGITS) -> tuple[float, float, float]:
    """Both terms of a pick as they are shown, and what they make together."""
    relevance, gain = round(pick.relevance_term, digits), round(pick.gain_term, digits)
    return relevance, gain, round(relevance + gain, digits)


def _worth(ledger: Ledger, rank: int, words: Words) -> str:
    pick = ledger.picks[rank]
    relevance_term, gain_term, total = rounded(pick)
    return words(
        "why.worth",
        rank=rank + 1,
        total=words.signed(total, _DIGITS),
        relevance_term=words.signed(relevance_term, _DIGITS),
        gain_term=words.signed(gain_term, _DIGITS),
        weight=words.plain(1 - ledger.lambda_, _DIGITS),
        relevance=words.plain(pick.relevance, _DIGITS),
    )


def _taken(ledger: Ledger, item: int, rank: int, now: IndexArray, title: Title, words: Words) -> str:
    """Who took a place, and how the two compare there."""
    own, other = rounded(ledger.terms(item, rank)), rounded(ledger.picks[rank])
    return words(
        "why.taken",
        other=title(ledger.picks[rank].item),
        other_total=words.signed(other[2], _DIGITS),
        total=words.signed(own[2], _DIGITS),
        relevance=words.signed(other[0] - own[0], _DIGITS),
        gain=words.signed(other[1] - own[1], _DIGITS),
    )


def _blocked(ledger: Ledger, item: int, rank: int, title: Title, words: Words) -> list[str]:
    blocker = ledger.blocker(item, rank)
    if blocker is None:
        return []
    values = {
        "other": title(item),
        "blocker": title(blocker.item),
        "weight": words.plain(blocker.weight, _DIGITS),
    }
    if blocker.similarity is None:
        return [words("why.blocked_taste", **values)]
    return [words("why.blocked", similarity=words.plain(blocker.similarity, 2), **values)]


def rank_in(listed: IndexArray, item: int) -> int | None:
    """Position of an item in a list, None where it is not in it."""
    found = np.flatnonzero(listed == item)
    return int(found[0]) if len(found) else None


def _place(rank: int | None) -> str:
    return "" if rank is None else str(rank + 1)


def _joined(parts: Sequence[str], words: Words) -> str:
    # Chinese sentences end in a full-width stop and take no space.
    return ("" if words.language == "zh" else " ").join(parts)
