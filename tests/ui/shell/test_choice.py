import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.ui.shell import choice as choices
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.rules_in_address import AskedRules
from recsys_core.workbench.results import Limits

KEYS = (
    "data",
    "reranker",
    "user",
    "k",
    "variety",
    "lambda",
    "budget",
    "coverage",
    "worse",
    "group",
    "raise",
    "plain",
    "present",
    "step",
    "code",
    "lang",
    "model",
    "measures",
    "rules",
)


def test_every_key_survives_the_address():
    chosen = Choice(
        "sample",
        "dpp",
        "u17",
        20,
        0.424,
        None,
        Limits(0.05, None, 0.1, "activity", 0.04, "ild_text"),
        True,
        True,
        "zh",
        "1124-0415-ab12",
        more=("map", "ild_text"),
        rules=AskedRules((("17", 2),), ("3",), 2, 1),
    )
    assert choices.read(choices.write(chosen), Choice(), languages=("en", "zh")) == chosen


def test_keys_that_no_page_has_are_named_and_those_of_pages_are_not():
    asked = {"colour": "red", "variety": "40", "models": "ease", "job": "7", "utm": ""}
    assert choices.read(asked, Choice()).unread == ("colour=red", "utm=")
    assert set(KEYS) == choices.KEYS, "what is written is what is known"


def test_defaults_stay_out_of_the_address():
    assert choices.write(Choice(data="ml-100k", reranker="msd", user="5"), example="5") == {
        "data": "ml-100k",
        "reranker": "msd",
        "variety": "30",
    }


def test_an_address_without_method_and_position_asks_for_the_recommended_setting():
    asked = choices.read({"data": "sample", "user": "5", "budget": "1"}, Choice())
    assert asked == Choice("sample", user="5", limits=Limits(0.01))
    assert asked.reranker == ""
    assert choices.write(asked) == {"data": "sample", "user": "5", "budget": "1"}
    settled, notices = choices.resolve(asked, users={"5"}, rerankers=["mmr"], example="1")
    assert (settled.reranker, notices) == ("", [])


def test_a_position_without_a_method_is_that_of_mmr():
    assert choices.read({"variety": "40"}, Choice()) == Choice(reranker="mmr", variety=0.4)
    assert choices.read({"variety": "40", "reranker": "msd"}, Choice()) == Choice("", "msd", variety=0.4)


def test_a_position_without_a_method_keeps_the_method_of_the_visit():
    assert choices.read({"variety": "40"}, Choice(reranker="dpp")) == Choice(reranker="dpp", variety=0.4)


def test_a_method_without_a_position_stands_at_the_usual_one():
    assert choices.read({"reranker": "msd"}, Choice()) == Choice(reranker="msd", variety=0.3)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("variety", "banana"), ("variety", "nan"), ("variety", "-1"), ("variety", "101"), ("variety", "inf"),
        ("variety", ""), ("k", "7"), ("k", "ten"), ("k", "1e9"), ("budget", "0"), ("budget", "-2"),
        ("budget", "x"), ("coverage", "x"), ("worse", "101"), ("group", "age"), ("lang", "xx"),
        ("lambda", "2"), ("plain", "maybe"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_falls_back_and_is_named(key, value):
    asked = choices.read({key: value}, Choice())
    assert asked == Choice(unread=(f"{key}={value}",))
    settled, notices = choices.resolve(asked, users={"1"}, rerankers=["mmr"], example="1")
    assert notices == [("choice.unread", {"value": f"{key}={value}"})]
    assert settled == Choice(user="1")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("plain", "no"), ("present", "2"), ("lambda", "0.5"), ("user", ""), ("data", ""),
        ("reranker", ""), ("lang", ""), ("models", "1"), ("measures", ""), ("raise", ""),
    ],
)  # fmt: skip
def test_what_asks_for_nothing_changes_nothing(key, value):
    assert choices.read({key: value}, Choice()) == Choice()


@pytest.mark.parametrize("value", ["nan", "2", "-0.1", "x"])
def test_a_bad_lambda_leaves_the_variety_and_is_named(value):
    assert choices.read({"variety": "40", "lambda": value}, Choice()) == Choice(
        reranker="mmr", variety=0.4, unread=(f"lambda={value}",)
    )


def test_every_unread_part_is_named_and_the_others_are_read():
    asked = choices.read({"variety": "banana", "budget": "1", "k": "7"}, Choice())
    assert asked == Choice(limits=Limits(0.01), unread=("variety=banana", "k=7"))


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=12)))
def test_no_address_breaks_the_page(params):
    chosen = choices.read(params, Choice())
    assert 0 <= chosen.variety <= 1
    assert chosen.k in choices.LENGTHS
    assert 0 < chosen.limits.accuracy_loss < 1
    assert all(part.partition("=")[2] == params[part.partition("=")[0]] for part in chosen.unread)


def test_names_that_the_data_lack_are_replaced_and_told():
    asked = Choice("sample", "magic", "zzz", lambda_=0.2)
    chosen, notices = choices.resolve(asked, users={"1", "2"}, rerankers=["mmr", "dpp"], example="2")
    assert (chosen.reranker, chosen.user, chosen.lambda_) == ("", "2", None), "the recommended setting"
    assert [key for key, _ in notices] == ["choice.unknown_reranker", "choice.unknown_user"]


def test_nobody_named_means_the_example_person_without_a_word():
    chosen, notices = choices.resolve(Choice("sample"), users={"1"}, rerankers=["mmr"], example="1")
    assert (chosen.user, notices) == ("1", [])


def test_limits_that_these_data_do_not_have_are_left_out_and_told():
    asked = choices.read({"raise": "ild_colour", "group": "height:4", "budget": "1"}, Choice("sample"))
    chosen, notices = choices.resolve(
        asked, users={"1"}, rerankers=["mmr"], example="1", objectives=["ild", "coverage"], groupings=["age"]
    )
    assert chosen.limits == Limits(0.01)
    assert notices == [
        ("choice.unread", {"value": "raise=ild_colour"}),
        ("choice.unread", {"value": "group=height"}),
    ]
    kept, notices = choices.resolve(
        choices.read({"raise": "coverage", "group": "age:4"}, Choice("sample")),
        users={"1"}, rerankers=["mmr"], example="1", objectives=["ild", "coverage"], groupings=["age"],
    )  # fmt: skip
    assert (kept.limits, notices) == (Limits(group_by="age", group_loss=0.04, objective="coverage"), [])


def test_the_slider_stays_on_its_track():
    assert Choice().at(1.4).variety == 1
    assert Choice(lambda_=0.3).at(0.5).lambda_ is None


@pytest.mark.parametrize(
    ("asked", "stands"), [("12.25", 0.123), ("12.34", 0.123), ("0.04", 0.0), ("99.96", 1.0), ("30", 0.3)]
)
def test_a_position_is_one_of_the_sliders(asked, stands):
    assert choices.read({"variety": asked}, Choice()).variety == stands
    assert Choice().at(float(asked) / 100).variety == stands


def test_rules_that_cannot_be_kept_are_left_out_and_told():
    asked = choices.read({"rules": "most.2~free.beer~block.zzz"}, Choice("sample"))
    chosen, notices = choices.resolve(asked, users={"1"}, rerankers=["mmr"], example="1", items={"7"})
    assert chosen.rules == AskedRules(at_most=2)
    assert notices == [("choice.unknown_rules", {"value": "free.beer, block.zzz"})]


def test_measures_that_do_not_exist_are_left_out_and_told():
    asked = choices.read({"measures": "map,beauty,<b>"}, Choice("sample"))
    chosen, notices = choices.resolve(asked, users={"1"}, rerankers=["mmr"], example="1", measures={"map"})
    assert chosen.more == ("map",)
    assert notices == [("choice.unread", {"value": "measures=beauty,<b>"})]
