from types import SimpleNamespace

import pytest

from recsys_core.ui.text.words import Words
from recsys_core.ui.train.curves import Line
from recsys_core.ui.train.curves import figure as curve_figure
from recsys_core.ui.train.durations import about, in_words, left
from recsys_core.ui.train.live import place
from recsys_core.ui.train.outcome import figure, is_better, sentences, table


def result(low, value, high, *, base=0.2, twin=True):
    names = ["zero_shot", "ease", *(["twin"] if twin else []), "model"]
    none = {"trainable": None, "minutes": None}
    cost = {"trainable": {"language model": 1000, "towers": 2000}, "minutes": 1.26}
    tag = {"ndcg@10": {"value": base, "low": base - 0.1, "high": base + 0.1}}
    tag |= {f"{name}@10": {"value": 0.5, "low": 0.4, "high": 0.6} for name in ("ild", "coverage")}
    rows = [{"name": name, **tag, **(cost if name in ("twin", "model") else none)} for name in names]
    gain = {"ndcg@10": {"value": value, "low": low, "high": high}}
    return {"k": 10, "people": 5, "rows": rows, "differences": [{"name": n, **gain} for n in names[:-1]]}


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        ((0.01, 0.02, 0.03), "accuracy rises by 10.0% (95% interval 5.0 to 15.0)"),
        ((-0.03, -0.02, -0.01), "accuracy falls by 10.0% (95% interval 5.0 to 15.0)"),
        (
            (-0.01, 0.02, 0.05),
            "there is no clear difference in accuracy: +10.0% (95% interval −5.0 to +25.0)",
        ),
    ],
)
def test_the_sentence_follows_the_interval(interval, said):
    first, second = sentences(result(*interval), Words())
    assert first == f"Against the frozen language model, {said}."
    assert second.startswith("Against EASE")


def test_without_a_twin_the_untrained_model_is_the_other():
    assert sentences(result(0.01, 0.02, 0.03, twin=False), Words())[0].startswith("Against the untrained")


def test_a_share_of_nothing_is_not_told():
    assert sentences(result(0.01, 0.02, 0.03, base=0.0), Words()) == []


def test_the_table_holds_every_value_and_cost():
    shown = table(result(0.0, 0.0, 0.0), Words())
    assert shown["Model"].tolist()[0] == "This training"
    assert shown["Accuracy NDCG@10"][0] == "0.200  (0.100 to 0.300)"
    assert shown["Catalogue shown"][0] == "50.0%  (40.0 to 60.0)"
    assert shown["Weights trained"].tolist()[1:3] == [
        "1,000 in the language model, 2,000 in the ranking heads",
        "–",
    ]
    assert shown["Minutes"][0] == "1.3"


def test_this_training_alone_is_filled_and_has_one_colour_in_every_chart():
    found = result(0.0, 0.0, 0.0)
    own = {figure(found, key, False, Words())["data"][-1]["marker"]["color"] for key in ("ndcg@10", "ild@10")}
    traces = figure(found, "coverage@10", True, Words())["data"]
    curve = curve_figure("metric", [Line("own", [1], [0.5])], Words())["data"][0]
    assert own == {traces[-1]["marker"]["color"]} == {curve["line"]["color"]}
    assert [trace["marker"]["symbol"] for trace in traces] == ["circle-open"] * 3 + ["circle"]
    assert traces[-1]["x"] == [50.0] and traces[-1]["y"] == ["This training"]


@pytest.mark.parametrize(
    ("seconds", "said"), [(5, "less than a minute"), (60, "1 minute"), (89, "1 minute"), (400, "7 minutes")]
)
def test_durations(seconds, said):
    assert in_words(seconds, Words()) == said
    assert about(seconds, Words()) == (said if seconds < 40 else f"about {said}")


@pytest.mark.parametrize(
    ("seconds", "lang", "said"),
    [
        (12, "en", "Less than a minute left"),
        (41, "en", "About 1 minute left"),
        (89, "en", "About 1 minute left"),
        (170, "en", "About 3 minutes left"),
        (12, "zh", "还剩不到一分钟"),
        (60, "zh", "还剩大约 1 分钟"),
        (300, "zh", "还剩大约 5 分钟"),
    ],
)
def test_the_time_left_is_a_whole_number_of_minutes(seconds, lang, said):
    assert left(seconds, Words(lang)) == said


def test_the_line_below_the_bar_names_part_phase_and_step():
    line = {"part": "twin", "phase": "training towers on train", "step": 3, "total": 4}
    spec = SimpleNamespace(twin=True, parts={"twin": None, "model": None})
    said = place(SimpleNamespace(reports=[line], spec=spec), Words())
    assert said == "Now: Frozen, to compare · Training the ranking heads, 3 of 4 steps done."


@pytest.mark.parametrize(
    ("interval", "better"), [((0.01, 0.02, 0.03), True), ((-0.01, 0.02, 0.05), False), ((-3, -2, -1), False)]
)
def test_a_training_is_better_only_where_the_interval_is(interval, better):
    assert is_better(result(*interval)) is better


def test_a_training_that_is_worse_than_one_of_the_two_is_not_better():
    found = result(0.01, 0.02, 0.03)
    ease = next(row for row in found["differences"] if row["name"] == "ease")
    ease["ndcg@10"] = {"value": -0.02, "low": -0.03, "high": -0.01}
    assert not is_better(found)
    assert not is_better({"rows": [], "differences": [], "k": 10}), "nothing was compared"
