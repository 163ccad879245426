"""Every reranker that can be chosen, in the order in which a list shows them."""

from __future__ import annotations

from recsys_core.errors import SettingError
from recsys_core.rerank import gains
from recsys_core.rerank.reranker import Reranker
from recsys_core.rerank.ssd import WINDOW

_SPACE = frozenset({"space"})
_TASTE = frozenset({"aspects", "profile"})

_ALL = (
    Reranker(
        "mmr",
        "Similar items kept apart (MMR)",
        "Stops near-duplicates: an item waits when one much like it is already shown.",
        _SPACE, True, gains.MMR, repeats=1.0,
    ),
    Reranker(
        "msd",
        "Far apart on the whole (MSD)",
        "Raises the average difference between any two items shown.",
        _SPACE, True, gains.MSD, repeats=1.0,
    ),
    Reranker(
        "dpp",
        "A list that spans much (DPP)",
        "Each item adds a direction that the list does not have yet; strong on rich descriptions.",
        _SPACE, True, gains.DPP,
    ),
    Reranker(
        "cover",
        "A sample of everything relevant (COVER)",
        "Shows typical items of every group among the candidates rather than outliers.",
        _SPACE, True, gains.COVER,
    ),
    Reranker(
        "ssd",
        "Fresh after the last few (SSD)",
        "Varies neighbours in a feed: an item differs from the few just before it, themes may come back.",
        _SPACE, True, gains.SSD, parameter=float(WINDOW),
    ),
    Reranker(
        "xquad",
        "Every liked category gets a turn (xQuAD)",
        "Serves all the categories a person likes, the favourite ones first.",
        _TASTE, True, gains.XQUAD,
    ),
    Reranker(
        "calibration",
        "In proportion to the person's taste (calibration)",
        "Keeps the shares of categories in the list like those in the person's history.",
        _TASTE, True, gains.CALIBRATION,
    ),
    Reranker(
        "gist",
        "No two items closer than a distance (GIST)",
        "Holds the closest pair of the whole list apart, at the least loss of relevance it finds.",
        _SPACE, False, gains.GIST, repeats=1.0,
    ),
    Reranker(
        "none",
        "Relevance only",
        "What the model alone would show; the point all others are compared with.",
        frozenset(), True, gains.NONE,
    ),
    Reranker(
        "random",
        "Shuffled at random",
        "Changes lists without meaning to: a method that cannot beat it adds nothing.",
        frozenset(), True, gains.RANDOM,
    ),
)

REGISTRY: dict[str, Reranker] = {reranker.name: reranker for reranker in _ALL}


def find(name: str) -> Reranker:
    """The reranker called ``name``.

    Raises:
        SettingError: there is none.
    """
    if name not in REGISTRY:
        raise SettingError(f"There is no reranker {name!r}; choose one of {', '.join(REGISTRY)}.")
    return REGISTRY[name]
