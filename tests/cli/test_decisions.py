"""`decide`, `approve`, `retire` and `decisions`."""

import json

import pytest

from recsys_core.cli.main import main
from recsys_core.store import Store


def run(capsys, *arguments):
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def decide(capsys, name, *options):
    return run(capsys, "decide", "--data", "sample", "--name", name, "--by", "Ada", *options)


def test_decide_writes_the_record_of_advise(capsys):
    code, out, _ = decide(capsys, "autumn", "--json")
    assert code == 0
    record = json.loads(out)["record"]
    _, advice, _ = run(capsys, "advise", "--data", "sample", "--json")
    told = json.loads(advice)
    assert record["setting"]["takes_over_at"] == told["lambda"]
    assert record["setting"]["method"] == told["method"]
    assert record["evidence"]["certified"]["position"] == told["certified_stretch"]["position"]
    assert not record["against_recommendation"]


def test_from_draft_to_retirement(capsys):
    decide(capsys, "autumn", "--reason", "more variety")
    code, out, _ = run(capsys, "approve", "autumn", "--by", "Grace")
    assert code == 0 and "autumn: approved" in out and "approved by Grace" in out
    code, _, error = run(capsys, "approve", "autumn", "--by", "Grace")
    assert code == 2 and "is approved already" in error
    code, out, _ = run(capsys, "retire", "autumn", "--by", "Ada", "--reason", "spring")
    assert code == 0 and "retired by Ada: spring" in out
    _, out, _ = run(capsys, "decisions")
    assert out.split()[:2] == ["autumn", "retired"]


def test_an_undeclared_question_needs_a_reason_and_a_second_person(capsys):
    decide(capsys, "bold", "--budget", "10%", "--coverage-fall", "10%")
    code, _, error = run(capsys, "approve", "bold", "--by", "Grace")
    assert code == 2 and "needs a reason and the name of a second person" in error
    code, out, _ = run(capsys, "approve", "bold", "--by", "Grace", "--reason", "trial", "--second", "Mary")
    assert code == 0 and "approved by Grace with Mary: trial" in out
    assert "against the recommendation: the question was not declared" in out


def test_a_question_that_was_decided_can_no_longer_be_declared(capsys):
    limits = ("--budget", "10%", "--coverage-fall", "10%")
    assert decide(capsys, "bold", *limits)[0] == 0
    code, _, error = run(capsys, "advise", "--data", "sample", *limits, "--declare", "Ada")
    assert code == 2 and error
    code, out, _ = decide(capsys, "declared", "--budget", "7%", "--declare", "Ada", "--json")
    assert code == 0 and json.loads(out)["record"]["evidence"]["declared"]


def test_a_taken_name_is_told(capsys):
    decide(capsys, "autumn")
    code, _, error = decide(capsys, "autumn")
    assert code == 2 and "There is a decision “autumn” already: Ada created it" in error


def test_two_side_by_side(capsys):
    decide(capsys, "autumn")
    decide(capsys, "winter", "--k", "5")
    code, out, _ = run(capsys, "decisions", "autumn", "winter")
    assert code == 0 and any(line.split()[:3] == ["setting.k", "10", "5"] for line in out.splitlines())
    _, out, _ = run(capsys, "decisions", "autumn", "autumn")
    assert out == "autumn and autumn decide the same on the same grounds.\n"
    _, out, _ = run(capsys, "decisions", "autumn", "winter", "--json")
    expected = {"field": "setting.k", "first": 10, "second": 5, "meaning": "lists"}
    assert expected in json.loads(out)["differences"]


def test_a_decision_of_a_later_version_is_refused(capsys):
    Store.open().create("later", {"format": "equipoise-decision", "schema": 7}, "Ada", schema=7)
    code, _, error = run(capsys, "decisions", "later")
    assert code == 2 and "Update Equipoise" in error


@pytest.mark.parametrize(
    ("names", "said"), [(["nothing"], "There is no decision"), (["a", "b", "c"], "two to compare")]
)
def test_what_cannot_be_shown(capsys, names, said):
    code, _, error = run(capsys, "decisions", *names)
    assert code == 2 and said in error
