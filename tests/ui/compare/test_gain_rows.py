import re

from recsys_core.stats.interval import Interval
from recsys_core.ui.compare.gain_rows import Cell, Line, Scale, heading, html

GAIN = Interval(0.06, 0.05, 0.07)
CELLS = (Cell("Gain", "+6%", ("by text",)), Cell("Accuracy", "-1%"))


def test_a_line_holds_its_name_figures_and_their_names():
    made = html(Line("MSD", "difference", CELLS, GAIN), Scale(0, 0.1), "#C2500A")
    for text in ("<b>MSD</b>", "<small>difference</small>", "<i>Gain</i>", "+6%", "<small>by text</small>"):
        assert text in made
    assert made.count("eq-dots") == 1


def test_what_is_not_measured_waits_without_a_dot():
    made = html(Line("MSD", "", waits="not yet"), Scale(0, 0), "red")
    assert '<div class="eq-waits"><i>not yet</i></div>' in made and "eq-dots" not in made


def test_a_line_without_a_gain_has_figures_but_no_dot():
    made = html(Line("MSD", "", CELLS), Scale(0, 0.1), "red")
    assert "eq-waits" not in made and "eq-dots" not in made and "+6%" in made


def test_a_tested_line_has_a_filled_dot():
    filled, hollow = (
        html(Line("x", "", CELLS, GAIN, tested), Scale(0, 0.1), "#123456") for tested in (True, False)
    )
    assert 'background:#123456"' in filled.split('eq-dot"')[1]
    assert "var(--eq-card)" in hollow.split('eq-dot"')[1]


def test_the_scale_holds_nothing_and_every_interval():
    lines = [Line("a", "", CELLS, GAIN), Line("b", "", CELLS, Interval(-0.02, -0.03, -0.01)), Line("c", "")]
    scale = Scale.of(lines)
    assert (scale.low, scale.high) == (-0.03, 0.07)
    assert 0 < scale.percent(-0.03) < scale.percent(0.0) < scale.percent(0.07) < 100
    assert Scale.of([]).percent(0.0) == Scale.of([lines[2]]).percent(0.0)


def test_places_are_percent_of_one_scale():
    made = html(Line("a", "", CELLS, GAIN), Scale(0.0, 0.1), "red")
    zero, low, dot = (float(left) for left in re.findall(r"left:([\d.]+)%", made))
    assert zero < low < dot


def test_no_text_becomes_markup():
    nasty = '<img src=x onerror=alert(1)> & "co"'
    made = html(Line(nasty, nasty, (Cell(nasty, nasty, (nasty,)),), GAIN), Scale(0, 1), "red")
    assert "<img" not in made and "<img" not in heading([nasty])
    assert made.count("&lt;img") == 5
