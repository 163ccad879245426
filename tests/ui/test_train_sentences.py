import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.ui.language import Words
from recsys_core.ui.train.durations import about, in_words
from recsys_core.ui.train.live import progress
from recsys_core.ui.train.outcome import sentences, table, ticks


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
        ((-0.01, 0.02, 0.05), "no difference in accuracy can be told: +10.0% (95% interval −5.0 to +25.0)"),
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


@given(low=st.floats(0, 100), span=st.floats(1e-4, 100))
def test_a_small_chart_has_two_round_ticks_far_apart(low, span):
    first, last = ticks(low, low + span)
    assert low - 1e-9 <= first < last <= low + span + 1e-9
    assert last - first >= span / 4


def test_ticks_are_round():
    assert ticks(55.3, 99.6) == [60, 80]
    assert ticks(0.709, 0.786) == [0.72, 0.78]
    assert ticks(0.5, 0.5) == [0.5]
    assert ticks(1e-300, 99.99999999999999) == [20, 80]


@pytest.mark.parametrize(
    ("seconds", "said"), [(5, "less than a minute"), (60, "1 minute"), (89, "1 minute"), (400, "7 minutes")]
)
def test_durations(seconds, said):
    assert in_words(seconds, Words()) == said
    assert about(seconds, Words()) == (said if seconds < 40 else f"about {said}")


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
    run = SimpleNamespace(
        reports=[line], changed_at=now - left, spec=SimpleNamespace(twin=False, parts={"model": None})
    )
    share, text, phase = progress(run, Words(lang))
    assert text.endswith(said) and str(int(share * 100)) in text
    assert "4" in phase and "0" in phase
    assert share == pytest.approx(0.5, abs=0.05)
