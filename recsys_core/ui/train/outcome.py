"""What a finished training changed: one sentence, each measure with its interval, a table, and its use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.jobs import Run
from recsys_core.ui.shell import frame, session
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.theme import SLOTS, inks, palette
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import axis, layout
from recsys_core.ui.widgets.saved_chart import draw

_MEASURES = (("ndcg", False), ("ild", False), ("coverage", True))  # and whether it is shown in percent


def render(page: Page, run: Run, close: Callable[[], None]) -> None:
    """The card of a finished training; ``close`` shows it no longer."""
    words, result = page.words, run.result
    st.subheader(words("train.result"), anchor=False)
    if not result.get("rows"):
        st.write(words("train.result.nobody"))
    else:
        st.caption(words("train.result.note", k=result["k"], people=words.count(result["people"])))
        for line in sentences(result, words):
            st.write(line)
        for name, percent in _MEASURES:
            st.markdown(f"**{words(f'train.table.{name}', k=result['k'])}**")
            drawn = figure(result, f"{name}@{result['k']}", percent, words)
            draw(drawn, words, key=f"train_result_{name}", alt=words("train.result.alt"))
        st.table(table(result, words), hide_index=True, border="horizontal")
    _use(page, run, close)


def is_better(result: dict[str, Any]) -> bool:
    """Whether accuracy rises for certain against everything that the sentences compare with."""
    differences = _differences(result)
    return bool(differences) and all(tag["low"] > 0 for _, tag in differences)


def _differences(result: dict[str, Any]) -> list[tuple[str, dict[str, float]]]:
    """What is compared with in words: the frozen twin where there is one, else no training; and EASE."""
    key = f"ndcg@{result['k']}"
    differences = {row["name"]: row[key] for row in result.get("differences", ())}
    first = "twin" if "twin" in differences else "zero_shot"
    return [(name, differences[name]) for name in (first, "ease") if name in differences]


def sentences(result: dict[str, Any], words: Words) -> list[str]:
    """What the training did to accuracy, against each model that it is compared with."""
    key = f"ndcg@{result['k']}"
    base = {row["name"]: row[key]["value"] for row in result["rows"]}
    lines = []
    for name, tag in _differences(result):
        unit = base[name]
        if unit <= 0:
            continue  # a share of nothing says nothing; the table holds the values
        kind = "better" if tag["low"] > 0 else "worse" if tag["high"] < 0 else "same"
        flip = -1 if kind == "worse" else 1
        value, low, high = (flip * tag[part] / unit * 100 for part in ("value", "low", "high"))
        low, high = min(low, high), max(low, high)
        shown = [words.signed(x, 1) if kind == "same" else words.plain(x, 1) for x in (value, low, high)]
        lines.append(
            words(
                f"train.result.{kind}",
                other=words(f"train.other.{name}"),
                change=shown[0] + "%",
                low=shown[1],
                high=shown[2],
            )
        )
    return lines


def figure(result: dict[str, Any], key: str, percent: bool, words: Words) -> dict[str, Any]:
    """Dots with intervals, one row a model; this training on top, filled, in the colour of its curves."""
    scale = 100 if percent else 1
    traces = []
    for row in result["rows"]:  # Plotly draws from below: this training, the last, comes on top
        own = row["name"] == "model"
        colour = inks()[0] if own else palette()[SLOTS["rest"]]
        value, low, high = (row[key][part] * scale for part in ("value", "low", "high"))
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [value],
                "y": [words(f"train.model.{row['name']}").split(",")[0].split("，")[0]],
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [high - value],
                    "arrayminus": [value - low],
                    "color": colour,
                    "thickness": 1.6,
                    "width": 0,
                },
                "marker": {
                    "size": 9,
                    "color": colour,
                    "symbol": "circle" if own else "circle-open",
                    "line": {"width": 2, "color": colour},
                },
                "hovertemplate": f"%{{y}}: %{{x:.{1 if percent else 3}f}}{'%' * percent}<extra></extra>",
            }
        )
    whole = layout(44 + 28 * len(traces)) | {
        "margin": {"l": 8, "r": 24, "t": 8, "b": 8},
        "xaxis": axis("", nticks=4, tickangle=0, ticksuffix="%" if percent else ""),
        "yaxis": axis(""),
        "showlegend": False,
    }
    return {"data": traces, "layout": whole}


def table(result: dict[str, Any], words: Words) -> pd.DataFrame:
    """The chart's twin: every value with its interval, and what each model cost to train."""
    k = result["k"]

    def cell(tag: dict[str, float], percent: bool) -> str:
        scale, digits, unit = (100, 1, "%") if percent else (1, 3, "")
        value, low, high = (words.plain(tag[part] * scale, digits) for part in ("value", "low", "high"))
        return words("train.table.cell", value=value + unit, low=low, high=high)

    def cost(row: dict[str, Any]) -> str:
        parts = row["trainable"]
        if parts is None:
            return "–"
        model, heads = words.count(parts["language model"]), words.count(parts["towers"])
        return words("train.table.parts", model=model, heads=heads)

    rows = result["rows"][::-1]
    return pd.DataFrame(
        {
            words("train.table.model"): [words(f"train.model.{row['name']}") for row in rows],
            **{
                words(f"train.table.{name}", k=k): [cell(row[f"{name}@{k}"], percent) for row in rows]
                for name, percent in _MEASURES
            },
            words("train.table.weights"): [cost(row) for row in rows],
            words("train.table.minutes"): [
                "–" if row["minutes"] is None else words.plain(row["minutes"], 1) for row in rows
            ],
        }
    )


def _use(page: Page, run: Run, close: Callable[[], None]) -> None:
    """Keep the current model or use this one, whichever the comparison speaks for first; remove it."""
    words = page.words
    used, readable = page.choice.model == run.id, run.folder.has_checkpoint()
    other = run.spec.fingerprint != page.bench.dataset.fingerprint
    if used:
        st.success(words("train.used"))
    elif not readable:
        st.caption(words("train.older"))
    elif other:
        st.caption(escape_markdown(words("train.other_data", data=run.spec.title)))
    better = is_better(run.result)
    if readable and not used and not better:
        st.write(words("train.not_better"))
    with st.container(horizontal=True):
        if used:
            st.button(words("train.unuse"), key="train_unuse", on_click=frame.change, kwargs={"model": ""})
        elif readable:
            chosen = {"model": run.id} | ({"data": run.spec.data, "user": ""} if other else {})
            if not better:
                st.button(words("train.keep"), key="train_keep", type="primary", on_click=close)
            st.button(
                words("train.use"),
                key="train_use",
                type="primary" if better else "secondary",
                on_click=frame.change,
                kwargs=chosen,
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
                st.error(escape_markdown(words.error(error)))
                return
            if page.choice.model == run.id:
                frame.change(model="")
            st.rerun()
