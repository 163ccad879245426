"""What the slider component receives: pure functions from numbers to one JSON-able dict.

The whole (see :func:`encode`)::

    mode        "tune", or "person" without sentence, tiles and curves
    present     whether type is large and a presenter's keys change the person
    language    "en" or "zh"
    strings     {key: text}, with {placeholders} that the component fills in while it is dragged
    start       {"t", "revision"}: where to stand, on the grid; a new revision moves the slider
    rerankers   {"chosen": name, "options": [[name, title, good_at], ...]}
    protocol    [[term, text], ...]: how the figures were measured
    curve       id        str, changes with reranker, data and k: the position's λ is looked up anew
                lambda    (GRID,) ascending: the λ of the positions t = 0, 1/1000 ... 1 on the slider
                measures  one dict a tile: key, label, short, about, lesson ([title, address] or
                          null), colour (index into the theme's colours),
                          percent, points (change is a difference in points, else a share of the start),
                          curve (drawn or not), value (GRID,), change (GRID,), low and high (GRID,) or null:
                          of the change, or where share is true of the value itself,
                          everyday {"template", "values" (GRID,), "digits"} or null
                          Numbers of a measure are sent as :func:`steps`.
                accuracy, variety  positions in ``measures`` of the two that the front is drawn of
                raised    position in ``measures`` of what is to rise
                spaces    [[name of another item space, (GRID,) relative change of variety there], ...]
                still     whether no list ever changes
                dominated  (GRID,) 1 where another setting is better in accuracy and variety both
                knee      row of the grid where the front bends
                users     number of people measured
    verdict     null until it is known, else
                stretch   last row of the grid that is proven to stay inside the limits
                best      {"t", "lambda"} of the recommended setting if it is one of this method, else null
                methods   number of methods that were compared
                explored  what is added because this is not the claim that was declared, or ""
                ends      which limits or groups end the stretch, in a sentence, or ""
                left_out  whom a limit on groups does not protect, in a sentence, or ""
                nothing   what is said at relevance only where nothing beyond it is proven, or ""
                needed    (GRID,) people who would prove each row, -1 where no number would
                guardrails  [{"name", "limit", "bound" (GRID,), "best" (GRID,), "inside" (GRID,),
                "outside" (GRID,), "groups": [name, ...], "which" (GRID,)}, ...]
    limit       percentage of accuracy that may be lost
    limits      [[term, text], ...]: what the setting may cost and what it should raise
    why         [[method, text], ...]: what each method gains on the validation period
    unjudged    what is said where ``verdict`` is null: it is not known yet, or there is no accuracy to lose
    items       {item: [title, [category, ...]]} of every item in the person's lists
    person      id, title, about
                breakpoints  λ at which each list takes over, ascending, first 0.0, full precision
                t            its position on the slider
                lists        items of each list, best first; the first is the list at relevance only

The list in force at λ is the last one whose breakpoint is not above λ. The slider stands on the grid alone,
and each position carries its own λ: what is shown there is what was tested there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from recsys_core.types import FloatArray, IndexArray
from recsys_core.ui.widgets.slider.measure import GRID, UNBOUNDED, UNIT, Measure
from recsys_core.workbench.results import FrontShape

_MOST = 1e9  # in millionths still a whole number that the browser holds exactly


def steps(values: FloatArray | None) -> list[int] | None:
    """Numbers as the difference of each to the one before, the first to 0, in millionths (``UNIT``).

    Streamlit hashes all that a component is sent twice a move; written out in full it is more than twice as
    long. The sum of the steps is exact. What is not finite counts as 0, and no number as more than a billion.
    """
    if values is None:
        return None
    clean = np.nan_to_num(np.asarray(values, np.float64), nan=0.0, posinf=UNBOUNDED, neginf=-UNBOUNDED)
    whole = np.rint(np.clip(clean, -_MOST, _MOST) / UNIT).astype(np.int64)
    found: list[int] = np.diff(whole, prepend=0).tolist()
    return found


def measure_payload(measure: Measure) -> dict[str, Any]:
    """One tile and curve, as the module describes."""
    everyday = measure.everyday
    return {
        "key": measure.key,
        "label": measure.label,
        "short": measure.short,
        "about": measure.about,
        "lesson": measure.lesson and list(measure.lesson),
        "colour": measure.colour,
        "percent": measure.percent,
        "points": measure.percent,
        "curve": measure.curve,
        "share": measure.is_share,
        "value": steps(measure.values),
        "change": steps(measure.change),
        "low": steps(measure.low),
        "high": steps(measure.high),
        "everyday": everyday
        and {"template": everyday.template, "values": steps(everyday.values), "digits": everyday.digits},
    }


def is_still(measures: Sequence[Measure]) -> bool:
    """Whether none of these measures ever moves."""
    return not any(np.any(measure.values != measure.values[0]) for measure in measures)


def curve_payload(
    identity: str,
    lambdas: FloatArray,
    measures: Sequence[Measure],
    *,
    accuracy: str,
    variety: str,
    raised: str,
    users: int,
    spaces: Mapping[str, FloatArray] | None = None,
) -> dict[str, Any]:
    """The part that all people share.

    Args:
        identity: changes when λ means something else.
        lambdas: (GRID,) λ of each position, ascending.
        measures: tiles in the order shown.
        accuracy: key of the measure that the sentence calls accuracy.
        variety: key of the one it calls variety.
        raised: key of the one that is to rise.
        users: people measured.
        spaces: by name of another item space, (GRID,) the relative change of variety there.

    Raises:
        ValueError: lengths differ from GRID, λ falls somewhere, or a key is not among the measures.
    """
    keys = [measure.key for measure in measures]
    if len(lambdas) != GRID or any(len(measure.values) != GRID for measure in measures):
        raise ValueError(
            f"expected {GRID} positions, got {len(lambdas)} and {[len(m.values) for m in measures]}"
        )
    if np.any(np.diff(lambdas) < 0):
        raise ValueError("lambdas must not fall")
    if missing := {accuracy, variety, raised}.difference(keys):
        raise ValueError(f"{sorted(missing)} must be among {keys}")
    shape = FrontShape.of(*(measures[keys.index(key)].values for key in (accuracy, variety)))
    return {
        "id": identity,
        "lambda": [float(value) for value in lambdas],
        "measures": [measure_payload(measure) for measure in measures],
        "accuracy": keys.index(accuracy),
        "variety": keys.index(variety),
        "raised": keys.index(raised),
        "spaces": [[name, steps(change)] for name, change in (spaces or {}).items()],
        "still": is_still([measures[keys.index(key)] for key in (accuracy, variety)]),
        "dominated": shape.dominated.astype(int).tolist(),
        "knee": shape.knee,
        "users": int(users),
    }


def person_payload(
    user_id: str, title: str, about: str, breakpoints: FloatArray, positions: FloatArray, items: IndexArray
) -> dict[str, Any]:
    """One person's lists.

    Args:
        user_id: the data's own id.
        title: heading of the card.
        about: a few words beside it.
        breakpoints: (n_lists,) λ at which each list takes over, first 0.0.
        positions: (n_lists,) slider position of each breakpoint, 0 to 1.
        items: (n_lists, k) item indices, -1 padded.

    Raises:
        ValueError: lengths differ, no list is there, or breakpoints do not ascend from 0.
    """
    if not len(breakpoints) == len(positions) == len(items) or not len(items):
        raise ValueError(f"lengths differ: {len(breakpoints)}, {len(positions)}, {len(items)}")
    if breakpoints[0] != 0 or np.any(np.diff(breakpoints) < 0):
        raise ValueError("breakpoints must ascend from 0")
    return {
        "id": str(user_id),
        "title": title,
        "about": about,
        "breakpoints": [float(value) for value in breakpoints],
        "t": np.round(np.clip(positions, 0.0, 1.0), 6).tolist(),
        "lists": [[int(item) for item in row if item >= 0] for row in items],
    }


def item_table(
    items: IndexArray, titles: Sequence[str], categories: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """Title and categories of every item that occurs in ``items`` (any shape, -1 is padding)."""
    shown = np.unique(items[items >= 0])
    return {str(i): [str(titles[i]), [str(tag) for tag in categories[i]]] for i in shown}


def encode(parts: Mapping[str, Any], cached: Mapping[str, str | bytes]) -> list[bytes]:
    """One JSON object in pieces, to be joined; the bytes among ``cached``, JSON already, stay shared."""
    pieces: list[bytes] = []
    for name, text in ({name: compact(value) for name, value in parts.items()} | dict(cached)).items():
        start = f"{',' if pieces else '{'}{json.dumps(name)}:"
        pieces += [start.encode(), text if isinstance(text, bytes) else text.encode()]
    return [*pieces, b"}"]


def compact(value: object) -> str:
    """JSON without spaces; NaN is refused, because a browser cannot read it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
