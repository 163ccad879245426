"""SASRec: a self-attentive model that predicts the next item from the order of earlier ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from recsys_core.models.checks import check_catalogue, check_fitted
from recsys_core.models.layers import gelu, layer_norm
from recsys_core.types import FloatArray, IndexArray, Interactions

_USERS_PER_BLOCK = 256
_MASKED = np.float32(-1e9)


@dataclass(frozen=True)
class Block:
    """One layer of attention and perceptron, float32, d dimensions; matrices map rows, ``x @ matrix``.

    Attributes:
        norms: (4, d) scale and shift before attention, scale and shift before the perceptron.
        queries: (d, d).
        keys: (d, d).
        values: (d, d).
        mixer: (d, d), applied to the joined heads.
        expand: (d, 4d) first layer of the perceptron.
        expand_bias: (4d,).
        reduce: (4d, d) second layer of the perceptron.
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
    """The arrays of the forward pass, float32.

    Attributes:
        items: (n_items, d), an item's vector both in a history and as a recommendation.
        ages: (length, d) added by the number of later interactions, 0 for the newest; ``length`` is the
            number of newest interactions that are read.
        levels: (5, d) added by level.
        blocks: the layers.
        norm: (2, d) scale and shift of the last normalisation.
        item_bias: (n_items,).
        n_heads: attention heads; divides d.
        popularity: (n_items,) scores of a user without a history.
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
    """SASRec (Kang & McAuley, ICDM 2018), which represents a user by their history alone.

    It departs from the paper where that was better or simpler here: positions count back from the newest
    interaction, levels are read too, and the loss is a softmax over the whole catalogue.
    recsys_core.training.baselines.sequential learns the weights; scoring needs numpy alone.
    """

    name = "sequential"

    def __init__(self) -> None:
        self.weights: SequenceWeights | None = None

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a user without a history gets popularity."""
        check_fitted(self.name, self.weights is not None)
        assert self.weights is not None
        weights = self.weights
        check_catalogue(history, len(weights.items))
        scores = np.empty((history.n_users, history.n_items), np.float32)
        for start in range(0, history.n_users, _USERS_PER_BLOCK):
            users = np.arange(start, min(start + _USERS_PER_BLOCK, history.n_users))
            vectors = user_vectors(weights, *newest(history, users, len(weights.ages)))
            scores[users] = vectors @ weights.items.T + weights.item_bias
        scores[history.counts == 0] = weights.popularity
        return scores


def newest(history: Interactions, users: IndexArray, length: int) -> tuple[IndexArray, IndexArray]:
    """Items and levels of each user's newest ``length`` interactions, newest first.

    Returns:
        Items (n, width), padded with -1 after a user's oldest, and levels (n, width) 0..4; width is at least
        1.
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


def user_vectors(weights: SequenceWeights, items: IndexArray, levels: IndexArray) -> FloatArray:
    """(n, d): the output of the last layer at each user's newest position.

    Args:
        weights: of the model.
        items: (n, width) newest first, -1 after the oldest.
        levels: (n, width) 0..4.
    """
    width = items.shape[1]
    state = weights.items[items] + weights.ages[:width] + weights.levels[levels]
    padding = (items < 0)[:, None, None, :]
    newer = np.tri(width, k=-1, dtype=bool)  # newer interactions, which come first, are masked
    mask = np.where(padding | newer, _MASKED, np.float32(0.0))
    for block in weights.blocks:
        state = state + _attend(layer_norm(state, *block.norms[:2]), block, mask, weights.n_heads)
        inner = gelu(layer_norm(state, *block.norms[2:]) @ block.expand + block.expand_bias)
        state = state + inner @ block.reduce + block.reduce_bias
    return layer_norm(state[:, 0], *weights.norm)


def _attend(state: FloatArray, block: Block, mask: FloatArray, n_heads: int) -> FloatArray:
    """Multi-head self-attention (Vaswani et al., NeurIPS 2017) over (n, width, d) states."""
    n, width, d = state.shape

    def heads(matrix: FloatArray) -> FloatArray:
        return (state @ matrix).reshape(n, width, n_heads, d // n_heads).transpose(0, 2, 1, 3)

    logits = heads(block.queries) @ heads(block.keys).transpose(0, 1, 3, 2)
    logits = logits / np.float32(np.sqrt(d // n_heads)) + mask
    shares = special.softmax(logits, axis=-1)
    joined = (shares @ heads(block.values)).transpose(0, 2, 1, 3).reshape(n, width, d)
    return joined @ block.mixer
