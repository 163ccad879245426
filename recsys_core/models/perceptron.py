"""The residual perceptron on top of a pooled history, with numpy alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from recsys_core.types import FloatArray

if TYPE_CHECKING:
    from recsys_core.models.language_ratings import RatingWeights
    from recsys_core.models.tower_weights import TowerWeights

LAYER_NORM_EPSILON = 1e-5


def perceptron(weights: TowerWeights | RatingWeights, vectors: FloatArray) -> FloatArray:
    """(n, d) of (n, d): layer normalisation, one hidden layer with exact GELU."""
    centred = vectors - vectors.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + LAYER_NORM_EPSILON)
    hidden = centred / spread * weights.norm_scale + weights.norm_shift
    hidden = hidden @ weights.hidden_weight.T + weights.hidden_bias
    hidden = 0.5 * hidden * (1.0 + special.erf(hidden / np.float32(np.sqrt(2.0))))
    return hidden @ weights.output_weight.T + weights.output_bias
