"""Every reranker that can be chosen, in the order in which a list shows them.

A new one is a file beside this one, with the plain function, its compiled gain and its entry, and one line
here.
The engine, the exact path, curves, explanations, choosers and the documentation read this registry.
"""

from __future__ import annotations

from recsys_core.errors import SettingError
from recsys_core.messages import message
from recsys_core.rerank.baselines import NONE, RANDOM
from recsys_core.rerank.calibration import CALIBRATION
from recsys_core.rerank.cover import COVER
from recsys_core.rerank.dpp import DPP
from recsys_core.rerank.gist import GIST
from recsys_core.rerank.method import Reranker
from recsys_core.rerank.mmr import MMR
from recsys_core.rerank.msd import MSD
from recsys_core.rerank.ssd import SSD
from recsys_core.rerank.xquad import XQUAD

_ALL = (
    MMR,
    MSD,
    DPP,
    COVER,
    SSD,
    XQUAD,
    CALIBRATION,
    GIST,
    NONE,
    RANDOM,
)

REGISTRY: dict[str, Reranker] = {reranker.name: reranker for reranker in _ALL}


def find(name: str) -> Reranker:
    """The reranker called ``name``.

    Raises:
        SettingError: there is none.
    """
    if name not in REGISTRY:
        raise SettingError(
            message(
                "errors.no_reranker_choose_one",
                "There is no reranker {name!r}; choose one of {registry}.",
                name=name,
                registry=", ".join(REGISTRY),
            )
        )
    return REGISTRY[name]
