"""The lessons' bar charts: the terms of one pick, and the stretch of λ over which each film is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from recsys_core.types import BoolArray, FloatArray, IndexArray
from recsys_core.ui.learn.figures import axis, layout, note
from recsys_core.ui.shell.theme import SLOTS, inks, palette, surface
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import FONT
from recsys_core.workbench.results import Interval

ROOM_LEFT = 0.5
"""Length of the left half of the terms' chart, as a share of the longest bar to the right."""

DIGITS = 3
"""Of the terms and totals of a pick: with two, what is shown would not add up."""

NARROW = 0.05
"""A stretch of λ shorter than this has no room for its number on a phone."""

FITS = 0.3
"""A bar shorter than this share of the longest one has its number beside it."""


def terms(
    titles: Sequence[str],
    words: Words,
    relevance: FloatArray,
    redundancy: FloatArray,
    totals: Sequence[float] | None,
    shown: Sequence[int],
    picked: int | None,
) -> dict[str, Any]:
    """Both terms of every candidate as bars from a common zero: worth to the right, repetition to the left.

    Args:
        titles: of the candidates, top to bottom.
        words: for the headings and numbers.
        relevance: (n,) the first term.
        redundancy: (n,) the second, to be subtracted.
        totals: written at the right edge, None keeps them secret.
        shown: candidates that are in the list already, in order.
        picked: the winner, None keeps it secret.
    """
    (text, quiet, _), card = inks(), surface()
    blue, orange = (palette()[SLOTS[slot]] for slot in ("accuracy", "variety"))
    rows = list(range(len(titles)))
    place = {film: rank + 1 for rank, film in enumerate(shown)}
    names = [f"<b>{title}</b>" if row == picked else title for row, title in enumerate(titles)]
    worth = [0.0 if row in place else float(relevance[row]) for row in rows]
    repeats = [0.0 if row in place else -float(redundancy[row]) for row in rows]
    edge = float(relevance.max())
    written = [words.plain(v, DIGITS) if v else "" for v in worth]
    inside = [words.plain(v, DIGITS) if v < -FITS * edge else "" for v in repeats]
    bars = [_bar(rows, worth, blue, card, written), _bar(rows, repeats, orange, card, inside)]
    notes = [
        note(0, -0.85, f"<b>{words('learn.pick.added')}</b>", blue, xshift=3),
        note(0, -0.85, f"<b>{words('learn.pick.taken_off')}</b>", orange, "right", xshift=-3),
        note(1, -0.85, f"<b>{words('learn.pick.sum')}</b>", text, xref="paper", xshift=8),
    ]
    for row, value in enumerate(repeats):
        if value and not inside[row]:
            notes.append(note(value, row, words.plain(value, DIGITS), text, "right", xshift=-2))
    for row in rows:
        total = "?" if totals is None else "= " + words.plain(totals[row], DIGITS)
        label = f"#{place[row]}" if row in place else total
        label = f"<b>{label}</b>" if row == picked else label
        notes.append(note(1, row, label, quiet if row in place else text, xref="paper", xshift=8))
    y = _rows(names, -1.2)
    x = axis(range=[-ROOM_LEFT * edge, edge], visible=False)
    zero: dict[str, Any] = {"type": "line", "x0": 0, "x1": 0, "y0": -0.5, "y1": len(rows) - 0.5}
    zero["line"] = {"color": quiet, "width": 1}
    more = {"annotations": notes, "shapes": [zero], "barmode": "relative", "bargap": 0.34}
    return {"data": bars, "layout": layout(34 * (len(rows) + 1), right=74, xaxis=x, yaxis=y, **more)}


def stretches(
    titles: Sequence[str], starts: FloatArray, lists: IndexArray, lambda_: float, title: str
) -> dict[str, Any]:
    """Over which λ each film is shown, and at which place; the setting is a line across.

    Args:
        titles: of all films, top to bottom.
        starts: (n_lists,) λ at which each list takes over.
        lists: (n_lists, k) films.
        lambda_: where the slider stands.
        title: of the λ axis.
    """
    (text, _, _), card = inks(), surface()
    colours = [palette()[SLOTS[slot]] for slot in ("accuracy", "variety")]
    ends = np.append(starts[1:], 1.0)
    first = set(lists[0].tolist())
    data = []
    for new, colour in enumerate(colours):
        pieces = [
            (int(film), float(start), float(end - start), rank)
            for start, end, shown in zip(starts, ends, lists, strict=True)
            for rank, film in enumerate(shown, 1)
            if (int(film) not in first) == bool(new)
        ]
        films, bases, widths, ranks = zip(*pieces, strict=True) if pieces else ((), (), (), ())
        numbers = [str(rank) if width > NARROW else "" for rank, width in zip(ranks, widths, strict=True)]
        bar = _bar(list(films), list(widths), colour, card, numbers)
        bar |= {"base": list(bases), "width": 0.62}
        bar["marker"] = {"color": colour, "line": {"width": 1.5, "color": card}}
        data.append(bar)
    n = len(titles)
    here: dict[str, Any] = {"type": "line", "x0": lambda_, "x1": lambda_, "y0": -0.6, "y1": n - 0.4}
    here["line"] = {"color": text, "width": 2}
    x = axis(title, range=[0, 1], tickvals=[0, 0.25, 0.5, 0.75, 1], showgrid=False)
    more = {"barmode": "overlay", "xaxis": x, "yaxis": _rows(titles, -0.6), "shapes": [here]}
    return {"data": data, "layout": layout(31 * n + 56, right=14, **more)}


def counts(labels: Sequence[str], numbers: Sequence[int], right: int | None) -> dict[str, Any]:
    """How many chose each option, as bars with their number at the end.

    Args:
        labels: of the options, top to bottom.
        numbers: (n,) how many chose each.
        right: the option that is right, None keeps it secret.
    """
    text, card = inks()[0], surface()
    blue, green = (palette()[SLOTS[slot]] for slot in ("accuracy", "catalogue"))
    names = [f"<b>✓ {label}</b>" if row == right else label for row, label in enumerate(labels)]
    data = []
    for row, number in enumerate(numbers):
        bar = _bar([row], [float(number)], green if row == right else blue, card, [""])
        data.append(bar)
    notes = [note(number, row, str(number), text, xshift=8) for row, number in enumerate(numbers)]
    x = axis(range=[0, max(1, *numbers) * 1.12], visible=False)
    more = {"annotations": notes, "barmode": "overlay", "bargap": 0.3}
    return {"data": data, "layout": layout(34 * len(labels) + 16, right=24, xaxis=x,
                                           yaxis=_rows(names, -0.6), **more)}  # fmt: skip


def shares(
    labels: Sequence[str], values: Sequence[float], texts: Sequence[str], slots: Sequence[str]
) -> dict[str, Any]:
    """Shares of a whole as bars with their text at the end.

    Args:
        labels: top to bottom.
        values: (n,) in [0, 1].
        texts: (n,) what is written at each bar's end.
        slots: (n,) of the theme's colours.
    """
    text, card = inks()[0], surface()
    data = [
        _bar([row], [value], palette()[SLOTS[slot]], card, [""])
        for row, (value, slot) in enumerate(zip(values, slots, strict=True))
    ]
    notes = [note(value, row, texts[row], text, xshift=8) for row, value in enumerate(values)]
    x = axis(range=[0, max(values) * 1.2 or 1.0], visible=False)
    more: dict[str, Any] = {"annotations": notes, "barmode": "overlay", "bargap": 0.3, "xaxis": x}
    return {"data": data, "layout": layout(36 * len(labels) + 16, yaxis=_rows(labels, -0.6), **more)}


def intervals(
    found: Interval[FloatArray], missed: BoolArray, truth: float | None, title: str
) -> dict[str, Any]:
    """Intervals below each other, the latest last; those that miss the truth in another colour.

    Args:
        found: (n,) values with their intervals.
        missed: (n,) whether each leaves the truth out; only shown together with the truth.
        truth: where a line stands across, None keeps it secret.
        title: of the x axis.
    """
    blue, orange = (palette()[SLOTS[slot]] for slot in ("accuracy", "variety"))
    rows = list(range(len(found)))
    colours = [orange if miss and truth is not None else blue for miss in missed]
    data = []
    for row, colour in zip(rows, colours, strict=True):
        line: dict[str, Any] = {"type": "scatter", "x": [float(found.low[row]), float(found.high[row])]}
        line |= {"y": [row, row], "mode": "lines", "line": {"color": colour, "width": 3}}
        point = {"type": "scatter", "x": [float(found.value[row])], "y": [row], "mode": "markers"}
        data += [line | {"hoverinfo": "skip"}, point | {"marker": {"color": colour, "size": 7}}]
    shapes = []
    if truth is not None:
        here = {"type": "line", "x0": truth, "x1": truth, "yref": "paper", "y0": 0, "y1": 1}
        shapes.append(here | {"line": {"color": inks()[0], "width": 2}})
    low, high = float(found.low.min()), float(found.high.max())
    if truth is not None:
        low, high = min(low, truth), max(high, truth)
    room = 0.05 * max(high - low, 1e-9)
    x = axis(title, range=[low - room, high + room])
    y = axis(visible=False, range=[max(len(rows), 8) - 0.5, -0.5])
    return {"data": data, "layout": layout(300, xaxis=x, yaxis=y, shapes=shapes)}


def _rows(names: Sequence[str], top: float) -> dict[str, Any]:
    """A y axis with one name a row, the first at the top."""
    text, _, _ = inks()
    rows = list(range(len(names)))
    y = axis(tickvals=rows, ticktext=list(names), range=[len(rows) - 0.4, top], showgrid=False)
    y["tickfont"] = {"size": FONT, "color": text}
    return y


def _bar(rows: list[int], values: list[float], colour: str, inside: str, labels: list[str]) -> dict[str, Any]:
    bar: dict[str, Any] = {"type": "bar", "orientation": "h", "y": rows, "x": values, "text": labels}
    font = {"size": FONT - 1, "color": inside}
    bar |= {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0, "insidetextfont": font}
    bar |= {"constraintext": "none", "hoverinfo": "skip"}
    return bar | {"marker": {"color": colour, "line": {"width": 0}}}
