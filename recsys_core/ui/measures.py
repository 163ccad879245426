"""The tiles of the Tune page: which measures, in which colour, with which interval."""

from __future__ import annotations

import numpy as np

from recsys_core.tradeoff.curve import TradeOff
from recsys_core.tradeoff.price import Price
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


def losing_share(trade_off: TradeOff, lambdas: FloatArray, threshold: float = LOSES_MUCH) -> FloatArray:
    """(n,) at each λ: of the people who had accuracy to lose, the share that loses over ``threshold`` of it."""
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
    found = []
    for name, colour, percent, curve in SHOWN:
        key = f"{name}@{trade_off.k}"
        if key not in sampled:
            continue
        tag = None if price is None else price.difference(key, lambdas)
        found.append(
            Measure(
                key,
                words(f"measure.{name}", k=trade_off.k),
                words(f"measure.{name}.short"),
                colour,
                sampled[key],
                None if tag is None else tag.low,
                None if tag is None else tag.high,
                percent,
                curve,
            )
        )
    note = (words("measure.payers.note"), words("measure.payers.rest"))
    share = losing_share(trade_off, lambdas)
    found.append(
        Measure("payers", words("measure.payers"), "", 4, share, percent=True, curve=False, note=note)
    )
    return found
