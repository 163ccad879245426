"""The numbers a trained language-model recommender scores with, as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import special

from recsys_core.types import FloatArray


@dataclass(frozen=True)
class TowerWeights:
    """Everything the forward pass needs, float32.

    With d dimensions, C recency channels, h hidden units and V wide channels:

    Attributes:
        item_in: (n_items, d), the vector of an item as part of a history.
        item_out: (n_items, d), its vector as something to recommend.
        item_bias: (n_items,).
        decays: (C,) positions after which a channel forgets 1/e.
        levels: (C, 5) what a channel makes of levels 1..5; dislikes may be negative.
        mixers: (C, d, d), the W of ``h_u^T W h_i``, one a channel.
        norm_scale: (d,) of the layer normalisation.
        norm_shift: (d,).
        hidden_weight: (h, d).
        hidden_bias: (h,).
        output_weight: (d, h).
        output_bias: (d,).
        wide_decays: (V,) of the wide branch; V may be 0.
        wide_levels: (M, V, 5) for its M matrices, their overall strength included.
        wide_l2: (M,) ridge penalties of the matrices, in the order of wide.WORTHS; M may be 0.
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
        n_items, d = self.item_in.shape
        hidden, channels = len(self.hidden_bias), len(self.decays)
        wide = (len(self.wide_l2), len(self.wide_decays), 5)
        expected = {
            "item_out": (n_items, d), "item_bias": (n_items,), "levels": (channels, 5),
            "mixers": (channels, d, d), "norm_scale": (d,), "norm_shift": (d,), "hidden_weight": (hidden, d),
            "output_weight": (d, hidden), "output_bias": (d,), "wide_levels": wide, "wide_l2": wide[:1],
        }
        for name, shape in expected.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} must have shape {shape}, got {getattr(self, name).shape}")

    @property
    def n_items(self) -> int:
        """Size of the catalogue."""
        return len(self.item_bias)

    @property
    def has_wide(self) -> bool:
        """Whether an EASE matrix takes part."""
        return len(self.wide_l2) > 0

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, FloatArray]) -> Self:
        """One member from its arrays by name; other names are ignored.

        Raises:
            ValueError: an array is missing, not finite, or shapes disagree.
        """
        missing = [field.name for field in fields(cls) if field.name not in arrays]
        if missing:
            raise ValueError(f"missing {', '.join(missing)}")
        values = {field.name: np.asarray(arrays[field.name], np.float32) for field in fields(cls)}
        broken = [name for name, value in values.items() if not np.isfinite(value).all()]
        if broken:
            raise ValueError(f"not finite: {', '.join(broken)}")
        return cls(**values)


HALF = {"item_in", "item_out", "mixers", "hidden_weight", "output_weight"}
"""Stored in half precision, where nothing is lost that a ranking would notice."""


def stack(members: Sequence[TowerWeights]) -> dict[str, FloatArray]:
    """Arrays as stored: by name, members along the first axis."""
    return {
        field.name: np.stack([getattr(member, field.name) for member in members]).astype(
            np.float16 if field.name in HALF else np.float32)
        for field in fields(TowerWeights)
    }


def unstack(arrays: Mapping[str, FloatArray]) -> tuple[TowerWeights, ...]:
    """The inverse of ``stack``.

    Raises:
        ValueError: an array is missing, not finite, or shapes disagree.
    """
    names = [field.name for field in fields(TowerWeights)]
    missing = [name for name in names if name not in arrays]
    if missing:
        raise ValueError(f"missing {', '.join(missing)}")
    counts = {len(arrays[name]) for name in names}
    if len(counts) != 1 or 0 in counts:
        raise ValueError(f"arrays hold different numbers of members: {sorted(counts)}")
    return tuple(
        TowerWeights.from_arrays({name: arrays[name][member] for name in names})
        for member in range(counts.pop())
    )


# --- The residual perceptron on top of a pooled history, with numpy alone

if TYPE_CHECKING:
    from recsys_core.models.language_model.ratings import RatingWeights
    from recsys_core.models.language_model.towers import TowerWeights

LAYER_NORM_EPSILON = 1e-5


def perceptron(weights: TowerWeights | RatingWeights, vectors: FloatArray) -> FloatArray:
    """(n, d) of (n, d): layer normalisation, one hidden layer with exact GELU."""
    centred = vectors - vectors.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + LAYER_NORM_EPSILON)
    hidden = centred / spread * weights.norm_scale + weights.norm_shift
    hidden = hidden @ weights.hidden_weight.T + weights.hidden_bias
    hidden = 0.5 * hidden * (1.0 + special.erf(hidden / np.float32(np.sqrt(2.0))))
    return hidden @ weights.output_weight.T + weights.output_bias
