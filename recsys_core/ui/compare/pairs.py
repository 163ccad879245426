"""Choosing the models and methods to compare, up to as many as one chart can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import product, zip_longest

import streamlit as st

from recsys_core.ui.shell import state
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.widgets import controls
from recsys_core.workbench.results import Pair

FIRST_METHODS = ("mmr", "dpp", "calibration")
MOST = 9  # ``chart.looks`` has more, but lines this close are not told apart any longer
MODELS, METHODS = "compare_models", "compare_methods"
_IN_ADDRESS = {MODELS: "models", METHODS: "methods"}

Note = tuple[str, list[str], int]
"""Key of a sentence, the names in it, and how many pairs were asked for."""


def asked() -> dict[str, str]:
    """The page's own keys of the address: what is chosen, or what the address says when it is opened."""
    own = {}
    for key, name in _IN_ADDRESS.items():
        # Nothing chosen is a choice, too: it must not leave in the address what was chosen before.
        own[name] = ",".join(state.widget(key) if state.has_widget(key) else _named(key))
    return {name: text for name, text in own.items() if text}


def choose(page: Page) -> list[Pair]:
    """Show the choice and notices about it; returns the pairs to compare."""
    words, bench = page.words, page.bench
    known = {MODELS: list(bench.model_names), METHODS: [name for name in bench.rerankers if name != "none"]}
    if not state.has_widget(MODELS):
        _open(page, known)
    labels = {MODELS: words("compare.models"), METHODS: words("compare.methods")}
    chosen: dict[str, list[str]] = {}
    for key, options in known.items():
        # Other data may have been opened since, without some of the names.
        state.set_widget(key, [name for name in state.widget(key, []) if name in options])
        chosen[key] = st.pills(
            labels[key], options, selection_mode="multi", key=key, on_change=_changed, args=(key,),
            format_func=partial(_spoken, page),
        )  # fmt: skip
    visit_state().compared = chosen
    for sentence, names, asked_for in visit_state().compare_notes:
        spoken = words("slider.comma").join(_spoken(page, name) for name in names)
        st.info(words(sentence, names=escape_markdown(spoken), asked=asked_for, most=MOST))
    pairs = product(chosen[MODELS], chosen[METHODS])
    return sorted(pairs, key=list(product(known[MODELS], known[METHODS])).index)


def fit(
    models: Iterable[str], methods: Iterable[str], in_use: Pair, most: int = MOST
) -> tuple[list[str], list[str]]:
    """Limit models and methods to at most ``most`` pairs.

    What is in use comes first, then a model and a method in turn, so that neither crowds out the other.

    Args:
        models: asked for, the most wanted first.
        methods: asked for, the most wanted first.
        in_use: the model and the method of the other pages; never left out where they are asked for.
        most: pairs, at least 1.
    """
    wanted = [sorted(names, key=used.__ne__) for names, used in zip((models, methods), in_use, strict=True)]
    kept: tuple[list[str], list[str]] = ([], [])
    for turn in zip_longest(*wanted):
        for own, other, name in zip(kept, kept[::-1], turn, strict=True):
            if name is not None and _count([*own, name], other) <= most:
                own.append(name)
    return kept


def name(page: Page, pair: Pair, pairs: Sequence[Pair]) -> str:
    """A pair's short name: the model is left out where all have the same."""
    model, reranker = pair
    method = controls.method_short(page, reranker)
    if len({model for model, _ in pairs}) == 1:
        return method
    return f"{controls.model_title(page, model)} · {method}"


def _open(page: Page, known: Mapping[str, Sequence[str]]) -> None:
    """Select what the address asks for, or the defaults; notes unknown names and those left out."""
    first = dict.fromkeys([page.choice.reranker, *FIRST_METHODS])
    usual = {MODELS: [page.bench.model], METHODS: [name for name in first if name in known[METHODS]]}
    named = {key: _named(key) for key in known}
    wanted = {key: [name for name in named[key] if name in known[key]] or usual[key] for key in known}
    kept = fit(wanted[MODELS], wanted[METHODS], (page.bench.model, page.choice.reranker))
    notes: list[Note] = []
    unknown = [name for key in known for name in named[key] if name not in known[key]]
    if unknown:
        notes.append(("compare.unknown", unknown, 0))
    left_out = [name for key, own in zip(known, kept, strict=True) for name in wanted[key] if name not in own]
    if left_out:
        notes.append(("compare.left_out", left_out, _count(wanted[MODELS], wanted[METHODS])))
    for key, names in zip((MODELS, METHODS), kept, strict=True):
        state.set_widget(key, names)
    visit_state().compare_notes = notes


def _changed(key: str) -> None:
    """Undo a click that asks for too many pairs; any other click clears the notices."""
    asked_for = _count(*(state.widget(one) or [] for one in (MODELS, METHODS)))
    notes: list[Note] = []
    if asked_for > MOST:
        before = visit_state().compared[key]
        added = [name for name in state.widget(key) if name not in before]
        notes = [("compare.not_added", added, asked_for)]
        state.set_widget(key, before)
    else:  # noted here: the next click may come before the page is drawn
        visit_state().compared[key] = list(state.widget(key))
    visit_state().compare_notes = notes


def _count(models: Sequence[str], methods: Sequence[str]) -> int:
    """Number of pairs; an empty side counts as one, or the other side would have no limit."""
    return max(1, len(models)) * max(1, len(methods))


def _named(key: str) -> list[str]:
    """Names in the address, each once."""
    words = (word.strip() for word in st.query_params.get(_IN_ADDRESS[key], "").split(","))
    return list(dict.fromkeys(word for word in words if word))


def _spoken(page: Page, name: str) -> str:
    """The label of a pill, or the name itself if there is none."""
    if name in page.bench.rerankers:
        return controls.method_title(page, name)
    return controls.model_title(page, name)
