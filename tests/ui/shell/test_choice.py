import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.ui.shell import choice as choices
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.rules_in_address import AskedRules

KEYS = (
    "data",
    "reranker",
    "user",
    "k",
    "variety",
    "lambda",
    "budget",
    "plain",
    "present",
    "lang",
    "model",
    "measures",
    "rules",
)


def test_every_key_survives_the_address():
    place = (0.4237, 0.3711234567890123)
    chosen = Choice(
        "sample",
        "dpp",
        "u17",
        20,
        *place,
        5.0,
        True,
        True,
        "zh",
        "1124-0415-ab12",
        more=("map", "ild_text"),
        rules=AskedRules((("17", 2),), ("3",), 2, 1),
    )
    assert choices.read(choices.write(chosen), Choice(), languages=("en", "zh")) == chosen


def test_defaults_stay_out_of_the_address():
    assert choices.write(Choice(data="ml-100k", user="5"), example="5") == {
        "data": "ml-100k",
        "variety": "30",
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("variety", "banana"), ("variety", "nan"), ("variety", "-1"), ("variety", "101"), ("variety", "inf"),
        ("variety", ""), ("k", "7"), ("k", "ten"), ("k", "1e9"), ("budget", "3"), ("budget", "-2"),
        ("budget", "x"), ("lang", "xx"), ("plain", "maybe"), ("present", "2"), ("lambda", "0.5"),
        ("user", ""),        ("data", ""), ("reranker", ""), ("unknown", "1"),
    ],
)  # fmt: skip
def test_bad_values_fall_back(key, value):
    assert choices.read({key: value}, Choice()) == Choice()


@pytest.mark.parametrize("value", ["nan", "2", "-0.1", "x"])
def test_a_bad_lambda_leaves_the_variety(value):
    assert choices.read({"variety": "40", "lambda": value}, Choice()) == Choice(variety=0.4)


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=12)))
def test_no_address_breaks_the_page(params):
    chosen = choices.read(params, Choice())
    assert 0 <= chosen.variety <= 1
    assert chosen.k in choices.LENGTHS
    assert chosen.budget in choices.BUDGETS


def test_names_that_the_data_lack_are_replaced_and_told():
    asked = Choice("sample", "magic", "zzz", lambda_=0.2)
    chosen, notices = choices.resolve(asked, users={"1", "2"}, rerankers=["mmr", "dpp"], example="2")
    assert (chosen.reranker, chosen.user, chosen.lambda_) == ("mmr", "2", None)
    assert [key for key, _ in notices] == ["choice.unknown_reranker", "choice.unknown_user"]


def test_nobody_named_means_the_example_person_without_a_word():
    chosen, notices = choices.resolve(Choice("sample"), users={"1"}, rerankers=["mmr"], example="1")
    assert (chosen.user, notices) == ("1", [])


def test_the_slider_stays_on_its_track():
    assert Choice().at(1.4).variety == 1
    assert Choice(lambda_=0.3).at(0.5).lambda_ is None


def test_rules_that_cannot_be_kept_are_left_out_and_told():
    asked = choices.read({"rules": "most.2~free.beer~block.zzz"}, Choice("sample"))
    chosen, notices = choices.resolve(asked, users={"1"}, rerankers=["mmr"], example="1", items={"7"})
    assert chosen.rules == AskedRules(at_most=2)
    assert notices == [("choice.unknown_rules", {"value": "free.beer, block.zzz"})]
