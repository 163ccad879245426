import time
from types import SimpleNamespace

import pytest

from recsys_core.ui.text.words import Words
from recsys_core.ui.train.curves import Line
from recsys_core.ui.train.curves import figure as curve_figure
from recsys_core.ui.train.durations import about, in_words
from recsys_core.ui.train.live import progress
from recsys_core.ui.train.outcome import figure, sentences, table


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


def standing(line, gone, expected):
    spec = SimpleNamespace(twin=False, parts={"model": None}, expected={"model": expected})
    return SimpleNamespace(reports=[line], changed_at=line["t"] - gone, spec=spec)


@pytest.mark.parametrize(
    ("gone", "told", "slower", "said"),
    [(3, 60, 2.0, "About 19 minutes left"), (500, 30, 2.0, "Less than a"), (3, 900, 0.1, "About 15 ")],
)
def test_the_time_left_does_not_start_below_what_was_expected(gone, told, slower, said):
    line = {"t": time.time(), "left": told, "part": "model", "phase": "comparing", "step": 0, "total": 4}
    assert said in progress(standing(line, gone, expected=600), slower, Words())[1]


@pytest.mark.parametrize(
    ("left", "lang", "said"),
    [
        (12, "en", "% of the time is over. Less than a minute left."),
        (300, "en", "% of the time is over. About 5 minutes left."),
        (12, "zh", "%，还剩不到一分钟。"),
        (300, "zh", "%，还剩大约 5 分钟。"),
    ],
)
def test_the_bar_speaks_of_the_whole_and_the_line_below_of_the_phase(left, lang, said):
    now = time.time()
    line = {"t": now, "left": left, "part": "model", "phase": "comparing", "step": 0, "total": 4}
    run = standing(line, gone=left, expected=2 * left)
    share, text, phase = progress(run, 1.0, Words(lang))
    assert text.endswith(said) and str(int(share * 100)) in text
    assert "4" in phase and "0" in phase
    assert share == pytest.approx(0.5, abs=0.05)
