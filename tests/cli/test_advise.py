"""`advise`: the answer of the workbench, as JSON alone or in sentences."""

import argparse
import json
import subprocess
import sys
from dataclasses import replace

import pytest

from recsys_core.cli import advise
from recsys_core.cli.main import main
from recsys_core.decisions import protection
from recsys_core.decisions.protection import LeftOut
from recsys_core.errors import StoreError
from recsys_core.store import Store
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


def told(capsys, *options):
    """What the command prints on the sample, and what goes to stderr."""
    assert main(["advise", "--data", "sample", *options]) == 0
    captured = capsys.readouterr()
    return captured.out, captured.err


# --- JSON ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "limits"),
    [
        ([], Limits()),
        (["--budget", "5%", "--coverage-fall", "none"], Limits(0.05, None)),
        (["--budget", "0.01"], Limits(0.01)),
        (
            "--budget 5% --coverage-fall 10% --worse-off 20% --group activity=10%".split(),
            Limits(0.05, 0.1, 0.2, "activity", 0.1),
        ),
        (["--raise", "coverage", "--coverage-fall", "0.5"], Limits(0.02, 0.5, objective="coverage")),
    ],
)
def test_it_prints_the_recommendation_of_the_workbench(capsys, bench, options, limits):
    printed = json.loads(told(capsys, *options, "--json")[0])
    expected = json.loads(json.dumps(bench.advice.recommend(limits).to_dict()))
    assert {key: printed[key] for key in expected} == expected
    assert printed["limits"] == limits.to_dict()
    assert printed["protocol"] == json.loads(json.dumps(bench.protocol_card()))


def test_it_holds_all_that_design_promises(capsys):
    printed = json.loads(told(capsys, "--json")[0])
    for key in (
        "method",
        "position",
        "lambda",
        "cost",
        "worst_case",
        "gain",
        "certified_stretch",
        "methods_tried",
    ):
        assert key in printed
    assert printed["worst_case"] >= printed["cost"]
    assert printed["certified_stretch"]["position"] >= printed["position"]
    assert len(printed["methods_tried"]) == 8
    assert printed["methods_tried"][0]["method"] == printed["method"]


def test_lists_of_another_length(capsys, bench):
    printed = json.loads(told(capsys, "--k", "5", "--json")[0])
    assert printed["lambda"] == bench.advice.recommend(k=5).certificate.lambda_
    assert not printed["declared"], "the usual question is about lists of ten"


def test_json_alone_is_on_stdout(capsys):
    result = subprocess.run(
        [sys.executable, "-m", "recsys_core", "advise", "--data", "sample", "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(result.stdout)["method"]


def test_it_says_the_same_a_second_time(capsys):
    assert told(capsys, "--json") == told(capsys, "--json")


# --- in sentences -------------------------------------------------------------------------------------------


def test_the_text_tells_the_figures_of_the_json(capsys):
    printed = json.loads(told(capsys, "--json")[0])
    text, _ = told(capsys)
    lines = text.splitlines()
    assert lines[0].startswith("Ship Maximise overall difference (MSD) at 4 of 100 (lambda 0.004437).")
    assert "Variety by category rises by " in text
    assert f"Accuracy changes by {-printed['cost']:+.2%}, at worst by {-printed['worst_case']:+.2%};" in text
    assert "299 people, 95.0% intervals." in text
    value, least = (100 * printed["rise"][end] for end in ("value", "low"))
    assert f"rises by {value:.1f}%, at least {least:.1f}%." in text
    stretch = printed["certified_stretch"]
    assert f"Certified from 0 to {stretch['position']:g}." in text
    assert (
        f"About {stretch['users_for_the_next_position']:,} people would carry it to the next position" in text
    )
    assert stretch["ended_by"] == ["coverage"] and "what ends the stretch: the catalogue shown." in text
    tried = lines[
        lines.index("Tried on the validation period, with what each gains there within the limits:") + 1 :
    ]
    assert len(tried) == len(printed["methods_tried"])
    for line, each in zip(tried, printed["methods_tried"], strict=True):
        value, least = (100 * each["rise"][end] for end in ("value", "low"))
        told_gain = f"{value:.1f}%, at least {least:.1f}%" if least > 0 else f"{value:.1f}%"
        assert line.split(maxsplit=1) == [each["method"], told_gain]


def test_where_nothing_is_certified_the_text_says_so(capsys):
    text, _ = told(capsys, "--budget", "0.01%")
    assert "Nothing beyond relevance only is proven to keep the limits with 299 people." in text
    assert "The validation period proposes " in text
    assert "Ship" not in text


def test_where_no_number_of_people_would_help_the_text_names_the_limit(capsys, bench):
    options = ["--budget", "50%", "--coverage-fall", "none", "--worse-off", "0.1%"]
    printed = json.loads(told(capsys, *options, "--json")[0])
    text, _ = told(capsys, *options)
    if printed["certified_stretch"]["users_for_the_next_position"] is None:
        assert (
            "What ends the stretch, for any number of people: the share of people noticeably worse off."
            in text
        )
    else:
        assert "what ends the stretch: the share of people noticeably worse off." in text


# --- what was declared --------------------------------------------------------------------------------------


def test_a_question_that_was_not_declared_is_called_exploratory(capsys):
    assert "Exploratory" not in told(capsys)[0]
    text, _ = told(capsys, "--budget", "5%")
    assert text.startswith("Exploratory, a hint and no certificate: this question was not declared before")
    assert "with an A/B test before you ship it" in text
    assert not any(word in text for word in ("Ship", "Certified", "certify", "proven"))
    assert json.loads(told(capsys, "--budget", "5%", "--json")[0])["declared"] is False


def test_a_declared_question_is_certified_at_its_share_of_the_error(capsys):
    printed = json.loads(told(capsys, "--budget", "5%", "--declare", "Ana", "--json")[0])
    assert (printed["declared"], printed["claims_on_this_test_period"], printed["level"]) == (True, 2, 0.975)
    usual = json.loads(told(capsys, "--json")[0])
    assert (usual["declared"], usual["claims_on_this_test_period"], usual["level"]) == (True, 2, 0.975)
    text, _ = told(capsys, "--budget", "5%")
    assert "Exploratory" not in text and "97.5% intervals" in text


def test_a_question_that_was_shown_is_not_declared_and_the_reason_is_said(capsys):
    told(capsys, "--budget", "5%")
    assert main(["advise", "--data", "sample", "--budget", "5%", "--declare", "Ana", "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and "error: The test figures of this question were shown on " in captured.err
    assert json.loads(told(capsys, "--budget", "5%", "--json")[0])["declared"] is False


def test_what_declaring_does_to_everybody_is_told_before_it_is_done(capsys):
    _, err = told(capsys, "--budget", "5%", "--declare", "Ana")
    assert (
        "Declaring question 2 on these data: every interval becomes a 97.5% interval, for everybody." in err
    )
    assert "Declaring" not in told(capsys, "--budget", "5%", "--declare", "Ana")[1]  # it is declared


def test_what_cannot_be_noted_does_not_keep_the_answer_back(capsys, monkeypatch):
    def fail(*any):
        raise StoreError("The database file is read-only.")

    monkeypatch.setattr(Store, "mark_shown", fail)
    text, err = told(capsys, "--budget", "5%")
    assert text.startswith("Exploratory") and "could not be noted: The database file is read-only." in err


def test_people_without_protection_are_named(capsys, monkeypatch):
    cut = protection.protection

    def without_the_first(divided, users, accuracy):
        found = cut(divided, users, accuracy)
        return replace(found, left_out=(LeftOut("narrow", 9, True), LeftOut("", 3, True)))

    monkeypatch.setattr("recsys_core.decisions.figures.protection", without_the_first)
    options = ["--budget", "5%", "--group", "breadth of taste=10%", "--k", "9"]
    said = (
        "Not protected by the limit on groups: narrow (9 measured, too few), people in no group (3 measured)."
    )
    assert said in told(capsys, *options)[0].splitlines()
    printed = json.loads(told(capsys, *options, "--json")[0])["not_protected"]
    assert [(one["group"], one["users"]) for one in printed] == [("narrow", 9), ("", 3)]


def test_a_slip_declares_nothing(capsys):
    assert main(["advise", "--data", "sample", "--raise", "beauty", "--declare", "Ana"]) == 2
    assert json.loads(told(capsys, "--json")[0])["claims_on_this_test_period"] == 1


def test_a_declaration_needs_a_name(capsys):
    assert main(["advise", "--data", "sample", "--budget", "5%", "--declare", " "]) == 2
    assert "error: Please give the name of the person who does this." in capsys.readouterr().err


# --- slips --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--budget", "0%"], "The limit on the loss of accuracy must lie between 0% and 100%, got 0%."),
        (["--budget", "100%"], "got 100%"),
        (["--worse-off", "150%"], "The limit on the share of people noticeably worse off must lie between"),
        (["--group", "activity=0%"], "The limit on the loss of a group must lie between"),
        (["--group", "height=4%"], "People cannot be divided by height here; choose one of activity"),
        (["--raise", "beauty"], "no metric beauty to raise; choose one of ild"),
        (["--k", "51"], "a list has from 1 to 50 items, got 51"),
    ],
)
def test_a_limit_that_is_none_is_one_sentence(capsys, options, message):
    assert main(["advise", "--data", "sample", *options, "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "error: " in captured.err and message in captured.err and "Traceback" not in captured.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--budget", "two"], "expected a share such as 2% or 0.02, got 'two'"),
        (["--budget", "2"], "got '2': add % to it"),
        (["--budget", "1"], "got '1': add % to it"),
        (["--budget=-2%"], "got '-2%'"),
        (["--budget", "nan"], "got 'nan'"),
        (["--budget", ""], "got ''"),
        (["--coverage-fall", "nothing"], "got 'nothing'"),
        (["--group", "activity"], "expected for example activity=4%, got 'activity'"),
        (["--group", "=4%"], "expected for example activity=4%, got '=4%'"),
        (["--group", "activity=few"], "got 'few'"),
        (["--k", "0"], "at least 1, got '0'"),
    ],
)
def test_a_share_that_is_none_is_told_with_what_is_expected(capsys, options, message):
    with pytest.raises(SystemExit) as stopped:
        main(["advise", "--data", "sample", *options])
    assert stopped.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == "" and message in captured.err
    assert captured.err.startswith("error: ") and captured.err.count("\n") == 1
    assert "advise --help` lists what can be given." in captured.err


@pytest.mark.parametrize(
    ("text", "value"), [(".5%", 0.005), ("2.%", 0.02), (".02", 0.02), ("2 %", 0.02), ("0.5%", 0.005)]
)
def test_a_share_may_be_written_as_people_write_it(text, value):
    assert advise.share(text) == pytest.approx(value)


@pytest.mark.parametrize("text", [".", ".%", "%", "1e-2", "5%%", "-.5%"])
def test_what_is_no_number_is_no_share(text):
    with pytest.raises(argparse.ArgumentTypeError):
        advise.share(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2%", 0.02),
        ("0.02", 0.02),
        (" 0.5 % ", 0.005),
        ("100%", 1.0),
        ("0", 0.0),
        ("12.5%", 0.125),
    ],
)
def test_shares(text, value):
    assert advise.share(text) == pytest.approx(value)


def test_no_limit_is_a_word():
    assert advise.share_or_none("none") is advise.share_or_none(" None ") is None
    assert advise.share_or_none("2%") == 0.02
    with pytest.raises(argparse.ArgumentTypeError):
        advise.share("none")


def test_a_group_is_what_stands_before_the_last_equals_sign():
    assert advise.group("activity=4%") == ("activity", 0.04)
    assert advise.group("a=b=0.1") == ("a=b", 0.1)


def test_data_of_ones_own_with_named_columns(capsys, tmp_path):
    rows = [
        f"u{user},i{(user * 7 + place * 3) % 20},{5 - place % 2},{place}"
        for user in range(60)
        for place in range(9)
    ]
    file = tmp_path / "odd.csv"
    file.write_text("\n".join(["who,what,how,at", *rows]))
    named = ["--user-column", "who", "--item-column", "what", "--rating-column", "how", "--time-column", "at"]
    assert main(["advise", "--data", str(file), *named, "--json"]) == 0, capsys.readouterr().err
    assert json.loads(capsys.readouterr().out)["users"] > 0
