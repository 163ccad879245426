"""A self-attentive sequence model: what comes next, read from the order of what came before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from recsys_core.models.base import check_catalogue, check_fitted
from recsys_core.types import FloatArray, IndexArray, Interactions

LAYER_NORM_EPSILON = 1e-5
_PEOPLE_AT_ONCE = 256
_MASKED = np.float32(-1e9)


@dataclass(frozen=True)
class Block:
    """One layer of attention and perceptron, float32, d dimensions; every matrix maps rows: ``x @ matrix``.

    Attributes:
        norms: (4, d) scale and shift before attention, scale and shift before the perceptron.
        queries: (d, d).
        keys: (d, d).
        values: (d, d).
        mixer: (d, d), after the heads are joined.
        expand: (d, 4d) first layer of the perceptron.
        expand_bias: (4d,).
        reduce: (4d, d) its second layer.
        reduce_bias: (d,).
    """

    norms: FloatArray
    queries: FloatArray
    keys: FloatArray
    values: FloatArray
    mixer: FloatArray
    expand: FloatArray
    expand_bias: FloatArray
    reduce: FloatArray
    reduce_bias: FloatArray


@dataclass(frozen=True)
class SequenceWeights:
    """What the forward pass needs, float32.

    Attributes:
        items: (n_items, d), the vector of an item both in a history and to recommend.
        ages: (length, d) added by how many interactions came later, 0 the newest; its length is the number
            of newest interactions that are read.
        levels: (5, d) added by level.
        blocks: the layers.
        norm: (2, d) scale and shift of the last normalisation.
        item_bias: (n_items,).
        n_heads: attention heads; divides d.
        popularity: (n_items,) scores of someone without a history.
    """

    items: FloatArray
    ages: FloatArray
    levels: FloatArray
    blocks: tuple[Block, ...]
    norm: FloatArray
    item_bias: FloatArray
    n_heads: int
    popularity: FloatArray


class Sequential:
    """SASRec (Kang & McAuley, ICDM 2018), which knows people by their history alone.

    Departures from the paper, each because it was better or simpler here: positions count back from the
    newest interaction, the level of each interaction is read too, and the loss is a softmax over the whole
    catalogue. The weights are learned in recsys_core.training.baselines.sequential; scoring is numpy alone.
    """

    name = "sequential"

    def __init__(self) -> None:
        self.weights: SequenceWeights | None = None

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a person without a history gets popularity."""
        check_fitted(self.name, self.weights is not None)
        assert self.weights is not None
        weights = self.weights
        check_catalogue(history, len(weights.items))
        scores = np.empty((history.n_users, history.n_items), np.float32)
        for start in range(0, history.n_users, _PEOPLE_AT_ONCE):
            users = np.arange(start, min(start + _PEOPLE_AT_ONCE, history.n_users))
            people = person_vectors(weights, *newest(history, users, len(weights.ages)))
            scores[users] = people @ weights.items.T + weights.item_bias
        scores[history.counts == 0] = weights.popularity
        return scores


def newest(history: Interactions, users: IndexArray, length: int) -> tuple[IndexArray, IndexArray]:
    """Items and levels of the newest ``length`` interactions, newest first.

    Returns:
        Items (n, width), -1 behind a person's oldest, and levels (n, width) 0..4; width is at least 1.
    """
    counts = np.minimum(history.counts[users], length)
    width = max(1, int(counts.max(initial=0)))
    back = np.arange(width)
    inside = back < counts[:, None]
    rows = np.where(inside, history.offsets[users + 1][:, None] - 1 - back, 0)
    if not len(history):
        return np.full((len(users), width), -1), np.zeros((len(users), width), np.intp)
    items = np.where(inside, history.item_idx[rows].astype(np.intp), -1)
    return items, np.where(inside, history.level[rows].astype(np.intp) - 1, 0)


def person_vectors(weights: SequenceWeights, items: IndexArray, levels: IndexArray) -> FloatArray:
    """(n, d) what the newest position says after all layers.

    Args:
        weights: of the model.
        items: (n, width) newest first, -1 behind the oldest.
        levels: (n, width) 0..4.
    """
    width = items.shape[1]
    state = weights.items[items] + weights.ages[:width] + weights.levels[levels]
    hidden = (items < 0)[:, None, None, :]
    later = np.tri(width, k=-1, dtype=bool)  # a position must not see newer ones, which come before it
    mask = np.where(hidden | later, _MASKED, np.float32(0.0))
    for block in weights.blocks:
        state = state + _attend(_normalise(state, block.norms[:2]), block, mask, weights.n_heads)
        inner = _normalise(state, block.norms[2:]) @ block.expand + block.expand_bias
        inner = 0.5 * inner * (1.0 + special.erf(inner / np.float32(np.sqrt(2.0))))
        state = state + inner @ block.reduce + block.reduce_bias
    return _normalise(state[:, 0], weights.norm)


def _attend(state: FloatArray, block: Block, mask: FloatArray, n_heads: int) -> FloatArray:
    """Multi-head attention (Vaswani et al., NeurIPS 2017) of (n, width, d) states on themselves."""
    n, width, d = state.shape

    def heads(matrix: FloatArray) -> FloatArray:
        return (state @ matrix).reshape(n, width, n_heads, d // n_heads).transpose(0, 2, 1, 3)

    logits = heads(block.queries) @ heads(block.keys).transpose(0, 1, 3, 2)
    logits = logits / np.float32(np.sqrt(d // n_heads)) + mask
    shares = special.softmax(logits, axis=-1)
    joined = (shares @ heads(block.values)).transpose(0, 2, 1, 3).reshape(n, width, d)
    return joined @ block.mixer


def _normalise(state: FloatArray, scale_and_shift: FloatArray) -> FloatArray:
    """Layer normalisation over the last axis."""
    centred = state - state.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + LAYER_NORM_EPSILON)
    return centred / spread * scale_and_shift[0] + scale_and_shift[1]
