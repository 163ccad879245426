"""The tiles of the Tune page: which metrics, in which colour, with which interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from recsys_core.types import FloatArray
from recsys_core.ui.shell.theme import SLOTS
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.slider.payload import Measure
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import METRICS, MetricSpec, TradeOff

# The usual tiles: name, slot of its colour in the theme, whether it is drawn as a curve.
SHOWN = (
    ("ndcg", "accuracy", True),
    ("ild", "variety", True),
    ("coverage", "catalogue", True),
    ("long_tail", "long_tail", False),
)
# Further metrics are offered family by family.
FAMILIES = ("accuracy", "novelty", "interests", "diversity", "catalogue", "popularity")
MOST_MORE = 3  # more would crowd the card
_LOSERS_AT = 4  # the tile of people who lose comes after the usual metrics
_EVERY = 10  # intervals are computed at every tenth position: their width hardly moves in between


def offered(trade_off: TradeOff) -> list[str]:
    """Names of the metrics that can be shown beside the usual ones, for these data."""
    names = [name for spec in sorted(METRICS.values(), key=_family) for name in _further(spec, trade_off)]
    return [name for name in names if f"{name}@{trade_off.k}" in trade_off.curve.values]


def measures(
    bench: Workbench, reranker: str, k: int, lambdas: FloatArray, more: Sequence[str] = ()
) -> list[Measure]:
    """Every tile at every position of the slider, still without names.

    Args:
        bench: the data.
        reranker: whose settings are shown.
        k: list length.
        lambdas: (GRID,) λ of each position.
        more: names from ``offered`` to show beside the usual ones.
    """
    sampled = bench.trade_off(reranker, k=k).curve.sample(lambdas)
    tiles = (*SHOWN, *((name, "rest", True) for name in more))
    shown = [tile for tile in tiles if f"{tile[0]}@{k}" in sampled]
    keys = [f"{name}@{k}" for name, *_ in shown]
    effects = bench.effects(reranker, k=k).interpolated(lambdas, keys, every=_EVERY)
    found = []
    for key, (name, slot, curve) in zip(keys, shown, strict=True):
        percent = name in METRICS and METRICS[name].unit == "percent"
        measure = Measure(key, "", "", SLOTS[slot], sampled[key], percent=percent, curve=curve)
        effect = effects[key].change if measure.unit == 1.0 else effects[key].relative
        found.append(replace(measure, low=effect.low, high=effect.high))
    losing, gaining = bench.impact.moving_shares(reranker, lambdas, k=k)
    losers = Measure("payers", "", "", SLOTS["rest"], losing, percent=True, curve=False, beside=gaining)
    found.insert(_LOSERS_AT, losers)
    return found


def named(found: Sequence[Measure], words: Words) -> list[Measure]:
    """The same measures with their names in the visitor's language."""
    return [_named(measure, words) for measure in found]


def metric_name(name: str, k: int | str, words: Words) -> str:
    """A metric's name in the visitor's language, or its English title if the language has none."""
    title = METRICS[name].title if name in METRICS else name
    return words(f"measure.{name}", k=k) if words.known(f"measure.{name}", "") else title


def _named(measure: Measure, words: Words) -> Measure:
    name, _, k = measure.key.partition("@")
    if name == "payers":
        note = (words("measure.payers.note"), words("measure.payers.rest"))
        return replace(measure, label=words("measure.payers"), note=note)
    label = metric_name(name, k, words)
    return replace(measure, label=label, short=words.known(f"measure.{name}.short", label))


def _family(spec: MetricSpec) -> int:
    return FAMILIES.index(spec.family)


def _further(spec: MetricSpec, trade_off: TradeOff) -> list[str]:
    """The metric itself, or for one that has a tile its variants in the other item spaces."""
    if spec.name not in {name for name, *_ in SHOWN}:
        return [spec.name] if spec.offered else []
    spaces = [space for space in trade_off.ground_truth.spaces if space != "categories"]
    return [spec.variant(space) for space in spaces] if spec.by_space else []
