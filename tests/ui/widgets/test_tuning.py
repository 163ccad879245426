"""The row of measures that the memo and the plain page read is the one that the component shows."""

import numpy as np

from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.widgets.slider.payload import GRID
from recsys_core.ui.widgets.tuning import Tuning


def row(**setting):
    lambdas = np.linspace(0, 1, GRID)
    return Tuning(None, lambdas, [], np.zeros(GRID), 10, "").row(Choice(**setting))


def test_a_position_on_the_grid_is_its_own_row():
    assert row(variety=0.3) == 300


def test_an_exact_setting_between_two_rows_belongs_to_the_lower():
    assert row(variety=0.3006, lambda_=0.3006) == 300
    assert row(variety=0.3004, lambda_=0.2999) == 299
