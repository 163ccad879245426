"""The plain gain of one user's candidates, as explanations and tests evaluate it pick by pick."""

from __future__ import annotations

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.messages import message
from recsys_core.metrics.similarity import aspect_shares
from recsys_core.rerank.aspects import wanted_aspects
from recsys_core.rerank.inputs import RerankInputs, no_categories
from recsys_core.rerank.method import Gain, GainInputs, Reranker
from recsys_core.rerank.similarity import candidate_similarity
from recsys_core.types import FloatArray


def plain_gain(user: RerankInputs, reranker: Reranker) -> tuple[Gain, FloatArray | None]:
    """A reranker's gain over the candidates of one user, by position.

    Args:
        user: inputs of exactly one user.
        reranker: one with a gain.

    Returns:
        The gain, and the (n, n) similarity of the candidates; None if the reranker reads none.

    Raises:
        SettingError: the reranker has no gain, or needs categories that the data do not have.
        ValueError: the inputs are of several users.
    """
    if user.n_users != 1:
        raise ValueError(f"expected the inputs of one user, got {user.n_users}")
    if reranker.gain is None:
        raise SettingError(
            message(
                "errors.chooses_whole_lists_no",
                "{title} chooses whole lists: no single pick explains a place.",
                title=reranker.title,
            )
        )
    candidates = user.items[0][user.items[0] >= 0]
    similarity: FloatArray = np.zeros((0, 0))
    share: FloatArray = np.zeros((len(candidates), 0))
    wanted: FloatArray = np.zeros(0)
    if "space" in reranker.needs:
        similarity = candidate_similarity(user.space, candidates, reranker.repeats)
    if "aspects" in reranker.needs:
        if user.aspects is None or user.profile is None:
            raise no_categories(reranker)
        share = aspect_shares(user.aspects[candidates])
        wanted = wanted_aspects(user.profile, uniform_if_empty=reranker.wants_all)[0]
    inputs = GainInputs(candidates, similarity, share, wanted, reranker.parameter)
    return reranker.gain(inputs), similarity if "space" in reranker.needs else None
