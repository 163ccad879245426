"""What the towers minimise: a relevance loss and, with a weight above 0, a diversity term."""

from __future__ import annotations

import torch
from torch import Tensor

from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.losses import (
    alignment,
    bayesian_personalised,
    catalogue_cross_entropy,
    expected_similarity,
    exposure_concentration,
    sampled_softmax,
    similarity_to_centre,
)


class Objective:
    """Weighs and sums the named terms of a batch.

    Args:
        config: the losses and their weights.
        space: (n_items, d) unit rows, the meaning of "similar" in the diversity term; on the towers' device.
    """

    def __init__(self, config: TrainingConfig, space: Tensor) -> None:
        self._config = config
        self._space = space

    def terms(self, scores: Tensor, targets: Tensor, seen: Tensor, item_vectors: Tensor) -> dict[str, Tensor]:
        """Named terms, unweighted.

        Args:
            scores: (n_users, n_items).
            targets: (n_users, n_items) weights of what followed.
            seen: (n_users, n_items) bool, what came before.
            item_vectors: (n_items, d) item vectors as recommendations.
        """
        terms = self._relevance(scores, targets, seen)
        if self._config.diversity_weight > 0:
            terms |= self._diversity(scores, seen, item_vectors)
        return terms

    def total(self, terms: dict[str, Tensor]) -> Tensor:
        """The sum that is minimised."""
        if "diversity" not in terms:
            return terms["relevance"]
        return terms["relevance"] + self._config.diversity_weight * terms["diversity"]

    def _relevance(self, scores: Tensor, targets: Tensor, seen: Tensor) -> dict[str, Tensor]:
        if self._config.loss == "cross_entropy":
            return catalogue_cross_entropy(scores, targets, seen)
        users, items = torch.nonzero(targets, as_tuple=True)
        if len(users) == 0:
            return {"relevance": scores.sum() * 0.0}
        n_items = scores.shape[1]
        sampled = torch.randint(n_items, (len(users), self._config.negatives), device=scores.device)
        positive, negative = scores[users, items], scores[users[:, None], sampled]
        known = seen[users[:, None], sampled] | (targets[users[:, None], sampled] > 0)
        if self._config.loss == "bpr":
            return bayesian_personalised(positive, negative.masked_fill(known, -1e4))
        chance = torch.full((len(users), 1), 1.0 / n_items, device=scores.device)
        return sampled_softmax(positive, negative, chance.squeeze(1), chance, known)

    def _diversity(self, scores: Tensor, seen: Tensor, item_vectors: Tensor) -> dict[str, Tensor]:
        kind = self._config.diversity
        if kind == "alignment":
            return alignment(item_vectors)
        probability = torch.softmax(scores.masked_fill(seen, -1e4), dim=1)
        if kind == "exposure":
            return exposure_concentration(probability)
        return (similarity_to_centre if kind == "centre" else expected_similarity)(probability, self._space)
