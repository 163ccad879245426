"""Where a page opens: at the recommended setting unless the address names one, and on the slider's grid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recsys_core.errors import RecsysError
from recsys_core.ui.shell import state
from recsys_core.ui.shell.choice import DEFAULT_VARIETY, Choice
from recsys_core.ui.shell.header import Notice
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import POSITIONS, Limits

_NEAR = 0.002  # of the slider
_HOLD_A_POSITION = ("plain_", "compare_variety")  # widgets, by the start of their keys


def recommended(bench: Workbench, choice: Choice) -> Choice:
    """The choice at the recommended setting for its limits.

    Where nothing can be certified that is relevance only, with the method that validation proposes; where
    there is no accuracy to limit, the first method at the usual position.
    """
    try:
        found = bench.advice.recommend(choice.limits, k=choice.k)
    except RecsysError:  # the page says why nothing can be recommended
        return replace(choice, reranker=next(iter(bench.rerankers))).at(DEFAULT_VARIETY)
    return replace(choice, reranker=found.method).at(found.certificate.position)


def stand_in(bench: Workbench, choice: Choice) -> Choice:
    """A setting to begin with while the recommended one is being found, which takes every method.

    The method recommended for the usual question, where that is known. A visitor who leaves the setting as it
    is moves to the recommended one as soon as it is known, see ``is_stand_in``.
    """
    usual = bench.advice.recommended(Limits())
    chosen = replace(choice, reranker=next(iter(bench.rerankers)) if usual is None else usual.method)
    visit_state().stand_in = chosen
    return chosen


def is_stand_in(choice: Choice) -> bool:
    """Whether the setting is still the one that a page began with."""
    begun = visit_state().stand_in
    return begun is not None and replace(choice, user=begun.user, lang=begun.lang) == begun


def leave_stand_in() -> None:
    """Forget it, and with it the positions that widgets hold."""
    visit_state().stand_in = None
    for prefix in _HOLD_A_POSITION:
        state.forget_widgets(prefix)


def on_grid(bench: Workbench, choice: Choice, words: Words) -> tuple[Choice, list[Notice]]:
    """The choice without an exact λ, which an address may name: only positions of the slider are tested.

    A λ that belongs to the slider's position moves it to the next position at which the lists of that λ are
    shown, and the notice says so; any other is not read.
    """
    asked = choice.lambda_
    choice = replace(choice, lambda_=None)
    if asked is None:
        return choice, []
    scale = bench.scale(choice.reranker, k=choice.k)
    if asked == scale.lambda_for(choice.variety):
        return choice, []
    if abs(scale.achieved(asked) - choice.variety) >= _NEAR:
        return choice, [("choice.unread", {"value": f"lambda={asked:g}"})]
    row = min(int(np.searchsorted(scale.steps(POSITIONS), asked)), POSITIONS - 1)
    moved = choice.at(row / (POSITIONS - 1))
    values = {"value": words.plain(asked, 4), "position": words.position(moved.variety)}
    return moved, [("choice.between", values)]
