"""Diversity as a loss: how alike is what the model would show, and to whom does it show everything?

Each term falls as diversity rises; the loop multiplies it by ``diversity_weight``, which is not the λ of the
rerankers.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

# --- Cross-entropy over the whole catalogue

def catalogue_cross_entropy(scores: Tensor, targets: Tensor, seen: Tensor) -> dict[str, Tensor]:
    """How surprised the softmax over all unseen items is by what came next.

    ``- sum_i t_ui log softmax(s_u)_i / sum_i t_ui``, mean over the people who have a target.

    Args:
        scores: (n_people, n_items).
        targets: (n_people, n_items), weights at least 0; a target must not be seen.
        seen: (n_people, n_items) bool, items left out of the softmax.

    Returns:
        ``{"relevance": ()}``; 0 when nobody has a target.
    """
    log_probability = torch.log_softmax(scores.masked_fill(seen, -1e4), dim=1)
    mass = targets.sum(dim=1)
    surprise = -(targets * log_probability).sum(dim=1) / mass.clamp(min=1e-6)
    counted = mass > 0
    return {"relevance": surprise[counted].sum() / counted.sum().clamp(min=1)}


# --- Cross-entropy over a sample of the catalogue, corrected for how the sample was drawn

def sampled_softmax(
    positive: Tensor, negative: Tensor, positive_chance: Tensor, negative_chance: Tensor,
    collides: Tensor | None = None,
) -> dict[str, Tensor]:
    """Cross-entropy with log-Q correction (Bengio & Senécal, 2008; Yi et al., RecSys 2019).

    The logarithm of an item's chance to be drawn is taken off its score, so that popular items, drawn often,
    are not pushed down more than the full softmax would. With every item drawn once at one chance it is the
    full softmax.

    Args:
        positive: (n,) scores of what followed.
        negative: (n, m) scores of sampled items.
        positive_chance: (n,) how often one draw gives the positive, in (0, 1].
        negative_chance: (n, m) or (m,), the same for the sample.
        collides: (n, m) bool, sampled items that are the positive itself and do not count; None for none.

    Returns:
        ``{"relevance": ()}``.
    """
    lowered = negative - negative_chance.log()
    if collides is not None:
        lowered = lowered.masked_fill(collides, -1e4)
    scores = torch.cat([(positive - positive_chance.log())[:, None], lowered], dim=1)
    return {"relevance": -torch.log_softmax(scores, dim=1)[:, 0].mean()}


# --- Pairwise ranking: what was liked above what was not met

def bayesian_personalised(positive: Tensor, negative: Tensor) -> dict[str, Tensor]:
    """BPR (Rendle et al., UAI 2009): ``-log sigmoid(s_positive - s_negative)``, mean over pairs.

    Args:
        positive: (n,) scores.
        negative: (n,) or (n, m) scores to stay below them.

    Returns:
        ``{"relevance": ()}``.
    """
    if negative.ndim == 2:
        positive = positive[:, None]
    return {"relevance": functional.softplus(negative - positive).mean()}


# --- Contrast within a batch: each anchor finds its own partner

def info_nce(
    anchors: Tensor, partners: Tensor, temperature: float = 0.07, same: Tensor | None = None
) -> dict[str, Tensor]:
    """InfoNCE (van den Oord et al., 2018) on cosine similarity, in one direction.

    Args:
        anchors: (n, d).
        partners: (n, d), row by row the right answers.
        temperature: above 0; smaller is stricter.
        same: (n, n) bool, off-diagonal pairs that are right as well and do not count as wrong; None for none.

    Returns:
        ``{"contrast": ()}``; 0 for a single pair.

    Raises:
        ValueError: temperature is not above 0.
    """
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
    similarity = functional.normalize(anchors, dim=1) @ functional.normalize(partners, dim=1).T / temperature
    if same is not None:
        diagonal = torch.eye(len(similarity), dtype=torch.bool, device=similarity.device)
        similarity = similarity.masked_fill(same & ~diagonal, -1e4)
    right = torch.arange(len(similarity), device=similarity.device)
    return {"contrast": functional.cross_entropy(similarity, right)}


# --- Squared error of predicted ratings

def squared_error(predicted: Tensor, ratings: Tensor, weights: Tensor | None = None) -> dict[str, Tensor]:
    """Mean squared error.

    For the plain form ``predicted = h_u^T W h_i`` over n ratings the gradient of W is
    ``2 / n * sum (h_u^T W h_i - r) h_u h_i^T``.

    Args:
        predicted: (n,).
        ratings: (n,), in the data's units.
        weights: (n,) at least 0; None counts every rating once.

    Returns:
        ``{"rating": ()}``.
    """
    error = (predicted - ratings).square()
    if weights is None:
        return {"rating": error.mean()}
    return {"rating": (error * weights).sum() / weights.sum().clamp(min=1e-6)}


# --- Teach text vectors what a collaborative model knows about the items

def distillation(
    predicted: Tensor, factors: Tensor, weights: Tensor, vectors: Tensor, pretrained: Tensor
) -> dict[str, Tensor]:
    """Squared error of predicted collaborative factors, and how far the vectors drifted.

    Args:
        predicted: (n, n_factors), a linear reading of the text vectors.
        factors: (n, n_factors), the teacher's.
        weights: (n,), trust in each item's factors.
        vectors: (n, d) current text vectors.
        pretrained: (n, d) vectors before training.

    Returns:
        ``{"factors": (), "drift": ()}``, each a mean over items of a sum over dimensions.
    """
    error = (predicted - factors).square().sum(dim=1)
    drift = (vectors - pretrained).square().sum(dim=1)
    return {"factors": (error * weights).mean(), "drift": drift.mean()}


def expected_similarity(probability: Tensor, vectors: Tensor) -> dict[str, Tensor]:
    """Similarity of two items drawn from a person's softmax, mean over people.

    ``E_{i,j ~ p_u} v_i . v_j = |sum_i p_ui v_i|²``: with unit vectors it is 1 for a list of one kind.

    Args:
        probability: (n_people, n_items), rows sum to 1.
        vectors: (n_items, d) unit rows, what "similar" means.

    Returns:
        ``{"diversity": ()}`` in [0, 1] for non-negative similarities.
    """
    return {"diversity": (probability @ vectors).square().sum(dim=1).mean()}


def similarity_to_centre(probability: Tensor, vectors: Tensor) -> dict[str, Tensor]:
    """How near the shown items are to the catalogue's mean item: low when lists leave the mainstream.

    Args:
        probability: (n_people, n_items), rows sum to 1.
        vectors: (n_items, d) unit rows.

    Returns:
        ``{"diversity": ()}`` in [-1, 1].
    """
    centre = torch.nn.functional.normalize(vectors.mean(dim=0), dim=0)
    return {"diversity": (probability @ (vectors @ centre)).mean()}


def exposure_concentration(probability: Tensor) -> dict[str, Tensor]:
    """One minus the scaled entropy of who is shown over all people: 0 when all items are shown alike.

    Args:
        probability: (n_people, n_items), rows sum to 1.

    Returns:
        ``{"diversity": ()}`` in [0, 1].
    """
    exposure = probability.mean(dim=0)
    entropy = -(exposure * exposure.clamp(min=1e-12).log()).sum()
    largest = torch.tensor(float(max(2, len(exposure)))).log()
    return {"diversity": 1.0 - entropy / largest}


def alignment(vectors: Tensor) -> dict[str, Tensor]:
    """Mean squared cosine between different items: 0 when all item vectors are orthogonal.

    Args:
        vectors: (n_items, d), any length but zero.

    Returns:
        ``{"diversity": ()}`` in [0, 1]; 0 for a single item.
    """
    unit = torch.nn.functional.normalize(vectors, dim=1)
    n = len(unit)
    pairs = (unit.T @ unit).square().sum() - n  # |U U^T|² = |U^T U|², and the diagonal is n ones
    return {"diversity": pairs.clamp(min=0.0) / max(1, n * (n - 1))}
