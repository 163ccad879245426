"""The tiles of the Tune page: which measures, in which colour, with which interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from recsys_core.decisions.effects import Price, PriceTag
from recsys_core.evaluation.curves import TradeOff
from recsys_core.types import FloatArray
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.slider.payload import Measure

# Name, colour (position in the theme's categorical colours), shown in percent, drawn as a curve.
SHOWN = (
    ("ndcg", 0, False, True),
    ("ild", 1, False, True),
    ("coverage", 2, True, True),
    ("long_tail", 3, True, False),
)
MORE = (
    "precision", "recall", "f1", "map", "mrr", "hit_rate", "novelty", "unexpectedness", "serendipity",
    "alpha_ndcg", "aspect_recall", "calibration", "ild_text", "ild_co_rating", "ilmd", "gini", "entropy",
    "popularity",
)  # fmt: skip
LOSES_MUCH = 0.1
MOST_MORE = 3  # more would crowd the card
_PAYERS_AT = 4  # the tile of people who pay comes after the usual measures
_EVERY = 10  # intervals are computed at every tenth position: their width hardly moves in between


def moving_shares(
    trade_off: TradeOff, lambdas: FloatArray, threshold: float = LOSES_MUCH
) -> tuple[FloatArray, FloatArray]:
    """Two (n,): at each λ the shares of all people losing and gaining over ``threshold`` of their accuracy.

    Who had none can lose none, and gains with the first liked item shown.
    """
    key = f"ndcg@{trade_off.k}"
    start = trade_off.per_user(key, 0.0)
    floor, ceiling = start * (1 - threshold), start * (1 + threshold)
    here = [trade_off.per_user(key, float(at)) for at in lambdas]
    losing = [np.mean(values < floor) for values in here]
    gaining = [np.mean(values > ceiling) for values in here]
    return np.array(losing), np.array(gaining)


def offered(trade_off: TradeOff) -> list[str]:
    """Names of the measures that can be shown beside the usual ones, for these data."""
    return [name for name in MORE if f"{name}@{trade_off.k}" in trade_off.curve.values]


def measures(
    trade_off: TradeOff, price: Price | None, lambdas: FloatArray, more: Sequence[str] = ()
) -> list[Measure]:
    """Every tile at every position of the slider, still without names.

    Args:
        trade_off: the lists and their measures.
        price: intervals against relevance only, None to go without.
        lambdas: (GRID,) λ of each position.
        more: names from ``offered`` to show beside the usual ones.
    """
    sampled = trade_off.curve.sample(lambdas)
    wanted = (*SHOWN, *((name, 4, False, True) for name in more))
    shown = [entry for entry in wanted if f"{entry[0]}@{trade_off.k}" in sampled]
    keys = tuple(f"{name}@{trade_off.k}" for name, *_ in shown)
    tags = {} if price is None else price.table(lambdas[::_EVERY], keys)
    found = []
    for key, (_, colour, percent, curve) in zip(keys, shown, strict=True):
        bare = Measure(key, "", "", colour, sampled[key], percent=percent, curve=curve)
        found.append(_with_interval(bare, tags[key]) if key in tags else bare)
    losing, gaining = moving_shares(trade_off, lambdas)
    payers = Measure("payers", "", "", 4, losing, percent=True, curve=False, beside=gaining)
    found.insert(_PAYERS_AT, payers)
    return found


def named(found: Sequence[Measure], words: Words) -> list[Measure]:
    """The same measures with their names in the visitor's language."""
    return [_named(measure, words) for measure in found]


def _named(measure: Measure, words: Words) -> Measure:
    name, _, k = measure.key.partition("@")
    if name == "payers":
        note = (words("measure.payers.note"), words("measure.payers.rest"))
        return replace(measure, label=words("measure.payers"), note=note)
    short = words.known(f"measure.{name}.short", words(f"measure.{name}", k=k))
    return replace(measure, label=words(f"measure.{name}", k=k), short=short)


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
