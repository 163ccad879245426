"""Inputs made to break a greedy engine: ties one rounding apart, duplicates, zeros, too few dimensions."""

import numpy as np

from recsys_core.rerank import AtLeast, AtMost, Block, Pin, RerankInputs, Rules
from recsys_core.types import ItemSpace

N_ITEMS = 9
K = 5


def hostile_inputs(seed, n_users=3):
    """People over nine items; how items, scores and categories are hostile is drawn from the seed."""
    rng = np.random.default_rng(seed)
    vectors, kind = _vectors(rng)
    width = int(rng.integers(1, N_ITEMS + 1))
    items = np.stack([rng.permutation(N_ITEMS)[:width] for _ in range(n_users)]).astype(np.int32)
    if rng.random() < 0.3:
        for user in range(n_users):  # none, one, ... candidates
            items[user, min(user, width) :] = -1
    relevance = np.stack([_relevance(rng, width) for _ in range(n_users)])
    aspects = _aspects(rng)
    profile = rng.random((n_users, aspects.shape[1])) if rng.random() < 0.5 else np.ones((n_users, 4))
    return RerankInputs(relevance, items, ItemSpace("text", vectors, kind), aspects, profile)


def hostile_rules(seed):
    """Up to three rules; not every one can be kept by everybody."""
    rng = np.random.default_rng(seed)
    made = [
        Pin(int(rng.integers(N_ITEMS)), int(rng.integers(3))),
        Block(int(rng.integers(N_ITEMS))),
        AtMost("category", (rng.random((N_ITEMS, 3)) < 0.4).astype(float), 1 + int(rng.integers(2))),
        AtLeast("new items", rng.random(N_ITEMS) < 0.5, 1 + int(rng.integers(2))),
    ]
    chosen = rng.permutation(len(made))[: int(rng.integers(1, 4))]
    return Rules(tuple(made[at] for at in chosen))


def _vectors(rng):
    way = rng.integers(6)
    if way == 0:
        return (rng.random((N_ITEMS, 4)) < 0.4).astype(np.float32), "jaccard"
    if way == 1:  # whole numbers: exact duplicates, opposites and zeros
        raw = rng.integers(-2, 3, (N_ITEMS, int(rng.integers(1, 4)))).astype(float)
    elif way == 2:  # fewer dimensions than there are, hidden by a rotation
        rank, dim = int(rng.integers(1, 4)), int(rng.integers(4, 9))
        raw = rng.standard_normal((N_ITEMS, rank)) @ rng.standard_normal((rank, dim))
    elif way == 3:  # two crowds of near twins
        centres = rng.standard_normal((2, 5))
        near = 10.0 ** -rng.integers(3, 8)
        raw = centres[rng.integers(2, size=N_ITEMS)] + near * rng.standard_normal((N_ITEMS, 5))
    elif way == 4:  # neighbours one rounding apart
        raw = np.tile(rng.standard_normal(4), (N_ITEMS, 1)).astype(np.float32)
        raw = raw + rng.integers(-1, 2, raw.shape) * np.spacing(raw)
    else:
        raw = rng.standard_normal((N_ITEMS, 6))
    if rng.random() < 0.3:
        raw[rng.integers(N_ITEMS, size=2)] = 0.0  # nothing is known about these
    length = np.linalg.norm(raw, axis=1, keepdims=True)
    return (raw / np.where(length > 0, length, 1)).astype(np.float32), "cosine"


def _relevance(rng, width):
    way = rng.integers(4)
    if way == 0:
        found = np.full(width, rng.choice([0.0, 0.5, 1.0]))
    elif way == 1:  # one rounding apart
        found = 0.3 + rng.integers(-2, 3, width) * np.spacing(0.3)
    elif way == 2:
        found = rng.integers(0, 3, width) / 2
    else:
        found = rng.random(width)
    return -np.sort(-found)


def _aspects(rng):
    way = rng.integers(4)
    if way == 0:
        return np.ones((N_ITEMS, 4))
    if way == 1:
        return np.eye(4)[rng.integers(4, size=N_ITEMS)]
    found = (rng.random((N_ITEMS, 4)) < 0.4).astype(float)
    found[0, 0] = 1.0  # somebody has some
    return found
