"""The tiles of the Tune page: which metrics, in which colour, with which interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from recsys_core.types import FloatArray
from recsys_core.ui.shell.theme import SLOTS
from recsys_core.ui.text.glossary import LESSON_OF, explanation, lesson
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.slider.measure import Everyday, Measure
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import METRICS, MetricSpec, TradeOff

# The usual tiles: name, slot of its colour in the theme, whether it is drawn as a curve.
SHOWN = (
    ("ndcg", "accuracy", True),
    ("kept", "accuracy", True),
    ("ild", "variety", True),
    ("coverage", "catalogue", True),
    ("long_tail", "long_tail", False),
)
# Further metrics are offered family by family.
FAMILIES = ("accuracy", "novelty", "interests", "diversity", "catalogue", "popularity")
MOST_MORE = 3  # more would crowd the card
WORSE_OFF = "worse_off"  # its tile comes after the usual metrics


def offered(trade_off: TradeOff) -> list[str]:
    """Names of the metrics that can be shown beside the usual ones, for these data."""
    names = [name for spec in sorted(METRICS.values(), key=_family) for name in _further(spec, trade_off)]
    return [name for name in names if f"{name}@{trade_off.k}" in trade_off.curve.values]


def measures(
    bench: Workbench, reranker: str, k: int, lambdas: FloatArray, raised: str, more: Sequence[str] = ()
) -> list[Measure]:
    """Every tile at every position of the slider, still without names.

    Args:
        bench: the data.
        reranker: whose settings are shown.
        k: list length.
        lambdas: (GRID,) λ of each position.
        raised: name of the metric that is to rise; where it is none of the usual ones, its tile is the third.
        more: names from ``offered`` to show beside the usual ones.
    """
    figures = bench.advice.figures(reranker, k=k)
    sampled = bench.trade_off(reranker, k=k).curve.sample(lambdas)
    everyday = _everyday(bench, reranker, k, lambdas, sampled)
    usual = [tile for tile in SHOWN if f"{tile[0]}@{k}" in sampled]  # without outcomes, "kept" for "ndcg"
    added = [] if raised in {name for name, *_ in usual} else [(raised, "rest", True)]
    tiles = (*usual[:2], *added, *usual[2:], *((name, "rest", True) for name in more if name != raised))
    shown = [tile for tile in tiles if f"{tile[0]}@{k}" in sampled]
    tested = {f"{bench.accuracy}@{k}": figures.accuracy, f"coverage@{k}": figures.coverage}
    tested = {key: found for key, found in tested.items() if not np.isnan(found.value).any()}
    effects = bench.effects(reranker, k=k).table(
        lambdas, [key for name, *_ in shown if (key := f"{name}@{k}") not in tested]
    )
    found = []
    for name, slot, curve in shown:
        key = f"{name}@{k}"
        percent = name in METRICS and METRICS[name].unit == "percent"
        measure = Measure(key, "", "", SLOTS[slot], sampled[key], percent=percent, curve=curve)
        if key in tested:  # the verdict's own interval
            interval = tested[key]
        else:
            interval = effects[key].change if measure.unit == 1.0 else effects[key].relative
        found.append(replace(measure, low=interval.low, high=interval.high, everyday=everyday.get(name)))
    if not bench.has_outcomes:  # nobody was asked, so nobody is known to be worse off
        return found
    worse = figures.worse_off
    _, better = bench.impact.moving_shares(reranker, lambdas, k=k)
    found.insert(
        len(usual) + len(added),
        Measure(
            WORSE_OFF, "", "", SLOTS["rest"], worse.value, worse.low, worse.high,
            percent=True, curve=False, is_share=True, everyday=Everyday("", better * 100, 1),
        ),
    )  # fmt: skip
    return found


def _everyday(
    bench: Workbench, reranker: str, k: int, lambdas: FloatArray, sampled: dict[str, FloatArray]
) -> dict[str, Everyday]:
    """Measures in numbers that need no explanation, by name."""
    found = {
        "ild": Everyday("", bench.impact.items_changed(reranker, lambdas, k=k), 1),
        "coverage": Everyday("", sampled[f"coverage@{k}"] * len(bench.dataset.item_ids), 0),
    }
    if f"precision@{k}" in sampled:
        found["ndcg"] = Everyday("", sampled[f"precision@{k}"] * k * 100, 0)
    if f"long_tail@{k}" in sampled:
        found["long_tail"] = Everyday("", sampled[f"long_tail@{k}"] * 100, 0)
    return found


def named(found: Sequence[Measure], bench: Workbench, words: Words) -> list[Measure]:
    """The same measures with their names in the visitor's language."""
    return [_named(measure, len(bench.dataset.item_ids), words) for measure in found]


def metric_name(name: str, k: int | str, words: Words) -> str:
    """A metric's name in the visitor's language, or its English title if the language has none."""
    title = METRICS[name].title if name in METRICS else name
    return words(f"measure.{name}", k=k) if words.known(f"measure.{name}", "") else title


def _named(measure: Measure, n_items: int, words: Words) -> Measure:
    name, _, k = measure.key.partition("@")
    everyday = measure.everyday
    if everyday is not None:
        fixed = {"k": k, "items": words.count(n_items), "before": "{before}", "now": "{now}"}
        everyday = replace(everyday, template=words(f"measure.{name}.everyday", **fixed))
    label = words(f"measure.{WORSE_OFF}") if name == WORSE_OFF else metric_name(name, k, words)
    return replace(
        measure,
        label=label,
        short=words.known(f"measure.{name}.short", label),
        about=explanation(name, words)
        or words.known(f"measure.{name}.about", METRICS[name].sentence if name in METRICS else ""),
        lesson=lesson(name, words) if name in LESSON_OF else None,
        everyday=everyday,
    )


def _family(spec: MetricSpec) -> int:
    return FAMILIES.index(spec.family)


def _further(spec: MetricSpec, trade_off: TradeOff) -> list[str]:
    """The metric itself, or for one that has a tile its variants in the other item spaces."""
    if spec.name not in {name for name, *_ in SHOWN}:
        return [spec.name] if spec.offered else []
    spaces = [space for space in trade_off.ground_truth.spaces if space != "categories"]
    return [spec.variant(space) for space in spaces] if spec.by_space else []
