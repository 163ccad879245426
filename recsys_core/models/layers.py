"""Layer normalisation and GELU in numpy, computed as torch computes them."""

from __future__ import annotations

import numpy as np
from scipy import special

from recsys_core.types import FloatArray

LAYER_NORM_EPSILON = 1e-5
"""Torch's default."""


def layer_norm(inputs: FloatArray, scale: FloatArray, shift: FloatArray) -> FloatArray:
    """Normalise the last axis of (..., d) inputs, then scale and shift by (d,)."""
    centred = inputs - inputs.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + LAYER_NORM_EPSILON)
    return centred / spread * scale + shift


def gelu(inputs: FloatArray) -> FloatArray:
    """The exact Gaussian error linear unit ``x · Phi(x)`` (Hendrycks & Gimpel, 2016), elementwise."""
    return 0.5 * inputs * (1.0 + special.erf(inputs / np.float32(np.sqrt(2.0))))
