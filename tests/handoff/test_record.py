"""The record's format: read back whole, and refused with a sentence where it does not fit."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from recsys_core.errors import HandoffError
from recsys_core.handoff import decision_file, record
from recsys_core.handoff.comparison import compare
from recsys_core.handoff.reading import parse_record

ROOT = Path(__file__).resolve().parents[2]


def test_a_record_survives_the_store(autumn, record):
    assert autumn.record == record
    assert autumn.decision.state == "draft" and autumn.history[0].reason == "more variety"
    assert autumn.approval is None and autumn.checks == ()


def test_the_published_schema_describes_the_file(autumn):
    whole = decision_file.decision_file(autumn.decision, autumn.record, autumn.history)
    written = json.loads(decision_file.render(whole))
    schema = decision_file.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(written, schema)
    jsonschema.validate(written["record"], record.json_schema())
    written["record"]["setting"]["lambda"] = 1.5
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema)


def test_the_published_schema_is_the_present_one():
    """Write it anew: python -m recsys_core.handoff.decision_file > docs/reference/decision.schema.json."""
    published = (ROOT / "docs" / "reference" / "decision.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == decision_file.json_schema()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.update(schema=2), "Update Equipoise"),
        (lambda one: one.update(format="memo"), "holds no decision"),
        (lambda one: one["setting"].update({"lambda": 2}), r"setting\.lambda"),
        (lambda one: one["setting"].pop("k"), r"setting\.k"),
        (lambda one: one.update(colour="red"), "colour"),
        (lambda one: one["evidence"].update(level="high"), r"evidence\.level"),
    ],
)
def test_what_does_not_fit_is_named(record, change, said):
    document = copy.deepcopy(record.to_dict())
    change(document)
    with pytest.raises(HandoffError, match=said):
        parse_record(document, "decision “autumn”")


@pytest.mark.parametrize("nothing", [None, [], "text", {}])
def test_anything_else_is_no_record(nothing):
    with pytest.raises(HandoffError, match="holds no decision"):
        parse_record(nothing, "x.json")


def test_the_file_is_read_back_and_every_changed_byte_is_found(autumn):
    whole = decision_file.decision_file(autumn.decision, autumn.record, autumn.history)
    text = decision_file.render(whole)
    back = decision_file.parse(text, "decision.json")
    assert back.record == autumn.record and back.name == "autumn" and back.history[0].by == "Ada"
    for at in range(0, len(text), 37):
        other = chr(ord(text[at]) ^ 1)
        with pytest.raises(HandoffError):
            decision_file.parse(text[:at] + other + text[at + 1 :], "decision.json")
    with pytest.raises(HandoffError, match="was changed"):
        decision_file.parse(text + " ", "decision.json")
    with pytest.raises(HandoffError, match="is not JSON"):
        decision_file.parse(text[: len(text) // 2], "decision.json")


def test_two_decisions_differ_in_what_was_changed_and_what_people_see_comes_first(record):
    assert compare(record, record) == ()
    setting = record.setting.model_copy(update={"k": 5})
    limits = record.limits.model_copy(update={"accuracy_loss": 0.05})
    other = record.model_copy(update={"setting": setting, "limits": limits, "equipoise": "9"})
    found = [(one.field, one.first, one.second, one.meaning) for one in compare(record, other)]
    assert found == [
        ("setting.k", 10, 5, "lists"),
        ("limits.accuracy_loss", 0.1, 0.05, "promise"),
        ("equipoise", record.equipoise, "9", "rests_on"),
    ]
