"""Events such as view, cart and purchase: how much each counts, proposed from its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

IGNORED, WEAK, MEDIUM, STRONG = 0.0, 1.0, 3.0, 5.0
_WORDS: tuple[tuple[float, str], ...] = (
    # What takes back comes first: "remove_from_cart" is no cart.
    (
        IGNORED,
        r"remove|delete|return|refund|cancel|dislike|unlike|unfollow|hide|skip|block|report|downvote|abandon",
    ),
    (
        STRONG,
        r"purchas|buy|bought|order|transaction|checkout|paid|payment|subscrib|complete|sale|book(ed|ing)",
    ),
    (
        MEDIUM,
        r"cart|basket|wish|fav|like|save|share|follow|bookmark|download|upvote|apply|rent|start|play|listen",
    ),
)


def propose_weights(events: Iterable[str]) -> dict[str, float]:
    """How much each event counts: 0 what takes back, 1 what looks, 3 what shows interest, 5 what buys.

    Args:
        events: distinct values of an event column.

    Returns:
        event -> weight, strongest first. A word that is not known counts like a look.
    """
    weights = {event: _weight(event) for event in events}
    return dict(sorted(weights.items(), key=lambda entry: (-entry[1], entry[0])))


def propose_liked_from(weights: Mapping[str, float], counts: Mapping[str, int]) -> float:
    """From which weight an event counts as liked: interest and purchases if a tenth of all, else everything.

    Args:
        weights: event -> weight.
        counts: event -> rows.
    """
    counted = {event: weight for event, weight in weights.items() if weight > 0}
    total = sum(counts[event] for event in counted)
    strong = sum(counts[event] for event, weight in counted.items() if weight >= MEDIUM)
    return MEDIUM if total and strong >= 0.1 * total else min(counted.values(), default=WEAK)


def _weight(event: str) -> float:
    text = event.lower()
    return next((weight for weight, words in _WORDS if re.search(words, text)), WEAK)
