"""The data of a chart, as they are saved."""

from recsys_core.ui.widgets.chart_table import chart_table


def test_a_row_a_point_under_the_names_of_the_axes():
    trace = {"name": "MMR", "x": [0.7, 0.8], "y": [0.3, 0.2]}
    layout = {"xaxis": {"title": {"text": "Variety"}}, "yaxis": {"title": {"text": "Accuracy"}}}
    table = chart_table({"data": [trace, trace | {"name": "MSD"}], "layout": layout})
    assert list(table.columns) == ["series", "Variety", "Accuracy"]
    assert table.values.tolist() == [
        ["MMR", 0.7, 0.3],
        ["MMR", 0.8, 0.2],
        ["MSD", 0.7, 0.3],
        ["MSD", 0.8, 0.2],
    ]


def test_names_in_place_of_rows_and_the_ends_of_intervals():
    trace = {"x": [1.0, -2.0], "y": [0, 1], "error_x": {"array": [0.5, 1.0], "arrayminus": [0.25, 1.0]}}
    axis = {"tickvals": [0, 1], "ticktext": ["age<br><b>25 &amp; less</b>", "all"], "title": {"text": None}}
    table = chart_table({"data": [trace], "layout": {"yaxis": axis}})
    assert table.to_dict("list") == {
        "x": [1.0, -2.0], "y": ["age 25 & less", "all"], "low": [0.75, -3.0], "high": [1.5, -1.0],
    }  # fmt: skip


def test_marks_on_a_curve_are_no_data():
    mark = {"x": [1], "y": [1], "hoverinfo": "skip"}
    assert chart_table({"data": [mark], "layout": {}}).empty
    assert len(chart_table({"data": [mark | {"name": "MMR"}], "layout": {}})) == 1
