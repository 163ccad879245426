"""Figures for a room: everything measured in pixels grows, what is drawn stays."""

import plotly.graph_objects as go
import pytest

from recsys_core.ui.widgets.charts import FONT, axis, enlarged, layout


@pytest.fixture
def figure():
    mark = {"size": 10, "line": {"width": 2}}
    trace = {"type": "scatter", "x": [1, 2], "y": [13, 20], "marker": mark}
    note = {"x": 3, "y": 1, "text": "here", "font": {"size": FONT}}
    whole = layout(300, xaxis=axis("across", range=[0, 13], tickvals=[1, 2]), annotations=[note])
    return {"data": [trace], "layout": whole}


def test_a_figure_is_left_alone_on_a_desk(figure):
    assert enlarged(figure, False) is figure


def test_type_lines_and_rows_grow_in_a_room(figure):
    large = go.Figure(enlarged(figure, True))
    assert large.layout.xaxis.tickfont.size == pytest.approx(22, abs=0.2)
    assert large.layout.annotations[0].font.size == large.layout.hoverlabel.font.size > 22
    assert (large.layout.height, large.layout.margin.l) == (510, pytest.approx(13.6))
    assert (large.data[0].marker.size, large.data[0].marker.line.width) == (17, pytest.approx(3.4))


def test_what_is_drawn_stays(figure):
    large = go.Figure(enlarged(figure, True))
    assert (list(large.data[0].x), list(large.data[0].y)) == ([1, 2], [13, 20])
    assert list(large.layout.xaxis.range) == [0, 13] and list(large.layout.xaxis.tickvals) == [1, 2]
    assert (large.layout.annotations[0].x, large.layout.annotations[0].y) == (3, 1)
    assert figure["layout"]["height"] == 300, "the figure itself may be shared"
