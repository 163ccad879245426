"""The greedy loop that all rerankers share, in plain numpy: the definition the fast engine is held to."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recsys_core.rerank.method import Gain
from recsys_core.types import BoolArray, FloatArray, IndexArray


def greedy(
    relevance: FloatArray,
    k: int,
    lambda_: float,
    gain: Gain,
    allowed: Callable[[IndexArray], BoolArray] | None = None,
) -> IndexArray:
    """Fill a list from the top, each time with the largest ``(1 - lambda_) * relevance + lambda_ * gain``.

    Args:
        relevance: (n_candidates,).
        k: list length; fewer come back when candidates are fewer.
        lambda_: 0 keeps relevance order, 1 looks at the gain alone.
        gain: what each candidate adds to the list so far.
        allowed: from the positions taken so far to whether each candidate may come next; all may by default.

    Returns:
        (min(k, n_candidates),) positions, best first; a tie goes to the lower position. Shorter where
        nothing is allowed any more.
    """
    relevance = np.asarray(relevance, dtype=np.float64)
    selected: list[int] = []
    free = np.ones(len(relevance), dtype=bool)
    for _ in range(min(k, len(relevance))):
        so_far = np.array(selected, dtype=np.intp)
        open_ = free if allowed is None else free & allowed(so_far)
        if not open_.any():
            break
        score = (1 - lambda_) * relevance + lambda_ * gain(so_far)
        best = int(np.argmax(np.where(open_, score, -np.inf)))
        selected.append(best)
        free[best] = False
    return np.array(selected, dtype=np.intp)
