import json

import pytest

from recsys_core.decisions.limits import Limits
from recsys_core.errors import SettingError

NAMES = ("accuracy_loss", "coverage_fall", "worse_off", "group_loss")


def test_where_nobody_names_any_accuracy_and_coverage_are_limited():
    usual = Limits()
    assert (usual.accuracy_loss, usual.coverage_fall, usual.objective) == (0.02, 0.02, "ild")
    assert usual.worse_off is usual.group_by is usual.group_loss is None


TOLD = {
    "accuracy_loss": "the loss of accuracy",
    "coverage_fall": "the fall of the catalogue shown",
    "worse_off": "the share of people noticeably worse off",
    "group_loss": "the loss of a group",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("value", "shown"), [(0.0, "0%"), (1.0, "100%"), (-0.02, "-2%"),
                                              (2, "200%"), (float("nan"), "nan%")])  # fmt: skip
def test_a_limit_that_is_no_share_is_named(name, value, shown):
    groups = {"group_by": "activity"} if name == "group_loss" else {}
    with pytest.raises(SettingError) as error:
        Limits(**{name: value}, **groups)
    assert str(error.value) == f"The limit on {TOLD[name]} must lie between 0% and 100%, got {shown}."


@pytest.mark.parametrize("half", [{"group_by": "activity"}, {"group_loss": 0.05}])
def test_a_limit_for_groups_needs_both_halves(half):
    with pytest.raises(SettingError, match="A limit for groups needs both"):
        Limits(**half)


def test_json_holds_the_whole_question():
    asked = Limits(0.01, None, 0.1, "activity", 0.05, "ild_text")
    assert Limits(**json.loads(json.dumps(asked.to_dict(), allow_nan=False))) == asked


def test_equal_questions_share_one_answer():
    assert len({Limits(), Limits(accuracy_loss=0.02), Limits(accuracy_loss=0.03)}) == 2
