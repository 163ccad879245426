import pytest
import streamlit as st

from recsys_core.ui.compare import pairs
from recsys_core.ui.compare.pairs import METHODS as METHODS_KEY
from recsys_core.ui.compare.pairs import MODELS as MODELS_KEY
from recsys_core.ui.compare.pairs import fit
from recsys_core.ui.shell.state import VisitState

METHODS = [f"method {number}" for number in range(12)]
MODELS = [f"model {number}" for number in range(10)]


def test_what_fits_is_kept_as_asked():
    assert fit(["a", "b"], ["x", "y"], ("none", "none"), most=4) == (["a", "b"], ["x", "y"])


def test_what_is_in_use_is_kept_though_asked_for_last():
    models, methods = fit(MODELS, METHODS, (MODELS[-1], METHODS[-1]), most=1)
    assert (models, methods) == ([MODELS[-1]], [METHODS[-1]])


def test_what_is_in_use_is_not_added_unasked():
    assert fit(["a"], ["x"], ("b", "y"), most=9) == (["a"], ["x"])


def test_neither_models_nor_methods_crowd_out_the_others():
    models, methods = fit(MODELS, METHODS, ("none", "none"), most=9)
    assert (models, methods) == (MODELS[:3], METHODS[:3])


def test_a_place_that_one_side_cannot_use_goes_to_the_other():
    assert fit(MODELS[:1], METHODS, ("none", "none"), most=9) == (MODELS[:1], METHODS[:9])
    assert fit(MODELS, METHODS[:1], ("none", "none"), most=9) == (MODELS[:9], METHODS[:1])


@pytest.mark.parametrize("most", [1, 2, 5, 9])
def test_never_more_pairs_than_allowed(most):
    for n_models in range(1, 11):
        for n_methods in range(1, 13):
            models, methods = fit(MODELS[:n_models], METHODS[:n_methods], ("model 3", "method 5"), most)
            assert 1 <= len(models) * len(methods) <= most
            assert n_models < 4 or "model 3" in models


def test_a_refused_click_leaves_the_accepted_one_before_it_though_nothing_was_drawn_between(monkeypatch):
    selected = {MODELS_KEY: ["a"], METHODS_KEY: METHODS[:8]}
    state = {**selected, "visit": VisitState(compared=dict(selected))}
    monkeypatch.setattr(st, "session_state", state)
    for asked_for in (METHODS[:9], METHODS[:10]):
        state[METHODS_KEY] = asked_for
        pairs._changed(METHODS_KEY)
    assert state[METHODS_KEY] == METHODS[:9]
    state[MODELS_KEY] = ["a", "b"]
    pairs._changed(MODELS_KEY)
    assert state[MODELS_KEY] == ["a"]
