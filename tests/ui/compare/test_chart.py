from itertools import product

import numpy as np
import pytest

from recsys_core.ui.compare.chart import chart, looks
from recsys_core.ui.compare.pairs import MOST
from recsys_core.ui.text.words import Words
from tests.ui.compare.fronts import compared, front

SHAPES = [
    (models, methods) for models, methods in product(range(1, 10), repeat=2) if models * methods <= MOST
]


def drawn(models, methods):
    pairs = list(product(range(models), range(methods)))
    return pairs, looks([(f"model {model}", f"method {method}") for model, method in pairs])


@pytest.mark.parametrize(("models", "methods"), SHAPES)
def test_no_two_pairs_look_alike(models, methods):
    _, found = drawn(models, methods)
    assert len({(look.colour, look.dash) for look in found}) == models * methods
    assert len({(look.colour, look.symbol) for look in found}) == models * methods
    assert all(look.colour < 4 for look in found)  # the grey is that of beaten points


def test_with_several_models_the_colour_is_the_model_and_the_line_the_method():
    pairs, found = drawn(3, 3)
    assert [look.colour for look in found] == [model for model, _ in pairs]
    assert (
        len({(method, look.dash, look.symbol) for (_, method), look in zip(pairs, found, strict=True)}) == 3
    )


def test_with_one_model_neighbours_differ_in_every_way():
    _, found = drawn(1, 9)
    for one, two in zip(found, found[1:], strict=False):
        assert one.colour != two.colour and one.dash != two.dash and one.symbol != two.symbol


def test_every_piece_of_a_line_is_drawn_once_grey_where_it_is_beaten():
    variety, winner = [0.1, 0.2, 0.3, 0.4], [0.0, 0.0, 0.35, 0.3]
    found = compared(MMR=front([0.5, 0.4, 0.3, 0.2], variety), DPP=front(winner, variety, "dpp"))
    figure = chart(found, looks([each.pair for each in found]), Words(), 10)
    grey, colour, marks, here = figure["data"][:4]
    np.testing.assert_array_equal(grey["y"], [np.nan, 0.4, 0.3, 0.2])
    np.testing.assert_array_equal(colour["y"], [0.5, 0.4, np.nan, np.nan])
    assert marks["marker"]["symbol"] == here["marker"]["symbol"]
    assert [trace["name"] for trace in figure["data"] if trace.get("showlegend", True)] == ["MMR", "DPP"]
    assert here["line"]["dash"] == colour["line"]["dash"]  # what the legend shows is what is drawn
    assert (here["x"], here["y"]) == ([0.1], [0.5])  # the setting, not the nearest drawn point
