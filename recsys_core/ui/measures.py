"""The tiles of the Tune page: which measures, in which colour, with which interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recsys_core.tradeoff.curve import TradeOff
from recsys_core.tradeoff.price import Price, PriceTag
from recsys_core.types import FloatArray
from recsys_core.ui.language import Words
from recsys_core.ui.slider.payload import Measure

# Name, colour (position in the theme's categorical colours), shown in percent, drawn as a curve.
SHOWN = (
    ("ndcg", 0, False, True),
    ("ild", 1, False, True),
    ("coverage", 2, True, True),
    ("long_tail", 3, True, False),
)
LOSES_MUCH = 0.1
_EVERY = 10  # intervals are computed at every tenth position: their width hardly moves in between


def losing_share(trade_off: TradeOff, lambdas: FloatArray, threshold: float = LOSES_MUCH) -> FloatArray:
    """(n,) at each λ: the share losing over ``threshold`` of it, of the people who had accuracy to lose."""
    key = f"ndcg@{trade_off.k}"
    start = trade_off.per_user(key, 0.0)
    able = start > 0
    if not np.any(able):
        return np.zeros(len(lambdas))
    floor = start[able] * (1 - threshold)
    return np.array([np.mean(trade_off.per_user(key, float(at))[able] < floor) for at in lambdas])


def measures(trade_off: TradeOff, price: Price | None, lambdas: FloatArray, words: Words) -> list[Measure]:
    """Every tile at every position of the slider.

    Args:
        trade_off: the lists and their measures.
        price: intervals against relevance only, None to go without.
        lambdas: (GRID,) λ of each position.
        words: names in the visitor's language.
    """
    sampled = trade_off.curve.sample(lambdas)
    shown = [entry for entry in SHOWN if f"{entry[0]}@{trade_off.k}" in sampled]
    keys = tuple(f"{name}@{trade_off.k}" for name, *_ in shown)
    tags = {} if price is None else price.table(lambdas[::_EVERY], keys)
    found = []
    for key, (name, colour, percent, curve) in zip(keys, shown, strict=True):
        label, short = words(f"measure.{name}", k=trade_off.k), words(f"measure.{name}.short")
        bare = Measure(key, label, short, colour, sampled[key], percent=percent, curve=curve)
        found.append(_with_interval(bare, tags[key]) if key in tags else bare)
    note = (words("measure.payers.note"), words("measure.payers.rest"))
    share = losing_share(trade_off, lambdas)
    found.append(
        Measure("payers", words("measure.payers"), "", 4, share, percent=True, curve=False, note=note)
    )
    return found


def _with_interval(measure: Measure, tag: PriceTag) -> Measure:
    """The measure with the ends of its interval, from their distance to the value at every tenth position."""
    points = measure.unit == 1.0
    value, low, high = (
        (tag.value, tag.low, tag.high) if points else (tag.relative, tag.relative_low, tag.relative_high)
    )
    everywhere = np.arange(len(measure.values))
    here = everywhere[::_EVERY]
    return replace(
        measure,
        low=measure.change + np.interp(everywhere, here, low - value),
        high=measure.change + np.interp(everywhere, here, high - value),
    )
