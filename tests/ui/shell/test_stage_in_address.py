"""What is on a stage, in the address and back."""

import pytest

from recsys_core.ui.shell import choice as choices
from recsys_core.ui.shell import stage_in_address
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.stage_in_address import Stage


@pytest.mark.parametrize(
    "stage",
    [Stage("story"), Stage("story", 6, "K7QPM"), Stage("tour"), Stage("notes", code="K7QPM"), Stage()],
)
def test_a_stage_survives_the_address(stage):
    chosen = Choice("sample", stage=stage)
    assert choices.read(choices.write(chosen), Choice()) == chosen


def test_large_type_is_no_stage():
    found = choices.read({"present": "true"}, Choice())
    assert found.present and not found.stage
    assert choices.write(found)["present"] == "true"


def test_an_address_without_a_step_goes_on_where_one_was():
    assert stage_in_address.read({"present": "story"}, Stage("story", 4))[0].step == 4


def test_an_address_for_the_pages_leaves_the_stage():
    assert not stage_in_address.read({"present": "true"}, Stage("story", 4))[0]


@pytest.mark.parametrize("step", ["0", "7", "-1", "2.5", "", "two", "６"])
def test_a_step_that_is_none_is_told(step):
    found, damaged = stage_in_address.read({"present": "story", "step": step}, Stage())
    assert found == Stage("story") and damaged == [f"step={step}"]


def test_a_code_is_read_as_it_is_typed():
    assert stage_in_address.read({"present": "notes", "code": " k7qpm "}, Stage())[0].code == "K7QPM"
