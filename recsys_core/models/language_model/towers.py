"""The trained arrays of the language-model recommender, and the perceptron its rating form shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Protocol, Self

import numpy as np

from recsys_core.models.layers import gelu, layer_norm
from recsys_core.types import FloatArray

HALF_PRECISION = {"item_in", "item_out", "mixers", "hidden_weight", "output_weight"}
"""Arrays stored as float16: rounding them does not change rankings noticeably."""


@dataclass(frozen=True)
class TowerWeights:
    """The arrays of the forward pass of one ensemble member, float32.

    With d dimensions, C recency channels, h hidden units and V wide channels:

    Attributes:
        item_in: (n_items, d), an item's vector as part of a history.
        item_out: (n_items, d), its vector as a recommendation.
        item_bias: (n_items,).
        decays: (C,) positions after which a channel's weights fall to 1/e.
        levels: (C, 5) each channel's weight of levels 1..5; those of disliked items may be negative.
        mixers: (C, d, d), the W of ``h_u^T W h_i``, one per channel.
        norm_scale: (d,) of the layer normalisation.
        norm_shift: (d,).
        hidden_weight: (h, d).
        hidden_bias: (h,).
        output_weight: (d, h).
        output_bias: (d,).
        wide_decays: (V,) of the wide branch; V may be 0.
        wide_levels: (M, V, 5) for its M matrices, their overall strength included.
        wide_l2: (M,) ridge penalties of the matrices, in the order of wide.WEIGHT_FUNCTIONS; M may be 0.

    Raises:
        ValueError: shapes disagree, or a decay or penalty is not above 0.
    """

    item_in: FloatArray
    item_out: FloatArray
    item_bias: FloatArray
    decays: FloatArray
    levels: FloatArray
    mixers: FloatArray
    norm_scale: FloatArray
    norm_shift: FloatArray
    hidden_weight: FloatArray
    hidden_bias: FloatArray
    output_weight: FloatArray
    output_bias: FloatArray
    wide_decays: FloatArray
    wide_levels: FloatArray
    wide_l2: FloatArray

    def __post_init__(self) -> None:
        for name in ("item_in", "hidden_bias", "decays", "wide_l2", "wide_decays"):
            n_axes = 2 if name == "item_in" else 1
            if getattr(self, name).ndim != n_axes:
                raise ValueError(f"{name} must have {n_axes} axes, got shape {getattr(self, name).shape}")
        n_items, d = self.item_in.shape
        hidden, channels = len(self.hidden_bias), len(self.decays)
        wide = (len(self.wide_l2), len(self.wide_decays), 5)
        expected = {
            "item_out": (n_items, d),
            "item_bias": (n_items,),
            "levels": (channels, 5),
            "mixers": (channels, d, d),
            "norm_scale": (d,),
            "norm_shift": (d,),
            "hidden_weight": (hidden, d),
            "output_weight": (d, hidden),
            "output_bias": (d,),
            "wide_levels": wide,
            "wide_l2": wide[:1],
        }
        for name, shape in expected.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} must have shape {shape}, got {getattr(self, name).shape}")
        for name in ("decays", "wide_decays", "wide_l2"):
            if not (getattr(self, name) > 0).all():
                raise ValueError(f"{name} must be above 0, got {getattr(self, name).min()}")

    @property
    def n_items(self) -> int:
        """Size of the catalogue."""
        return len(self.item_bias)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, FloatArray]) -> Self:
        """One member from its arrays by name; other names are ignored.

        Raises:
            ValueError: an array is missing or not finite, or shapes disagree.
        """
        _check_complete(arrays)
        values = {field.name: np.asarray(arrays[field.name], np.float32) for field in fields(cls)}
        check_finite_arrays(values)
        return cls(**values)


def stack(members: Sequence[TowerWeights]) -> dict[str, FloatArray]:
    """The arrays as stored: by name, members along the first axis."""
    return {
        field.name: np.stack([getattr(member, field.name) for member in members]).astype(
            np.float16 if field.name in HALF_PRECISION else np.float32
        )
        for field in fields(TowerWeights)
    }


def unstack(arrays: Mapping[str, FloatArray]) -> tuple[TowerWeights, ...]:
    """The inverse of ``stack``.

    Raises:
        ValueError: an array is missing or not finite, or shapes disagree.
    """
    _check_complete(arrays)
    names = [field.name for field in fields(TowerWeights)]
    counts = {len(arrays[name]) if arrays[name].ndim else 0 for name in names}
    if len(counts) != 1 or 0 in counts:
        raise ValueError(f"arrays hold different numbers of members: {sorted(counts)}")
    return tuple(
        TowerWeights.from_arrays({name: arrays[name][member] for name in names})
        for member in range(counts.pop())
    )


class PerceptronWeights(Protocol):
    """The arrays ``perceptron`` reads, with d dimensions and h hidden units."""

    @property
    def norm_scale(self) -> FloatArray:
        """(d,)."""

    @property
    def norm_shift(self) -> FloatArray:
        """(d,)."""

    @property
    def hidden_weight(self) -> FloatArray:
        """(h, d)."""

    @property
    def hidden_bias(self) -> FloatArray:
        """(h,)."""

    @property
    def output_weight(self) -> FloatArray:
        """(d, h)."""

    @property
    def output_bias(self) -> FloatArray:
        """(d,)."""


def perceptron(weights: PerceptronWeights, vectors: FloatArray) -> FloatArray:
    """(n, d) of (n, d) pooled histories: layer normalisation, then one hidden layer with exact GELU."""
    inputs = layer_norm(vectors, weights.norm_scale, weights.norm_shift)
    hidden = gelu(inputs @ weights.hidden_weight.T + weights.hidden_bias)
    return hidden @ weights.output_weight.T + weights.output_bias


def check_finite_arrays(arrays: Mapping[str, FloatArray]) -> None:
    """Raise ValueError, naming the arrays, if any holds NaN or infinity."""
    broken = [name for name, value in arrays.items() if not np.isfinite(value).all()]
    if broken:
        raise ValueError(f"not finite: {', '.join(broken)}")


def _check_complete(arrays: Mapping[str, FloatArray]) -> None:
    missing = [field.name for field in fields(TowerWeights) if field.name not in arrays]
    if missing:
        raise ValueError(f"missing {', '.join(missing)}")
