"""Every reranker that can be chosen, in the order in which a list shows them."""

from __future__ import annotations

from dataclasses import dataclass

from recsys_core.errors import SettingError
from recsys_core.rerank.engine import dispatch
from recsys_core.rerank.ssd import WINDOW

# --- What a reranker is called, what it is good at, and what it needs

@dataclass(frozen=True)
class Reranker:
    """A reranker as people choose it; hashable, so it can key a cache.

    Attributes:
        name: key of ``REGISTRY``.
        title: plain words with the usual name in brackets.
        good_at: one line for somebody who has to choose.
        needs: what must be there besides relevance: "space", "aspects", "profile".
        linear: whether each pick maximises a straight line in λ; GIST weighs whole lists instead.
        kind: number of the gain in ``gains``.
        parameter: the gain's own number: the window of SSD, the seed of random.
        repeats: similarity of an item that nothing is known about to whatever is listed.
    """

    name: str
    title: str
    good_at: str
    needs: frozenset[str]
    linear: bool
    kind: int
    parameter: float = 0.0
    repeats: float = 0.0


_SPACE = frozenset({"space"})
_TASTE = frozenset({"aspects", "profile"})

_ALL = (
    Reranker(
        "mmr",
        "Similar items kept apart (MMR)",
        "Stops near-duplicates: an item waits when one much like it is already shown.",
        _SPACE, True, dispatch.MMR, repeats=1.0,
    ),
    Reranker(
        "msd",
        "Far apart on the whole (MSD)",
        "Raises the average difference between any two items shown.",
        _SPACE, True, dispatch.MSD, repeats=1.0,
    ),
    Reranker(
        "dpp",
        "A list that spans much (DPP)",
        "Each item adds a direction that the list does not have yet; strong on rich descriptions.",
        _SPACE, True, dispatch.DPP,
    ),
    Reranker(
        "cover",
        "A sample of everything relevant (COVER)",
        "Shows typical items of every group among the candidates rather than outliers.",
        _SPACE, True, dispatch.COVER,
    ),
    Reranker(
        "ssd",
        "Fresh after the last few (SSD)",
        "Varies neighbours in a feed: an item differs from the few just before it, themes may come back.",
        _SPACE, True, dispatch.SSD, parameter=float(WINDOW),
    ),
    Reranker(
        "xquad",
        "Every liked category gets a turn (xQuAD)",
        "Serves all the categories a person likes, the favourite ones first.",
        _TASTE, True, dispatch.XQUAD,
    ),
    Reranker(
        "calibration",
        "In proportion to the person's taste (calibration)",
        "Keeps the shares of categories in the list like those in the person's history.",
        _TASTE, True, dispatch.CALIBRATION,
    ),
    Reranker(
        "gist",
        "No two items closer than a distance (GIST)",
        "Holds the closest pair of the whole list apart, at the least loss of relevance it finds.",
        _SPACE, False, dispatch.GIST, repeats=1.0,
    ),
    Reranker(
        "none",
        "Relevance only",
        "What the model alone would show; the point all others are compared with.",
        frozenset(), True, dispatch.NONE,
    ),
    Reranker(
        "random",
        "Shuffled at random",
        "Changes lists without meaning to: a method that cannot beat it adds nothing.",
        frozenset(), True, dispatch.RANDOM,
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
