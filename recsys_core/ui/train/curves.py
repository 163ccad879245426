"""Loss and validation curves of a training, as small Plotly figures; the frozen twin is dashed beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from recsys_core.jobs import Run
from recsys_core.ui.shell.theme import SLOTS, inks, palette
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import axis, layout
from recsys_core.ui.widgets.saved_chart import draw

HEIGHT = 210
_LM, _HEADS = "fine-tuning the language model on train", "training towers on train"
_AGAIN = " and validation"


@dataclass(frozen=True)
class Line:
    """One curve: its key among the strings, its points, and whether it is the second fit or the twin."""

    kind: str
    x: list[int]
    y: list[float]


def lines(run: Run, name: str) -> list[Line]:
    """The curves of one panel, this training last so that it lies on top.

    Args:
        run: the training.
        name: "lm" and "heads" hold losses, of both fits; "metric" holds what is looked at on validation.
    """
    first_fit, value = (_LM if name == "lm" else _HEADS), ("metric" if name == "metric" else "loss")
    wanted = [
        ("refit", "model", first_fit + _AGAIN),
        ("twin", "twin", first_fit),
        ("own", "model", first_fit),
    ]
    every = run.spec.config.check_every
    found = []
    for kind, part, phase in wanted:
        rows = [
            line
            for line in run.reports
            if (line["part"], line["phase"]) == (part, phase) and line[value] is not None
        ]
        if name == "metric":  # a report repeats the last look; the look itself is where it is due
            rows = [line for line in rows if line["step"] % every == 0 or line["step"] == line["total"]]
        points = {line["step"]: line[value] for line in rows}  # a resumed training repeats some steps
        if points:
            found.append(Line(kind, sorted(points), [points[step] for step in sorted(points)]))
    return found


def measure_name(name: str, words: Words) -> str:
    """The name of the validation measure, such as "recall@50", in words."""
    measure, _, k = name.partition("@")
    return words(f"train.measure.{measure}", k=k)


def render(run: Run, words: Words) -> None:
    """The panels side by side; a frozen language model has no loss of its own."""
    names = ["lm"] if run.spec.config.strategy != "frozen" else []
    names += ["heads", "metric"]
    again = False
    for column, name in zip(st.columns(len(names)), names, strict=True):
        with column:
            title = words(f"train.curve.{name}")
            st.markdown(f"**{title}**")
            measure = measure_name(run.spec.config.validation_measure, words)
            st.caption(words(f"train.curve.{name}.note", measure=measure))
            shown = lines(run, name)
            again = again or any(line.kind == "refit" for line in shown)
            if not shown:
                with st.container(height=HEIGHT, border=False):
                    st.caption(words("train.curve.waiting"))
                continue
            drawn = figure(name, shown, words)
            draw(drawn, words, key=f"train_curve_{name}", alt=_alt(title, shown[-1], words))
    st.caption(words("train.curve.legend.twin" if run.spec.twin else "train.curve.legend"))
    if again:
        st.caption(words("train.curve.again"))


def figure(name: str, shown: list[Line], words: Words) -> dict[str, Any]:
    """One panel as a plain dict."""
    grey = palette()[SLOTS["rest"]]
    style = {
        "own": {"color": inks()[0], "width": 2.2, "dash": "solid"},
        "twin": {"color": grey, "width": 1.8, "dash": "dash"},
        "refit": {"color": grey, "width": 1.8, "dash": "dot"},
    }
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers" if name == "metric" and line.kind == "own" else "lines",
            "x": line.x,
            "y": line.y,
            "name": words(f"train.curve.{line.kind}"),
            "line": style[line.kind],
            "marker": {"size": 6},
            "hovertemplate": "%{x}: %{y:.4f}<extra>%{fullData.name}</extra>",
        }
        for line in shown
    ]
    along = words("train.curve.lm.x" if name == "lm" else "train.curve.x")
    whole = layout(HEIGHT) | {
        "showlegend": False,
        "xaxis": axis(along, nticks=5),
        "yaxis": axis("", nticks=5),
        "uirevision": name,
    }
    return {"data": traces, "layout": whole}


def _alt(title: str, line: Line, words: Words) -> str:
    return words(
        "train.curve.alt", title=title, n=len(line.x), first=f"{line.y[0]:.3f}", last=f"{line.y[-1]:.3f}"
    )
