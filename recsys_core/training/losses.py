"""Training losses: tensors in, named terms out; the training loop weighs, sums and logs them.

Relevance terms come first, then those of ratings and of text vectors, then diversity terms. A diversity term
falls as diversity rises; the loop multiplies it by ``diversity_weight``, which is not the λ of the rerankers.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

_EXCLUDED = -1e4  # a score that leaves an item out of a softmax


def catalogue_cross_entropy(scores: Tensor, targets: Tensor, seen: Tensor) -> dict[str, Tensor]:
    """Cross-entropy of the targets under a softmax over all unseen items.

    ``- sum_i t_ui log softmax(s_u)_i / sum_i t_ui``, averaged over the users with a target.

    Args:
        scores: (n_users, n_items).
        targets: (n_users, n_items), weights at least 0; a target must not be seen.
        seen: (n_users, n_items) bool, items left out of the softmax.

    Returns:
        ``{"relevance": ()}``; 0 when no user has a target.
    """
    log_probability = torch.log_softmax(scores.masked_fill(seen, _EXCLUDED), dim=1)
    mass = targets.sum(dim=1)
    surprise = -(targets * log_probability).sum(dim=1) / mass.clamp(min=1e-6)
    counted = mass > 0
    return {"relevance": surprise[counted].sum() / counted.sum().clamp(min=1)}


def sampled_softmax(
    positive: Tensor,
    negative: Tensor,
    positive_chance: Tensor,
    negative_chance: Tensor,
    collides: Tensor | None = None,
) -> dict[str, Tensor]:
    """Cross-entropy over sampled items (Bengio & Senécal, 2008), log-Q corrected (Yi et al., RecSys 2019).

    The logarithm of an item's sampling probability is subtracted from its score, so that frequently sampled
    popular items are not pushed down more than by the full softmax. With every item sampled once at equal
    probability it equals the full softmax.

    Args:
        positive: (n,) scores of the targets.
        negative: (n, m) scores of sampled items.
        positive_chance: (n,) probability that one draw gives the target, in (0, 1].
        negative_chance: (n, m) or (m,), the same for the sampled items.
        collides: (n, m) bool, sampled items that are a target themselves and are ignored; None for none.

    Returns:
        ``{"relevance": ()}``.
    """
    corrected = negative - negative_chance.log()
    if collides is not None:
        corrected = corrected.masked_fill(collides, _EXCLUDED)
    scores = torch.cat([(positive - positive_chance.log())[:, None], corrected], dim=1)
    return {"relevance": -torch.log_softmax(scores, dim=1)[:, 0].mean()}


def bayesian_personalised(positive: Tensor, negative: Tensor) -> dict[str, Tensor]:
    """BPR (Rendle et al., UAI 2009): ``-log sigmoid(s_positive - s_negative)``, averaged over pairs.

    Args:
        positive: (n,) scores of targets.
        negative: (n,) or (n, m) scores of items to rank below them.

    Returns:
        ``{"relevance": ()}``.
    """
    if negative.ndim == 2:
        positive = positive[:, None]
    return {"relevance": functional.softplus(negative - positive).mean()}


def squared_error(predicted: Tensor, ratings: Tensor, weights: Tensor | None = None) -> dict[str, Tensor]:
    """Mean squared error of predicted ratings.

    For the plain form ``predicted = h_u^T W h_i`` over n ratings the gradient of W is
    ``2 / n * sum (h_u^T W h_i - r) h_u h_i^T``.

    Args:
        predicted: (n,).
        ratings: (n,), in the data's units.
        weights: (n,) at least 0; None weighs all ratings equally.

    Returns:
        ``{"rating": ()}``.
    """
    error = (predicted - ratings).square()
    if weights is None:
        return {"rating": error.mean()}
    return {"rating": (error * weights).sum() / weights.sum().clamp(min=1e-6)}


def info_nce(
    anchors: Tensor, partners: Tensor, temperature: float = 0.07, same: Tensor | None = None
) -> dict[str, Tensor]:
    """InfoNCE (van den Oord et al., 2018): each anchor should pick its own partner within the batch.

    Args:
        anchors: (n, d), compared by cosine similarity.
        partners: (n, d), the right answers row by row.
        temperature: above 0; smaller is stricter.
        same: (n, n) bool, off-diagonal pairs that are also right and do not count as wrong; None for none.

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
        similarity = similarity.masked_fill(same & ~diagonal, _EXCLUDED)
    right = torch.arange(len(similarity), device=similarity.device)
    return {"contrast": functional.cross_entropy(similarity, right)}


def distillation(
    predicted: Tensor, factors: Tensor, weights: Tensor, vectors: Tensor, pretrained: Tensor
) -> dict[str, Tensor]:
    """Squared error of predicted collaborative factors, and the drift of the text vectors.

    Args:
        predicted: (n, n_factors), a linear function of the text vectors.
        factors: (n, n_factors), the teacher's.
        weights: (n,), confidence in each item's factors.
        vectors: (n, d) current text vectors.
        pretrained: (n, d) vectors before training.

    Returns:
        ``{"factors": (), "drift": ()}``, each a mean over items of a sum over dimensions.
    """
    error = (predicted - factors).square().sum(dim=1)
    drift = (vectors - pretrained).square().sum(dim=1)
    return {"factors": (error * weights).mean(), "drift": drift.mean()}


def expected_similarity(probability: Tensor, vectors: Tensor) -> dict[str, Tensor]:
    """Similarity of two items sampled from a user's softmax, averaged over users.

    ``E_{i,j ~ p_u} v_i . v_j = |sum_i p_ui v_i|²``: with unit vectors, 1 when all items are of one kind.

    Args:
        probability: (n_users, n_items), rows sum to 1.
        vectors: (n_items, d) unit rows, the meaning of "similar".

    Returns:
        ``{"diversity": ()}``, in [0, 1] for non-negative similarities.
    """
    return {"diversity": (probability @ vectors).square().sum(dim=1).mean()}


def similarity_to_centre(probability: Tensor, vectors: Tensor) -> dict[str, Tensor]:
    """Similarity of the recommended items to the catalogue's mean item: low when lists leave the mainstream.

    Args:
        probability: (n_users, n_items), rows sum to 1.
        vectors: (n_items, d) unit rows.

    Returns:
        ``{"diversity": ()}`` in [-1, 1].
    """
    centre = functional.normalize(vectors.mean(dim=0), dim=0)
    return {"diversity": (probability @ (vectors @ centre)).mean()}


def exposure_concentration(probability: Tensor) -> dict[str, Tensor]:
    """One minus the normalised entropy of exposure over all users: 0 when all items are shown equally often.

    Args:
        probability: (n_users, n_items), rows sum to 1.

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
        vectors: (n_items, d), of any length above 0.

    Returns:
        ``{"diversity": ()}`` in [0, 1]; 0 for a single item.
    """
    unit = functional.normalize(vectors, dim=1)
    n = len(unit)
    pairs = (unit.T @ unit).square().sum() - n  # |U U^T|² = |U^T U|², and the diagonal is n ones
    return {"diversity": pairs.clamp(min=0.0) / max(1, n * (n - 1))}
