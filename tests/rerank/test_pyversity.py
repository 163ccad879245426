"""Where pyversity has the same formula, it lists the same items."""

import numpy as np
import pytest
from pyversity import Strategy, diversify

from recsys_core.rerank import REGISTRY, RerankInputs, rerank
from recsys_core.types import ItemSpace

LAMBDAS = np.linspace(0, 1, 11)


@pytest.mark.parametrize(
    ("name", "strategy", "scale"),
    [("mmr", Strategy.MMR, 1.0), ("msd", Strategy.MSD, 1.0), ("cover", Strategy.COVER, 60.0)],
)
def test_same_lists(name, strategy, scale):
    rng = np.random.default_rng(0)
    vectors = rng.random((150, 24)).astype(np.float32)  # it clips negative cosines, we do not
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    items = np.stack([rng.permutation(150)[:60] for _ in range(5)]).astype(np.int32)
    relevance = -np.sort(-rng.random((5, 60)), axis=1)
    ours = rerank(RerankInputs(relevance, items, ItemSpace("text", vectors)), REGISTRY[name], 10, LAMBDAS)
    for user in range(5):
        for at, lambda_ in enumerate(LAMBDAS):
            # its coverage is a sum over the candidates where ours is a mean: relevance times their number
            scores = relevance[user] * scale
            theirs = diversify(vectors[items[user]], scores, 10, strategy, float(lambda_)).indices
            assert ours[user, at].tolist() == items[user][theirs].tolist()
