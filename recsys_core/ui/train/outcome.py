"""What a finished training changed: one sentence, each measure with its interval, a table, and its use."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import Any

import pandas as pd
import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.jobs import Run
from recsys_core.ui import frame, session
from recsys_core.ui.frame import Page
from recsys_core.ui.language import Words
from recsys_core.ui.literal import literal
from recsys_core.ui.sentences import plain, signed
from recsys_core.ui.theme import SLOTS, axis, palette, plain_layout

_MEASURES = (("ndcg", "accuracy", False), ("ild", "variety", False), ("coverage", "catalogue", True))


def draw(page: Page, run: Run) -> None:
    """The card of a finished training."""
    words, result = page.words, run.result
    st.subheader(words("train.result"), anchor=False)
    if not result.get("rows"):
        st.write(words("train.result.nobody"))
    else:
        st.caption(words("train.result.note", k=result["k"], people=f"{result['people']:,}"))
        for line in sentences(result, words):
            st.write(line)
        for column, (name, slot, percent) in zip(st.columns(3), _MEASURES, strict=True):
            with column:
                st.markdown(f"**{words(f'train.table.{name}', k=result['k'])}**")
                st.plotly_chart(
                    figure(result, f"{name}@{result['k']}", palette()[SLOTS[slot]], percent, words),
                    key=f"train_result_{name}",
                    alt=words("train.result.alt"),
                    config={"displayModeBar": False},
                )
        st.table(table(result, words), hide_index=True, border="horizontal")
    _use(page, run)


def sentences(result: dict[str, Any], words: Words) -> list[str]:
    """Accuracy against the frozen twin where there is one, else against no training; and against EASE."""
    key = f"ndcg@{result['k']}"
    base = {row["name"]: row[key]["value"] for row in result["rows"]}
    differences = {row["name"]: row[key] for row in result["differences"]}
    first = "twin" if "twin" in differences else "zero_shot"
    said = []
    for name in (first, "ease"):
        tag, unit = differences[name], base[name]
        if unit <= 0:
            continue  # a share of nothing says nothing; the table holds the values
        kind = "better" if tag["low"] > 0 else "worse" if tag["high"] < 0 else "same"
        flip = -1 if kind == "worse" else 1
        value, low, high = (flip * tag[part] / unit * 100 for part in ("value", "low", "high"))
        low, high = min(low, high), max(low, high)
        shown = [signed(x, 1) if kind == "same" else plain(x, 1) for x in (value, low, high)]
        said.append(
            words(
                f"train.result.{kind}",
                other=words(f"train.other.{name}"),
                change=shown[0] + "%",
                low=shown[1],
                high=shown[2],
            )
        )
    return said


def figure(result: dict[str, Any], key: str, colour: str, percent: bool, words: Words) -> dict[str, Any]:
    """Dots with intervals, one row a model, this training filled and on top."""
    scale = 100 if percent else 1
    rows = result["rows"]  # Plotly draws from below: this training, the last, comes on top
    values = [row[key]["value"] * scale for row in rows]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": values,
        "y": [words(f"train.model.{row['name']}").split(",")[0].split("，")[0] for row in rows],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [row[key]["high"] * scale - value for row, value in zip(rows, values, strict=True)],
            "arrayminus": [value - row[key]["low"] * scale for row, value in zip(rows, values, strict=True)],
            "color": colour,
            "thickness": 1.6,
            "width": 0,
        },
        "marker": {
            "size": 9,
            "color": colour,
            "symbol": ["circle" if row["name"] == "model" else "circle-open" for row in rows],
            "line": {"width": 2, "color": colour},
        },
        "hovertemplate": "%{y}: %{x:.3f}<extra></extra>" if not percent else "%{y}: %{x:.1f}%<extra></extra>",
    }
    low, high = min(row[key]["low"] for row in rows), max(row[key]["high"] for row in rows)
    marks = ticks(low * scale, high * scale)
    layout = plain_layout(44 + 34 * len(rows)) | {
        "margin": {"l": 8, "r": 24, "t": 8, "b": 8},
        "xaxis": axis("", tickvals=marks, tickangle=0, ticksuffix="%" if percent else ""),
        "yaxis": axis(""),
        "showlegend": False,
    }
    return {"data": [trace], "layout": layout}


def ticks(low: float, high: float) -> list[float]:
    """Two round values between two others, far apart: a small chart has room for no more.

    Returns:
        Both, ascending; only ``low`` where there is nothing between.
    """
    if high <= low:
        return [low]
    power = 10.0 ** floor(log10(high - low))
    # The last always has two, also where the logarithm was rounded up.
    for step in (5 * power, 2 * power, power, power / 2, power / 5):
        first, last = ceil(low / step), floor(high / step)
        if last > first:
            break
    return [round(first * step, 10), round(last * step, 10)]


def table(result: dict[str, Any], words: Words) -> pd.DataFrame:
    """The chart's twin: every value with its interval, and what each model cost to train."""
    k = result["k"]

    def cell(tag: dict[str, float], percent: bool) -> str:
        scale, digits, unit = (100, 1, "%") if percent else (1, 3, "")
        value, low, high = (plain(tag[part] * scale, digits) for part in ("value", "low", "high"))
        return words("train.table.cell", value=value + unit, low=low, high=high)

    def cost(row: dict[str, Any]) -> str:
        parts = row["trainable"]
        if parts is None:
            return "–"
        model, heads = f"{parts['language model']:,}", f"{parts['towers']:,}"
        return words("train.table.parts", model=model, heads=heads)

    rows = result["rows"][::-1]
    return pd.DataFrame(
        {
            words("train.table.model"): [words(f"train.model.{row['name']}") for row in rows],
            **{
                words(f"train.table.{name}", k=k): [cell(row[f"{name}@{k}"], percent) for row in rows]
                for name, _, percent in _MEASURES
            },
            words("train.table.weights"): [cost(row) for row in rows],
            words("train.table.minutes"): [
                "–" if row["minutes"] is None else plain(row["minutes"], 1) for row in rows
            ],
        }
    )


def _use(page: Page, run: Run) -> None:
    """Make every page use the model, go back to the one that ships, or remove the training."""
    words = page.words
    other = run.spec.fingerprint != page.bench.dataset.fingerprint
    if page.choice.model == run.id:
        st.success(words("train.used"))
    elif other:
        st.caption(literal(words("train.other_data", data=run.spec.title)))
    with st.container(horizontal=True):
        if page.choice.model == run.id:
            st.button(words("train.unuse"), key="train_unuse", on_click=frame.change, kwargs={"model": ""})
        else:
            chosen = {"model": run.id} | ({"data": run.spec.data, "user": ""} if other else {})
            st.button(
                words("train.use"), key="train_use", type="primary", on_click=frame.change, kwargs=chosen
            )
        remove(page, run)


def remove(page: Page, run: Run) -> None:
    """A button that asks before it deletes."""
    words = page.words
    with st.popover(words("train.remove")):
        st.write(words("train.remove.sure"))
        if st.button(words("train.remove.yes"), key="train_remove_yes"):
            try:
                session.runs().remove(run)
            except RecsysError as error:
                st.error(literal(str(error)))
                return
            if page.choice.model == run.id:
                frame.change(model="")
            st.rerun()
